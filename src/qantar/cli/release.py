"""The command `qantar release`: make worksheets from solution notebooks."""

import argparse

from qantar.cli.kinds import path
from qantar.words import say


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add `release` to a command line; the parsed arguments carry `run(arguments) -> exit status`."""
    parser = subparsers.add_parser("release", help="make worksheets from solution notebooks")
    parser.add_argument("names", nargs="*", metavar="NAME", help="worksheets, such as causes; all if none is named")
    parser.add_argument("--check", action="store_true", help="only say what is stale; exit status 1 if anything is")
    parser.add_argument("--execute", action="store_true", help="first run the solution and store its outputs")
    parser.add_argument("--solutions", type=path, metavar="DIR", help="folder of solutions (exercises/solutions)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make worksheets, or say which are stale."""
    from qantar.grading.marking.mistakes import lines_of_mistakes
    from qantar.grading.worksheets.execute import execute
    from qantar.grading.worksheets.release import is_stale, names_in, places, release
    from qantar.grading.worksheets.solution import read_solution

    place = places(options.solutions)
    names = names_in(place, options.names)
    if options.check:
        stale = [name for name in names if is_stale(name, place)]
        for name in stale:
            say(f"{name} is stale: run `qantar release {name}`.")
        return 1 if stale else 0
    for name in names:
        if options.execute:
            execute(place.solution(name))
        for written in release(name, place, lines_of_mistakes):
            say(written)
        if options.execute and read_solution(place.solution(name)).of_role("feedback"):
            execute(place.solution(name))  # what `check` says depends on the check file
    return 0
