"""The question that a page opens with, and its short answer, stand out from the text that follows."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

CLASSES = (["q-lead", "q-label"], ["q-answer", "q-label"])
"""Of the first labelled paragraph under a page's title, and of the second."""


def setup(app: Sphinx) -> None:
    """Mark the paragraphs when pages are read."""
    app.add_transform(MarkOpening)


class MarkOpening(SphinxTransform):
    """Give classes to "**The question.** …" and "**An answer to expect.** …" directly under the title."""

    default_priority = 700

    def apply(self) -> None:
        """Mark the first two paragraphs that begin with a label, before the first section."""
        title = next(iter(self.document.findall(nodes.title)), None)
        if title is None:
            return
        labelled = [node for node in title.parent if isinstance(node, nodes.paragraph) and has_label(node)]
        for paragraph, classes in zip(labelled, CLASSES, strict=False):
            paragraph["classes"] += classes


def has_label(paragraph: nodes.paragraph) -> bool:
    """Say whether a paragraph begins with bold words that end in a full stop and go on in plain ones."""
    parts = [part for part in paragraph if part.astext()]  # MyST puts an empty text before the bold one
    first = parts[0] if len(parts) > 1 else None
    return isinstance(first, nodes.strong) and first.astext().endswith(".")
