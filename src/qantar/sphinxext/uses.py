"""A page loads the files of Sphinx's extensions only when it holds what they are for."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

CODE, NEVER = '<div class="highlight', r"(?!)"
FOLDED = r'class="[^"]*\b(toggle|dropdown)\b'
USES: dict[str, str] = {
    "thebe": NEVER,
    "sphinx-design": r'class="[^"]*\bsd-',
    "design-tabs": r'class="[^"]*\bsd-tab',
    "toggle": FOLDED,
    "clipboard": CODE,
    "copybutton": CODE,
    "pygments": CODE,
    "mystnb": r'class="cell\b',
}
"""Part of a file's name (or of an inline script) → what a page's body must hold for it to be of use."""


def setup(app: Sphinx) -> None:
    """Choose the files after every extension has added its own."""
    app.connect("html-page-context", drop_unused_files, priority=950)


def drop_unused_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Drop the scripts and style sheets that this page's body has no use for."""
    body = context.get("body", "")
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if _is_used(file, body)]


def _is_used(file: Any, body: str) -> bool:
    name = str(getattr(file, "filename", None) or getattr(file, "attributes", {}).get("body") or "")
    return all(re.search(use, body) for part, use in USES.items() if part.lower() in name.lower())
