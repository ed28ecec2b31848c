"""The command `qantar quiz`: write the self-check questions for a learning platform."""

from __future__ import annotations

import argparse
from pathlib import Path

from qantar.chapters import CHAPTERS
from qantar.cli.kinds import path
from qantar.errors import QantarError
from qantar.files import make_folder, write_text
from qantar.words import say


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add `quiz` to a command line; the parsed arguments carry `run(arguments) -> exit status`."""
    parser = subparsers.add_parser("quiz", help="write the self-check questions for Moodle or Canvas")
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="chapters (default: all)")
    parser.add_argument("--out", type=path, default=Path("_build/quiz"), help="folder to write to (_build/quiz)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write one file per chapter, `qantar-CHAPTER.xml`, and return 0."""
    from qantar.teaching.quiz import moodle_xml

    unknown = [name for name in arguments.chapters if name not in CHAPTERS]
    if unknown:
        raise QantarError(f"There is no chapter {unknown[0]!r}; there are {', '.join(CHAPTERS)}.")
    make_folder(arguments.out)
    for name in arguments.chapters or CHAPTERS:
        path = arguments.out / f"qantar-{name}.xml"
        write_text(path, moodle_xml(name))
        say(path)
    return 0
