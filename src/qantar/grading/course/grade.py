"""Grade many submissions at once; one of them never stops another."""

import secrets
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from qantar.errors import QantarError
from qantar.grading.course.gradebook import Gradebook, resumed
from qantar.grading.course.letters import write_letter
from qantar.grading.course.order import Order, refuse_bad
from qantar.grading.marking.desk import Desk
from qantar.grading.marking.layout import Handed, find_submissions
from qantar.grading.marking.marks import Graded
from qantar.grading.marking.submission import opened
from qantar.grading.sandbox.kernels import Opening


@dataclass(frozen=True)
class Batch:
    """The result of a run: marks by submission, how kernels ran, the seed, and how many were graded before."""

    graded: list[Graded]
    kernels: str
    seed: int
    passed_over: int = 0

    @property
    def usable(self) -> int:
        """How many submissions could be graded."""
        return sum(not one.problem for one in self.graded)


def grade(order: Order) -> Batch:
    """Grade as ordered; write gradebook and feedback as it goes.

    Raises QantarError for a bad order, before anything is graded, and for a bad solution.
    """
    handed = find_submissions(order.paths, order.place.names())
    refuse_bad(order)
    book = resumed(order.out) if order.resume else Gradebook(order.out)
    seed = secrets.randbelow(2**31) if order.seed is None else order.seed
    with closing(Opening(order.hidden(), order.portable)) as opening, progress(len(handed)) as advance:

        def done(graded: Graded | None) -> None:
            if graded:
                book.add(graded)
            if graded and order.feedback:
                write_letter(graded, order.feedback)
            advance()

        with closing(opening.kernels()) as kernels:
            desk = Desk(order.place, kernels, order.limits, seed)
            try:
                graded = settled(grade_all(order, handed, desk, book, done), desk, done)
            finally:
                book.save()
    return Batch(graded, kernels.name, seed, len(handed) - len(graded))


def grade_all(
    order: Order, handed: list[Handed], desk: Desk, book: Gradebook, done: Callable[[Graded | None], None]
) -> list[Graded]:
    """Grade, with several kernels at a time, those who are not in the gradebook yet.

    `done` is called with each result of a known worksheet, and with None for who is in the gradebook.
    """
    known = order.place.names()
    stopped = Event()

    def one(handed: Handed) -> Graded | None:
        try:
            submission = opened(handed, known, order.worksheet)
            graded = None if book.holds(submission) else desk.grade(submission)
        except QantarError:
            raise
        except Exception as error:
            graded = failed(handed, error)
        if not stopped.is_set() and (graded is None or graded.marks):
            done(graded)
        return graded

    def stop() -> None:
        stopped.set()  # what still runs loses its kernel now, and must not be recorded as failed
        desk.kernels.close()

    return [graded for graded in in_threads(one, handed, order.jobs, stop) if graded]


def settled(graded: list[Graded], desk: Desk, done: Callable[[Graded | None], None]) -> list[Graded]:
    """Return the results with those of unknown worksheet settled, now that all others are known; `done` with these."""
    results = [desk.settled(one) for one in graded]
    for before, result in zip(graded, results, strict=True):
        if not before.marks:
            done(result)
    return results


def in_threads(
    work: Callable[[Handed], Graded | None], handed: list[Handed], jobs: int, stop: Callable[[], None]
) -> list[Graded | None]:
    """Do the work on each submission, several at a time; `stop` is called when it cannot be brought to an end."""
    pool = ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        return list(pool.map(work, handed))
    except BaseException:
        stop()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def failed(handed: Handed, error: Exception) -> Graded:
    """Return the result of a submission on which the grader itself failed; it does not stop the others."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    fault = f"The grader failed on this file ({type(error).__name__} in {Path(where.filename).name}); report it."
    return Graded(handed.student, handed.worksheet or "", handed.shown, problem=fault)


@contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """Show a progress bar on a terminal's standard error while there is more than one submission."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    columns = [BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    with Progress(*columns, console=console, transient=True, disable=total < 2 or not console.is_terminal) as bar:
        task = bar.add_task("grading", total=total)
        yield lambda: bar.advance(task)
