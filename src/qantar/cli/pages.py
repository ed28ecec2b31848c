"""The command `qantar pages`: write the reference pages and those for teachers, or tell which are stale."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from qantar.cli.kinds import path
from qantar.errors import QantarError
from qantar.files import write_text
from qantar.words import say

FOLDER = Path("book/reference")


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add `pages` to a command line; the parsed arguments carry `run(arguments) -> exit status`."""
    parser = subparsers.add_parser("pages", help="write the generated pages from the ledgers and worksheets")
    parser.add_argument("--check", action="store_true", help="write nothing; name the pages that are stale")
    parser.add_argument("--folder", type=path, default=FOLDER, help=f"folder of the pages (default: {FOLDER})")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the stale pages and return 0; with `--check` name them and return 1 when there are any."""
    if not arguments.folder.is_dir():
        raise QantarError(f"There is no folder {arguments.folder}; run the command in the project's folder.")
    late = stale(arguments.folder)
    if not arguments.check:
        for path, text in late.items():
            path.parent.mkdir(exist_ok=True)
            write_text(path, text)
    for path in late:
        say(f"{path} is stale; run: qantar pages" if arguments.check else f"Wrote {path}.")
    if not late:
        print("All generated pages are up to date.")
    return 1 if late and arguments.check else 0


def texts() -> dict[str, str]:
    """Return the text of every generated file by its name, relative to the folder of the pages."""
    from qantar.chapters import CHAPTERS
    from qantar.reference import (
        bibliography,
        claims,
        corrections,
        dictionary,
        facts,
        glossary,
        people,
        searches,
        sources,
        timeline,
    )
    from qantar.teaching import handouts, landing, notes, objectives, rubrics

    return {
        "facts.md": facts.facts_page(),
        "claims.md": claims.claims_page(),
        "timeline.md": timeline.timeline_page(),
        "sources.md": sources.sources_page(),
        "people.md": people.people_page(),
        "glossary.md": glossary.glossary_page(),
        "data.md": dictionary.data_page(),
        "corrections.md": corrections.corrections_page(),
        "searches.md": searches.searches_page(),
        "bibliography.md": bibliography.bibliography_page(),
        bibliography.BIB: bibliography.references(),
        "../teaching/objectives.md": objectives.objectives_page(),
        "../teaching/notes.md": notes.notes_page(),
        "../teaching/rubrics.md": rubrics.rubrics_page(),
        "../teaching/handouts.md": handouts.index_page(),
        **{f"../teaching/sheet-{name}.md": handouts.sheet(name) for name in CHAPTERS},
        f"../../{landing.NAME}": landing.landing_notebook(),
    }


def stale(folder: Path) -> dict[Path, str]:
    """Return the pages whose file is missing or differs from what the ledgers give, with the text they should have."""
    files = {Path(os.path.normpath(folder / name)): text for name, text in texts().items()}
    return {path: text for path, text in files.items() if not path.is_file() or path.read_bytes() != text.encode()}
