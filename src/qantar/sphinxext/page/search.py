"""The search page also works in a folder opened by a double click."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

WITHOUT_SERVER = 'if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;'


def setup(app: Sphinx) -> None:
    """Add the script when the search page is written."""
    app.connect("html-page-context", search_without_server)


def search_without_server(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Leave out the excerpts where there is no server: Sphinx fetches each page for them, which a folder refuses."""
    if pagename == "search":
        app.add_js_file(None, body=WITHOUT_SERVER)
