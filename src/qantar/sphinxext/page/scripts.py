"""A page loads the scripts that it has a use for, and is drawn before they run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

Use = Callable[[nodes.document], bool]
AT_ONCE = "documentation_options.js"
"""The one file that the theme's inline scripts need before the page is drawn."""


def has_class(*words: str) -> Use:
    """Return a question to a page: does an element of it have a class with one of these beginnings?"""
    return lambda page: any(
        name.startswith(words) for node in page.findall(nodes.Element) for name in node.get("classes", ())
    )


def has(*kinds: type[nodes.Element]) -> Use:
    """Return a question to a page: does it hold a node of one of these kinds?"""
    return lambda page: any(isinstance(node, kinds) for node in page.findall(nodes.Element))


USES: dict[str, Use] = {
    "design-tabs": has_class("sd-tab"),
    "toggle": has_class("toggle", "dropdown"),
    "clipboard": has(nodes.literal_block),
    "copybutton": has(nodes.literal_block),
    "qantar-scroll": has(nodes.literal_block, nodes.table),
}
"""Part of a script's name (or of an inline script) → what a page must hold for it to be of use."""


def setup(app: Sphinx) -> None:
    """Choose the scripts after every extension has added its own."""
    app.connect("html-page-context", choose_scripts, priority=950)


def choose_scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Drop the scripts that this page has no use for, and let it be drawn before the others run."""
    page = doctree if doctree is not None else nodes.Element()
    context["script_files"] = [script for script in context["script_files"] if is_used(script, page)]
    for script in context["script_files"]:
        # Borrowed, since `add_js_file` is called by the owner of a script only: the entry's inner attributes.
        if script.filename and not script.filename.endswith(AT_ONCE) and "async" not in script.attributes:
            script.attributes["defer"] = "defer"


def is_used(script: Any, page: nodes.document) -> bool:
    """Say whether a page has a use for a script; one that `USES` does not name is always of use."""
    name = str(script.filename or script.attributes.get("body", "")).lower()
    return all(use(page) for part, use in USES.items() if part in name)
