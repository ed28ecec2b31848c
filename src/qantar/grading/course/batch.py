"""Grade many submissions at once; one of them never stops another."""

import secrets
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from qantar.errors import QantarError
from qantar.grading.course.order import Order
from qantar.grading.marking.desk import Desk
from qantar.grading.marking.judge import Judge, with_judge
from qantar.grading.marking.layout import Handed
from qantar.grading.marking.marks import Graded
from qantar.grading.sandbox.kernels import Opening

Done = Callable[[Graded], None]


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


def grade_all(order: Order, handed: list[Handed], opening: Opening, done: Done = lambda graded: None) -> Batch:
    """Grade submissions; `done` is called with each result. Raises QantarError for a bad solution."""
    seed = secrets.randbelow(2**31) if order.seed is None else order.seed

    def work(judge: Judge) -> Batch:
        kernels = opening.kernels()
        try:
            desk = Desk(order.place, judge, kernels, order.limits, seed, order.worksheet)
            return Batch(in_threads(desk, handed, order.jobs, done), kernels.name, seed)
        finally:
            kernels.close()

    return with_judge(work)


def in_threads(desk: Desk, handed: list[Handed], jobs: int, done: Done) -> list[Graded]:
    """Grade with several kernels at a time; those of unknown worksheet are settled when all others are known."""

    stopped = Event()

    def one(submission: Handed) -> Graded:
        graded = guarded(desk, submission)
        if graded.marks and not stopped.is_set():
            done(graded)
        return graded

    pool = ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        graded = list(pool.map(one, handed))
    except BaseException:
        stopped.set()  # what still runs loses its kernel now, and must not be recorded as failed
        desk.kernels.close()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    settled = [desk.settled(result) for result in graded]
    for before, result in zip(graded, settled, strict=True):
        if not before.marks:
            done(result)
    return settled


def guarded(desk: Desk, submission: Handed) -> Graded:
    """Grade one submission; a fault of the grader itself is reported as such and does not stop the others."""
    try:
        return desk.grade(submission)
    except QantarError:
        raise
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"The grader failed on this file ({type(error).__name__} in {Path(where.filename).name}); report it."
        return Graded(submission.student, submission.worksheet or "", submission.shown, problem=fault)
