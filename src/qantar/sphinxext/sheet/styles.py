"""One style sheet for the whole book, of the rules it uses, in place of a dozen with everything a theme can do."""

from __future__ import annotations

import posixpath
import re
import zlib
from pathlib import Path

from sphinx.application import Sphinx

from qantar.sphinxext.sheet.css import pruned, without_unused_properties, words_of_pages, words_of_scripts

BUNDLE = "qantar-book.css"
OWN = "qantar"
"""Sheets of the book itself keep all rules: they also serve what Vega draws."""
_LINK = re.compile(r'\s*<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="((?:\.\./)*_static/)([^"?]+)[^>]*>')
_IMPORT = re.compile(r'@import\s+(?:url\()?"([^"]+)"\)?\s*;')
_SCRIPT = re.compile(r'<script\b[^>]*\bsrc="(?:\.\./)*_static/([^"?]+)')
_URL = re.compile(r"url\(\s*(?!['\"]?(?:data:|[a-z]+://|/|#))(['\"]?)([^)'\"]+)\1\s*\)")


def setup(app: Sphinx) -> None:
    """Write the sheet when all pages are written, and the sheets that extensions write at the very end."""
    app.connect("build-finished", write_bundle, priority=900)


def sheets_of(page: str) -> list[str]:
    """Return the style sheets that a page links to, in order, relative to the folder of static files."""
    return [link.group(2) for link in _LINK.finditer(page)]


def with_one_sheet(page: str, version: str) -> str:
    """Return the page with one link, to that version of the book's sheet, where its first link to a sheet was."""
    links = list(_LINK.finditer(page))
    if not links:
        return page
    one = f'\n    <link rel="stylesheet" href="{links[0].group(1)}{BUNDLE}?v={version}" />'
    return page[: links[0].start()] + one + _LINK.sub("", page[links[0].end() :])


def write_bundle(app: Sphinx, error: Exception | None) -> None:
    """Write the book's sheet from the sheets that its pages link to, and have the pages link to this one instead."""
    if error or app.builder.format != "html":
        return
    folder, static = Path(app.outdir), Path(app.outdir) / "_static"
    # In the order of their names, so that the sheets have one order: it decides between rules.
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))}
    sheets = dict.fromkeys(name for page in pages.values() for name in sheets_of(page) if name != BUNDLE)
    if not sheets:
        return  # no page was written again
    scripts = {name for page in pages.values() for name in _SCRIPT.findall(page)}
    used = words_of_pages(pages.values()) | words_of_scripts((static / name).read_text("utf-8") for name in scripts)
    parts = ((name, whole(static, name)) for name in sheets)
    lean = (without_comments(part) if name.startswith(OWN) else pruned(part, used) for name, part in parts)
    sheet = without_unused_properties("\n".join(lean), used)
    (static / BUNDLE).write_text(sheet, encoding="utf-8")
    version = f"{zlib.crc32(sheet.encode()):08x}"  # a browser that has kept an older sheet asks for the new one
    for path, page in pages.items():
        path.write_text(with_one_sheet(page, version), encoding="utf-8")


def without_comments(sheet: str) -> str:
    """Return one of the book's own style sheets without its comments."""
    return re.sub(r"/\*.*?\*/\s*", "", sheet, flags=re.DOTALL)


def whole(static: Path, name: str) -> str:
    """Return a style sheet with its imports in place and its addresses relative to the folder of static files."""
    text = (static / name).read_text(encoding="utf-8")
    here = posixpath.dirname(name)
    text = _URL.sub(lambda found: f"url({posixpath.normpath(posixpath.join(here, found.group(2)))})", text)
    return _IMPORT.sub(lambda found: whole(static, posixpath.normpath(posixpath.join(here, found.group(1)))), text)
