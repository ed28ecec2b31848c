"""One style sheet for the whole book, of the rules it uses, in place of a dozen with everything a theme can do."""

from __future__ import annotations

import posixpath
import re
import zlib
from pathlib import Path

from sphinx.application import Sphinx

from qantar.sphinxext.css import pruned, without_unused_properties, words_of_pages, words_of_scripts

BUNDLE = "qantar-book.css"
OWN = "qantar"
"""Sheets of the book itself are taken whole: their rules also serve what Vega draws."""
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


def with_one_sheet(page: str) -> str:
    """Return the page with one link, to the book's sheet, where its first link to a style sheet was."""
    links = list(_LINK.finditer(page))
    if not links:
        return page
    # The address changes when one of the parts does: their addresses carry checksums.
    version = zlib.crc32("".join(link.group().replace("../", "") for link in links).encode())
    one = f'\n    <link rel="stylesheet" href="{links[0].group(1)}{BUNDLE}?v={version:08x}" />'
    return page[: links[0].start()] + one + _LINK.sub("", page[links[0].end() :])


def write_bundle(app: Sphinx, error: Exception | None) -> None:
    """Write the book's sheet from the sheets that its pages would have linked to."""
    sheets = getattr(getattr(app.builder, "templates", None), "sheets", {})
    if error or not sheets:
        return
    folder, static = Path(app.outdir), Path(app.outdir) / "_static"
    pages = [path.read_text(encoding="utf-8") for path in folder.rglob("*.html")]
    scripts = {name for page in pages for name in _SCRIPT.findall(page)}
    words = words_of_pages(pages) | words_of_scripts((static / name).read_text(encoding="utf-8") for name in scripts)
    parts = (whole(static, name) if name.startswith(OWN) else pruned(whole(static, name), words) for name in sheets)
    (static / BUNDLE).write_text(without_unused_properties("\n".join(parts), words), encoding="utf-8")


def whole(static: Path, name: str) -> str:
    """Return a style sheet with its imports in place and its addresses relative to the folder of static files."""
    text = (static / name).read_text(encoding="utf-8")
    here = posixpath.dirname(name)
    text = _URL.sub(lambda found: f"url({posixpath.normpath(posixpath.join(here, found.group(2)))})", text)
    return _IMPORT.sub(lambda found: whole(static, posixpath.normpath(posixpath.join(here, found.group(1)))), text)
