"""The record for machines: one JSON-LD file and the tables at the book's root, and in a page what it shows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from qantar.data import describe, tables
from qantar.data.descriptor import FOLDER
from qantar.files import write_text
from qantar.reference import linked
from qantar.sphinxext.page.doors import address
from qantar.teaching.lessons import course


def setup(app: Sphinx) -> None:
    """Write file and tables at the end, and a page's own part when the page is written, after its description."""
    app.connect("html-page-context", add_part, priority=600)
    app.connect("build-finished", write_record)


def add_part(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add what the page shows as `<script type="application/ld+json">` to its head."""
    part = document(pagename, address(app) or "../../")
    if part:
        # A "<" inside a text must not end the script.
        text = json.dumps(part, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        context["metatags"] += f'\n<script type="application/ld+json">{text}</script>'


def document(pagename: str, base: str) -> dict | None:
    """Return the part of the record that a page shows, by the page's name, or None."""
    if pagename == "book/teaching/index":
        return course(base)
    folder, _, name = pagename.rpartition("/")
    return linked.page_graph(name, base) if folder == "book/reference" else None


def write_record(app: Sphinx, error: Exception | None) -> None:
    """Write `record.jsonld` and the folder of the tables."""
    if error or app.builder.format != "html" or not Path(app.srcdir, "book", "reference").is_dir():
        return
    root = Path(app.outdir)
    record = json.dumps(linked.graph(address(app)), ensure_ascii=False, separators=(",", ":"))
    write_text(root / linked.FILE, record + "\n")
    (root / linked.TABLES).mkdir(exist_ok=True)
    for name in tables():
        path = describe(name)["path"]
        shutil.copyfile(FOLDER / path, root / linked.TABLES / path)
