"""The command `qantar grade`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qantar.cli.kinds import path
from qantar.errors import QantarError
from qantar.words import say

if TYPE_CHECKING:
    from qantar.grading.course.order import Order


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add `grade` to a command line; the parsed arguments carry `run(arguments) -> exit status`."""
    parser = subparsers.add_parser("grade", help="grade worksheets")
    parser.add_argument("paths", nargs="+", type=path, metavar="PATH", help="notebooks, or folders of them")
    parser.add_argument("--worksheet", metavar="NAME", help="the worksheet, for notebooks that do not say which")
    parser.add_argument("--jobs", type=whole, default=os.cpu_count() or 1, metavar="N", help="kernels at a time")
    parser.add_argument("--timeout", type=seconds, default=20.0, metavar="S", help="seconds for one cell (20)")
    parser.add_argument("--memory", type=whole, default=1024, metavar="MB", help="memory for one student's code (1024)")
    parser.add_argument("--out", type=path, metavar="FILE", help="write a new gradebook (CSV)")
    parser.add_argument("--resume", action="store_true", help="go on with the gradebook in --out: grade who is missing")
    parser.add_argument("--feedback", type=path, metavar="DIR", help="write one Markdown file per submission")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--seed", type=seed, metavar="N", help="seed of the hidden inputs (drawn afresh)")
    parser.add_argument("--solutions", type=path, metavar="DIR", help="folder of solutions (exercises/solutions)")
    parser.add_argument("--portable", action="store_true", help="grade without isolation, on any system")
    parser.set_defaults(run=run)


def seed(text: str) -> int:
    """Return a whole number that may be 0."""
    return 0 if text == "0" else whole(text)


def whole(text: str) -> int:
    """Return a whole number of at least one."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return int(text)


def seconds(text: str) -> float:
    """Return a number of seconds above zero."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds between 0 and a day")
    return value


def run(options: argparse.Namespace) -> int:
    """Grade; print tables or JSON; return 0, or 1 when something could not be graded for no fault of the student.

    Raises QantarError when nothing could be graded, or when the gradebook could not be saved.
    """
    from qantar.grading.course.grade import grade
    from qantar.grading.course.report import json_text, print_report

    with ended_like_interrupted():
        batch = grade(order_of(options))
    if options.json:
        print(json_text(batch))
    else:
        print_report(batch)
    if batch.unsaved:
        raise QantarError(batch.unsaved)
    if not batch.passed_over and not any(one.has_marks for one in batch.graded):
        raise QantarError("Nothing could be graded; the reasons stand above.")
    if batch.missing:
        say(f"Not graded, for no fault of the student: {len(batch.missing)}; the reasons stand above.", sys.stderr)
    return 1 if batch.missing else 0


def order_of(options: argparse.Namespace) -> Order:
    """Return what is ordered by the words of a command."""
    from qantar.grading.course.order import Order
    from qantar.grading.sandbox.limits import Limits
    from qantar.grading.worksheets.release import places

    return Order(
        paths=options.paths,
        place=places(options.solutions),
        worksheet=options.worksheet,
        jobs=options.jobs,
        limits=Limits(options.timeout, options.memory),
        seed=options.seed,
        portable=options.portable,
        out=options.out,
        resume=options.resume,
        feedback=options.feedback,
    )


@contextmanager
def ended_like_interrupted() -> Iterator[None]:
    """Have a request to end, or a terminal that closes, save what is graded, as Ctrl-C does."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    asked = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, interrupt) for number in asked}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
