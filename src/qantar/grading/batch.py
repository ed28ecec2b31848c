"""Grade many submissions at once; one of them never stops another."""

import secrets
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import QantarError
from .desk import Desk
from .judge import Judge, with_judge
from .kernels import open_kernels
from .layout import Handed, find_submissions
from .marks import Graded
from .processes import Limits
from .release import Places

Done = Callable[[Graded], None]


@dataclass(frozen=True)
class Order:
    """What to grade and how; `seed` of None draws a fresh one."""

    paths: list[Path]
    place: Places
    worksheet: str | None = None
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    seed: int | None = None


@dataclass(frozen=True)
class Batch:
    """The result of a run: marks in the order of the submissions, the way kernels were run, and the seed."""

    graded: list[Graded]
    kernels: str
    seed: int

    @property
    def usable(self) -> int:
        """How many submissions could be graded."""
        return sum(not one.problem for one in self.graded)


def submissions(order: Order) -> list[Handed]:
    """Return what is to be graded; raise QantarError for paths or a worksheet that do not exist."""
    known = sorted(path.stem for path in order.place.solutions.glob("*.ipynb"))
    if order.worksheet and order.worksheet not in known:
        raise QantarError(f"There is no worksheet {order.worksheet!r}; there are {', '.join(known) or 'none'}.")
    return find_submissions(order.paths, known)


def grade(order: Order, handed: list[Handed], done: Done = lambda graded: None) -> Batch:
    """Grade submissions; `done` is called with each result as it comes. Raises QantarError for a bad solution."""
    seed = secrets.randbelow(2**31) if order.seed is None else order.seed

    def work(judge: Judge) -> Batch:
        kernels = open_kernels(order.limits)
        try:
            desk = Desk(order.place, judge, kernels, order.limits, seed, order.worksheet)
            graded = in_threads(desk, handed, order.jobs, done)
            return Batch([desk.settled(one) for one in graded], kernels.name, seed)
        finally:
            kernels.close()

    return with_judge(work)


def in_threads(desk: Desk, handed: list[Handed], jobs: int, done: Done) -> list[Graded]:
    """Grade with several kernels at a time."""

    def one(submission: Handed) -> Graded:
        graded = guarded(desk, submission)
        done(graded)
        return graded

    pool = ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        return list(pool.map(one, handed))
    except BaseException:
        desk.kernels.close()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def guarded(desk: Desk, submission: Handed) -> Graded:
    """Grade one submission; a fault of the grader itself is reported as such and does not stop the others."""
    try:
        return desk.grade(submission)
    except QantarError:
        raise
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"The grader failed on this file ({type(error).__name__} in {Path(where.filename).name}); report it."
        return Graded(submission.student, submission.worksheet or "", str(submission.path), problem=fault)
