"""The command `qantar grade`."""

import argparse
import os
from pathlib import Path

from qantar.errors import QantarError


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add `grade` to a command line; the parsed arguments carry `run(arguments) -> exit status`."""
    parser = subparsers.add_parser("grade", help="grade worksheets")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="notebooks, or folders of them")
    parser.add_argument("--worksheet", metavar="NAME", help="the worksheet, for notebooks that do not say which")
    parser.add_argument("--jobs", type=whole, default=os.cpu_count() or 1, metavar="N", help="kernels at a time")
    parser.add_argument("--timeout", type=seconds, default=20.0, metavar="S", help="seconds for one cell (20)")
    parser.add_argument("--memory", type=whole, default=1024, metavar="MB", help="memory for one student's code (1024)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write a gradebook (CSV)")
    parser.add_argument("--resume", action="store_true", help="leave out those who are in --out already")
    parser.add_argument("--feedback", type=Path, metavar="DIR", help="write one Markdown file per submission")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--seed", type=int, metavar="N", help="seed of the hidden inputs (drawn afresh)")
    parser.add_argument("--solutions", metavar="DIR", help="folder of solution notebooks (exercises/solutions)")
    parser.add_argument("--portable", action="store_true", help="grade without isolation, on any system")
    parser.set_defaults(run=run)


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
    """Grade; print tables or JSON; return 0. Raises QantarError when nothing could be graded."""
    from qantar.grading.course.grade import grade
    from qantar.grading.course.order import Order
    from qantar.grading.sandbox.limits import Limits
    from qantar.grading.worksheets.release import places

    batch = grade(
        Order(
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
    )
    from qantar.grading.course.report import json_text, print_report

    if options.json:
        print(json_text(batch))
    else:
        print_report(batch)
    if not batch.usable and not batch.passed_over:
        raise QantarError("Nothing could be graded; the reasons stand above.")
    return 0
