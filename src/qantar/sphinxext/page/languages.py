"""Words in Cyrillic letters are marked as Kazakh or Russian, so that a screen reader says them in the right voice.

The source of a page stays plain Markdown. What the text itself says wins ("Kazakh *…*, Russian *…*", or the pair
"*…*; *…*" in this order); then letters that Russian does not have; then the forms that the ledgers hold as Kazakh;
anything else is Russian.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from qantar.data import load

LETTER = "[\u0400-\u04ff]"
CYRILLIC = re.compile(rf"{LETTER}+(?:[ .«»()’-]+{LETTER}+)*")
KAZAKH_LETTERS = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
NOT_PROSE = (nodes.raw, nodes.literal_block, nodes.comment, nodes.math, nodes.math_block)
LEDGERS = {"glossary": "kazakh", "people": "name_kk", "names": "kazakh"}


def setup(app: Sphinx) -> None:
    """Mark the words when pages are written."""
    app.add_post_transform(MarkLanguages)


class MarkLanguages(SphinxPostTransform):
    """Wrap each run of Cyrillic words; docutils turns the class into a `lang` attribute."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Rewrite every text of the document that holds such words."""
        for text in list(self.document.findall(nodes.Text)):
            if CYRILLIC.search(text) and not isinstance(text.parent, NOT_PROSE):
                text.parent.replace(text, list(marked(text, before(text))))


def marked(text: str, said: str) -> list[nodes.Node]:
    """Return a text in parts, the Cyrillic ones marked; `said` is what stands before it in the sentence."""
    parts, place = [], 0
    for run in CYRILLIC.finditer(text):
        said += text[place : run.start()]
        parts += [nodes.Text(text[place : run.start()])] if run.start() > place else []
        parts.append(nodes.inline("", run[0], classes=[f"language-{language(run[0], said)}"]))
        place = run.end()
    return parts + ([nodes.Text(text[place:])] if place < len(text) else [])


def language(words: str, said: str) -> str:
    """Return `kk` or `ru` for words that follow what was `said`."""
    if named := re.search(r"(Kazakh|Russian)\W{1,3}$", said):
        return "kk" if named[1] == "Kazakh" else "ru"
    if re.search(rf"{LETTER}\W*; \W*$", said):  # the second of a pair "(Kazakh; Russian)"
        return "ru"
    return "kk" if KAZAKH_LETTERS & set(words) or words in kazakh_forms() else "ru"


@cache
def kazakh_forms() -> frozenset[str]:
    """Return the words that the ledgers hold as Kazakh forms; some are Russian forms, too."""
    return frozenset(form for table, column in LEDGERS.items() for form in load(table)[column].dropna())


def before(text: nodes.Text) -> str:
    """Return what its paragraph says before a text, also where the text stands in an emphasis of its own."""
    node = text.parent if isinstance(text.parent, nodes.Inline) else text
    earlier = node.parent.children[: node.parent.children.index(node)]
    return "".join(one.astext() for one in earlier)
