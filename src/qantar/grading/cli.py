"""The commands `qantar release` and `qantar grade`."""

import argparse
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Add both commands of this room to the command line."""
    add_release_parser(subparsers)


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
    from .execute import execute
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
    return 0
