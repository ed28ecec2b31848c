"""The command `qantar facts check`."""

from __future__ import annotations

import argparse
from pathlib import Path

from qantar.cli.kinds import path
from qantar.errors import QantarError
from qantar.words import say


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add `facts check` to a command line; the parsed arguments carry `run(arguments) -> exit status`."""
    parser = subparsers.add_parser("facts", help="check that numbers and links in the prose agree with the ledgers")
    actions = parser.add_subparsers(dest="action", required=True)
    check = actions.add_parser("check", help="name each unlinked number and each link that disagrees")
    check.add_argument("files", nargs="*", type=path, help="notebooks or pages (default: those of the folder book)")
    check.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the problems of the files and of the derived facts; return 1 when there are any, else 0."""
    from qantar.facts.check import problems
    from qantar.facts.derived import disagreements

    files = arguments.files or pages(Path("book"))
    found = [problem for file in files for problem in problems(file)] + disagreements()
    for problem in found:
        say(problem)
    looked_at = ", ".join(str(file) for file in files)
    say(f"Problems: {len(found)}." if found else f"Agree with the ledgers: {looked_at}.")
    return 1 if found else 0


def pages(folder: Path) -> list[Path]:
    """Return the chapters and the first page: what stands directly in the book's folder."""
    files = sorted([*folder.glob("*.ipynb"), *folder.glob("*.md")])
    if not files:
        raise QantarError(f"There are no pages in {folder}; run the command in the project's folder, or name files.")
    return files
