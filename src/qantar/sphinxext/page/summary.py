"""Each page says in one sentence what it holds, for search engines and shared links."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx

from qantar.sphinxext.page.doors import PREVIEW, address

LENGTH = 155
"""Characters that search engines show."""


def setup(app: Sphinx) -> None:
    """Add the description when a page is written."""
    app.connect("html-page-context", add_description)


def add_description(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add `<meta name="description">`: the page's own, or its first paragraph, or the name of page and book."""
    # Written anew: in Sphinx's own text docutils' setting of the viewport stands before them, a second one on the page.
    tags = context["metatags"] = own_tags(doctree)
    if 'name="description"' in tags:
        return
    words = first_paragraph(doctree) or f"{context.get('title') or pagename.capitalize()} – {app.config.html_title}"
    text = textwrap.shorten(words, LENGTH, placeholder=" …")
    context["metatags"] = (
        f'{tags}\n<meta name="description" content="{escape(text)}" />{preview(app, pagename, context, text)}'
    )


def own_tags(doctree: nodes.document | None) -> str:
    """Return the meta elements that a page has of its own."""
    found = () if doctree is None else doctree.findall(nodes.meta)
    texts = (" ".join(f'{k}="{escape(v)}"' for k, v in node.non_default_attributes().items()) for node in found)
    return "".join(f"\n<meta {text} />" for text in texts)


def preview(app: Sphinx, pagename: str, context: dict[str, Any], text: str) -> str:
    """Return what a shared link shows: title and sentence, and where the book's address is set, place and picture."""
    shown = {"og:type": "article", "og:site_name": app.config.html_title, "og:title": context.get("title") or pagename}
    shown["og:description"] = text
    base = address(app)
    if base:
        shown |= {"og:url": urljoin(base, app.builder.get_target_uri(pagename)), "og:image": urljoin(base, PREVIEW)}
    # A title comes as HTML already.
    parts = ((name, value if name == "og:title" else escape(value)) for name, value in shown.items())
    return "".join(f'\n<meta property="{name}" content="{value}" />' for name, value in parts)


def first_paragraph(doctree: nodes.document | None) -> str:
    """Return the text of the first paragraph that is the page's own prose, or nothing."""
    if doctree is None:
        return ""
    prose = (p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, (nodes.section, nodes.document)))
    return next((p.astext() for p in prose), "")
