"""Plain Markdown links to a record, `facts.md#deaths-official-final`, reach explicit targets, not only headings.

MyST resolves `page.md#name` among the slugs of the page's headings. A ledger page gives each record an explicit
target, whose address must not depend on the wording of a heading.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Add the targets when a page has been read."""
    app.connect("doctree-read", add_targets)


def add_targets(app: Sphinx, document: nodes.document) -> None:
    """Add the page's explicit targets to the slugs that MyST looks up."""
    slugs = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for name, node_id in document.nameids.items():
        if node_id and document.nametypes.get(name):
            slugs.setdefault(name, (0, node_id, name))
