"""The command `qantar pages`: write the reference pages and those for teachers, or tell which are stale."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from qantar.errors import QantarError

FOLDER = Path("book/reference")


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add `pages` to a command line; the parsed arguments carry `run(arguments) -> exit status`."""
    parser = subparsers.add_parser("pages", help="write the generated pages from the ledgers and worksheets")
    parser.add_argument("--check", action="store_true", help="write nothing; name the pages that are stale")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"folder of the pages (default: {FOLDER})")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the stale pages and return 0; with `--check` name them and return 1 when there are any."""
    if not arguments.folder.is_dir():
        raise QantarError(f"There is no folder {arguments.folder}; run the command in the project's folder.")
    late = stale(arguments.folder)
    if not arguments.check:
        for path, text in late.items():
            _write(path, text)
    for path in late:
        print(f"{path} is stale; run: qantar pages" if arguments.check else f"Wrote {path}.", file=sys.stdout)
    if not late:
        print("All generated pages are up to date.")
    return 1 if late and arguments.check else 0


def texts() -> dict[str, str]:
    """Return the text of every generated file by its name, relative to the folder of the pages."""
    from qantar.reference.bibliography import BIB, bibliography_page, references
    from qantar.reference.claims import claims_page
    from qantar.reference.corrections import corrections_page
    from qantar.reference.dictionary import data_page
    from qantar.reference.facts import facts_page
    from qantar.reference.glossary import glossary_page
    from qantar.reference.people import people_page
    from qantar.reference.searches import searches_page
    from qantar.reference.sources import sources_page
    from qantar.reference.timeline import timeline_page
    from qantar.teaching.landing import NAME as LANDING
    from qantar.teaching.landing import landing_notebook

    return {
        "facts.md": facts_page(),
        "claims.md": claims_page(),
        "timeline.md": timeline_page(),
        "sources.md": sources_page(),
        "people.md": people_page(),
        "glossary.md": glossary_page(),
        "data.md": data_page(),
        "corrections.md": corrections_page(),
        "searches.md": searches_page(),
        "bibliography.md": bibliography_page(),
        BIB: references(),
        **{f"../teaching/{name}": text for name, text in teaching_texts().items()},
        f"../../{LANDING}": landing_notebook(),
    }


def teaching_texts() -> dict[str, str]:
    """Return the text of every generated page for teachers by its name."""
    from qantar.chapters import CHAPTERS
    from qantar.teaching.handouts import index_page, sheet
    from qantar.teaching.notes import notes_page
    from qantar.teaching.objectives import objectives_page
    from qantar.teaching.rubrics import rubrics_page

    pages = {"objectives.md": objectives_page(), "notes.md": notes_page(), "rubrics.md": rubrics_page()}
    return pages | {"handouts.md": index_page()} | {f"sheet-{name}.md": sheet(name) for name in CHAPTERS}


def stale(folder: Path) -> dict[Path, str]:
    """Return the pages whose file is missing or differs from what the ledgers give, with the text they should have."""
    files = {Path(os.path.normpath(folder / name)): text for name, text in texts().items()}
    return {path: text for path, text in files.items() if not _same(path, text)}


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode("utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8", newline="\n")
    os.replace(draft, path)
