"""The commands `qantar release` and `qantar grade`."""

import argparse
import os
from pathlib import Path
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Add both commands of this room to the command line."""
    add_release_parser(subparsers)
    add_grade_parser(subparsers)


def add_release_parser(subparsers: Any) -> None:
    """Add `qantar release`."""
    parser = subparsers.add_parser("release", help="make worksheets from solution notebooks")
    parser.add_argument("names", nargs="*", metavar="NAME", help="worksheets, such as causes; all if none is named")
    parser.add_argument("--check", action="store_true", help="only say what is stale; exit status 1 if anything is")
    parser.add_argument("--execute", action="store_true", help="first run the solution and store its outputs")
    parser.add_argument("--solutions", metavar="DIR", help="folder of solution notebooks (exercises/solutions)")
    parser.set_defaults(run=run_release)


def run_release(options: argparse.Namespace) -> int:
    """Make worksheets, or say which are stale."""
    from .execute import execute, has_feedback
    from .release import is_stale, names_in, places, release

    place = places(options.solutions)
    names = names_in(place, options.names)
    if options.check:
        stale = [name for name in names if is_stale(name, place)]
        for name in stale:
            print(f"{name} is stale: run `qantar release {name}`.")
        return 1 if stale else 0
    for name in names:
        if options.execute:
            execute(place.solution(name))
        print(*release(name, place), sep="\n")
        if options.execute and has_feedback(place.solution(name)):
            execute(place.solution(name))
    return 0


def add_grade_parser(subparsers: Any) -> None:
    """Add `qantar grade`."""
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
    parser.add_argument("--portable", action="store_true", help="one process per submission, no fork server")
    parser.set_defaults(run=run_grade)


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


def run_grade(options: argparse.Namespace) -> int:
    """Grade; print tables or JSON; return 0, or 2 when nothing could be graded."""
    from .grade import grade

    return grade(options)
