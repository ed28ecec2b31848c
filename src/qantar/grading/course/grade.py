"""Grade many submissions at once; one of them never stops another."""

import secrets
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TypeVar

from qantar.errors import QantarError
from qantar.grading.course.gradebook import Gradebook, kept
from qantar.grading.course.letters import Letters, folder_for
from qantar.grading.course.order import Order, refuse_bad
from qantar.grading.marking.desk import Desk
from qantar.grading.marking.layout import Handed, find_submissions
from qantar.grading.marking.marks import Graded, not_graded
from qantar.grading.marking.submission import Submission, opened, settled
from qantar.grading.sandbox.kernels import Opening

One = TypeVar("One")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Batch:
    """The result of a run: marks by submission, how kernels ran, the seed, and how many were graded before.

    `unsaved` says why the gradebook does not hold them all, if it does not.
    """

    graded: list[Graded]
    kernels: str
    isolation: str
    seed: int
    passed_over: int = 0
    unsaved: str = ""

    @property
    def usable(self) -> int:
        """How many submissions were graded, and as a whole."""
        return sum(not (one.problem or one.missing) for one in self.graded)

    @property
    def missing(self) -> list[Graded]:
        """The submissions of which something could not be graded for no fault of the student."""
        return [one for one in self.graded if one.missing]


def grade(order: Order) -> Batch:
    """Grade as ordered; write gradebook and feedback as it goes.

    Raises QantarError for a bad order, before anything is graded.
    """
    handed = find_submissions(order.paths, order.place.names())
    refuse_bad(order)
    seed = secrets.randbelow(2**31) if order.seed is None else order.seed
    with (
        kept(order.out, order.resume) as book,
        folder_for(order.feedback),
        closing(Opening(order.hidden(), order.portable)) as opening,
    ):
        submissions = identified(order, handed)
        with closing(opening.kernels()) as kernels:
            book.how = (kernels.isolation, str(seed))
            desk = Desk(order.place, kernels, order.limits, seed, with_work=order.feedback is not None)
            graded, unsaved = recorded(order, submissions, desk, book)
    return Batch(graded, kernels.name, kernels.isolation, seed, len(handed) - len(graded), unsaved)


def identified(order: Order, handed: list[Handed]) -> list[Submission]:
    """Read all that was handed in, and give each the name and worksheet under which it stands in all results."""
    known = order.place.names()

    def one(handed: Handed) -> Submission:
        try:
            return opened(handed, known, order.worksheet)
        except Exception as error:
            return Submission(handed, handed.worksheet, fault=failure(error))

    return settled(in_threads(one, handed, order.jobs))


def recorded(order: Order, submissions: list[Submission], desk: Desk, book: Gradebook) -> tuple[list[Graded], str]:
    """Grade with a gradebook and feedback files; return the results, and why not all could be saved, if so."""
    letters = Letters(order.feedback, submissions) if order.feedback else None
    with progress(len(submissions)) as advance:

        def done(graded: Graded | None) -> None:
            if graded:
                book.add(graded)
            if graded and letters:
                letters.write(graded)
            advance()

        try:
            graded = grade_all(submissions, order.jobs, desk, book, done)
        except BaseException:
            book.save()
            raise
    try:
        book.save()
    except QantarError as error:
        return graded, str(error)
    return graded, ""


def grade_all(
    submissions: list[Submission], jobs: int, desk: Desk, book: Gradebook, done: Callable[[Graded | None], None]
) -> list[Graded]:
    """Grade, with several kernels at a time, those who are not in the gradebook yet.

    `done` is called with each result, and with None for who is in the gradebook.
    """
    stopped = Event()

    def one(submission: Submission) -> Graded | None:
        graded = None if book.holds(submission) else judged(submission, desk)
        if not stopped.is_set():
            done(graded)
        return graded

    def stop() -> None:
        stopped.set()  # what still runs loses its kernel now, and must not be recorded as failed
        desk.kernels.close()

    return [graded for graded in in_threads(one, submissions, jobs, stop) if graded]


def judged(submission: Submission, desk: Desk) -> Graded:
    """Grade one submission; if the grader itself fails on it, that stops neither the others nor counts as a mark."""
    try:
        return desk.grade(submission)
    except Exception as error:
        graded = Graded(submission.student, submission.worksheet or "", submission.handed.shown)
        return not_graded(graded, failure(error))


def failure(error: Exception) -> str:
    """Return what to say when the grader itself failed on a file."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"the grader failed on this file ({type(error).__name__} in {Path(where.filename).name}); report it."


def in_threads(
    work: Callable[[One], Made], ones: list[One], jobs: int, stop: Callable[[], None] = lambda: None
) -> list[Made]:
    """Do the work on each, several at a time; `stop` is called when it cannot be brought to an end."""
    pool = ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        return list(pool.map(work, ones))
    except BaseException:
        stop()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


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
