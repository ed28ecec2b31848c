"""Each page says in one sentence what it holds, for search engines and shared links."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

LENGTH = 155
"""Characters that search engines show."""


def setup(app: Sphinx) -> None:
    """Add the description when a page is written."""
    app.connect("html-page-context", add_description)


def add_description(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add `<meta name="description">`: the page's own, or its first paragraph, or the name of page and book."""
    tags = context.get("metatags", "")
    if 'name="description"' in tags:
        return
    words = first_paragraph(doctree) or f"{context.get('title') or pagename.capitalize()} – {app.config.html_title}"
    text = textwrap.shorten(words, LENGTH, placeholder=" …")
    context["metatags"] = f'{tags}\n<meta name="description" content="{escape(text)}" />'


def first_paragraph(doctree: nodes.document | None) -> str:
    """Return the text of the first paragraph that is the page's own prose, or nothing."""
    if doctree is None:
        return ""
    prose = (p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, (nodes.section, nodes.document)))
    return next((p.astext() for p in prose), "")
