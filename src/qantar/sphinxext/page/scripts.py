"""A page loads the scripts that it has a use for, and is drawn before they run."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

AT_ONCE = "documentation_options.js"
"""The one file that the theme's inline scripts need before the page is drawn."""
USES: dict[str, tuple[str, ...]] = {
    "design-tabs": ("sd-tab",),
    "toggle": ("toggle", "dropdown"),
    "clipboard": ("literal_block",),
    "copybutton": ("literal_block",),
    "qantar-scroll": ("literal_block", "table"),
}
"""Part of a script's name (or of an inline script) → how a kind or class begins of which a page must hold a node."""
ON_SEARCH = ("doctools.js", "sphinx_highlight.js")
"""What the search page needs; a page that a search leads to loads them by `qantar-page.js`, to mark the words."""
WITHOUT_SERVER = 'if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;'


def setup(app: Sphinx) -> None:
    """Choose the scripts after every extension has added its own."""
    app.connect("html-page-context", search_without_server)
    app.connect("html-page-context", choose_scripts, priority=950)


def search_without_server(app: Sphinx, pagename: str, *_: object) -> None:
    """Leave out the excerpts where there is no server: Sphinx fetches each page for them, which a folder refuses."""
    if pagename == "search":
        app.add_js_file(None, body=WITHOUT_SERVER)


def choose_scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Drop the scripts that this page has no use for, and let it be drawn before the others run."""
    page, left_out = kinds_and_classes(doctree), () if pagename == "search" else ON_SEARCH
    files = (script for script in context["script_files"] if is_used(script, page))
    context["script_files"] = [one for one in files if not str(one.filename).endswith(left_out)]
    for script in context["script_files"]:
        # Borrowed: only who adds a script can say through `add_js_file` when it runs.
        if script.filename and not script.filename.endswith(AT_ONCE) and "async" not in script.attributes:
            script.attributes["defer"] = "defer"


def kinds_and_classes(doctree: nodes.document | None) -> set[str]:
    """Return the kinds and classes of a page's nodes; none for a page that is made by a template alone."""
    found = () if doctree is None else doctree.findall(nodes.Element)
    return {word for node in found for word in (node.tagname, *node.get("classes", ()))}


def is_used(script: Any, page: set[str]) -> bool:
    """Say whether a page of these kinds and classes has a use for a script; one not in `USES` is always of use."""
    name = str(script.filename or script.attributes.get("body", "")).lower()
    needs = [beginnings for part, beginnings in USES.items() if part in name]
    return all(any(word.startswith(beginnings) for word in page) for beginnings in needs)
