"""A numbered bibliography becomes a numbered list, which a screen reader can tell and which can still be cited.

Docutils gives the list of citations that sphinxcontrib-bibtex makes the role of a list without items, and its entries
a role that is no longer in use. A list of that extension's own kinds "bullet" and "enumerated" cannot be cited.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform


def setup(app: Sphinx) -> None:
    """Rewrite bibliographies when pages are written."""
    app.add_post_transform(NumberedBibliography)


class NumberedBibliography(SphinxPostTransform):
    """Turn a block of citations labelled 1, 2, 3 and so on into a numbered list with the same addresses."""

    # The extension makes the citations at 5; references to them need only their ids.
    default_priority = 6
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Rewrite each block whose labels are the numbers of a list; others, with names as labels, stay."""
        for block in list(self.document.findall(nodes.container)):
            labels = [one[0].astext() for one in block if isinstance(one, nodes.citation)]
            if labels and labels == [str(number) for number in range(1, len(block) + 1)]:
                block.replace_self(_numbered(block))


def _numbered(block: nodes.container) -> nodes.enumerated_list:
    items = [nodes.list_item("", *one[1:], ids=one["ids"]) for one in block]
    return nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")
