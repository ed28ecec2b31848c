"""A page loads the scripts of Sphinx's extensions only when it holds what they are for."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

CODE, NEVER = '<div class="highlight', r"(?!)"
FOLDED = r'class="[^"]*\b(toggle|dropdown)\b'
USES: dict[str, str] = {
    "thebe": NEVER,
    "design-tabs": r'class="[^"]*\bsd-tab',
    "toggle": FOLDED,
    "clipboard": CODE,
    "copybutton": CODE,
}
"""Part of a script's name (or of an inline script) → what a page's body must hold for it to be of use."""


def setup(app: Sphinx) -> None:
    """Choose the scripts after every extension has added its own."""
    app.connect("html-page-context", drop_unused_scripts, priority=950)


def drop_unused_scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Drop the scripts that this page's body has no use for."""
    body = context.get("body", "")
    context["script_files"] = [script for script in context["script_files"] if _is_used(script, body)]


def _is_used(script: Any, body: str) -> bool:
    name = str(getattr(script, "filename", None) or getattr(script, "attributes", {}).get("body") or "")
    return all(re.search(use, body) for part, use in USES.items() if part.lower() in name.lower())
