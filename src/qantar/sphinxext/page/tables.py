"""The empty corner of a table is a plain cell: an empty header is read out as a header of nothing."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

EMPTY, PLAIN = "<th></th>", "<td></td>"
"""What pandas writes above the names of rows, and what stands there instead."""


def setup(app: Sphinx) -> None:
    """Mend tables when pages are written."""
    app.add_post_transform(PlainCorners)


class PlainCorners(SphinxPostTransform):
    """Make empty headers plain cells, in tables of the text and in those that notebooks print."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Rewrite both kinds of tables."""
        for head in self.document.findall(nodes.thead):
            for entry in list(head.findall(nodes.entry)):
                if not entry.astext().strip():
                    entry.replace_self(nodes.raw("", '<td class="head"></td>\n', format="html"))
        for raw in list(self.document.findall(nodes.raw)):
            if EMPTY in raw.astext():
                raw.replace_self(nodes.raw("", raw.astext().replace(EMPTY, PLAIN), **raw.attributes))
