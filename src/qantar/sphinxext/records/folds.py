"""Reference pages are short at first sight: long lists are folded, none of their words is lost.

A fold is an HTML element that opens without a script; the browser opens it for a word that is searched for and for an
address in it, and on paper all are open.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from qantar.page.facets import FACETS, rows
from qantar.sphinxext.records.uses import FOLDER

WHOLE = ("facts", "sources")
"""Pages whose groups are folded as a whole; on the others each record keeps its text and folds its lines."""
FILTER = '<details class="q-filter pst-js-only"><summary>Filter these records</summary></details>'
"""Filled by a script when it is opened."""


def setup(app: Sphinx) -> None:
    """Fold when pages are written."""
    app.add_post_transform(FoldRecords)


class FoldRecords(SphinxPostTransform):
    """Fold the groups or the lines of a reference page, and offer its filter."""

    # After the lines have been completed (30).
    default_priority = 40
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Rewrite the page."""
        page = self.env.docname.removeprefix(FOLDER)
        if not self.env.docname.startswith(FOLDER) or page not in FACETS:
            return
        known = set(rows(page))
        groups = [one for one in self.document.findall(nodes.section) if isinstance(one.parent.parent, nodes.document)]
        here = {id(group): _records(group, known) for group in groups}
        first = next(group for group in groups if here[id(group)])
        first.parent.insert(first.parent.index(first), nodes.raw("", FILTER, format="html"))
        for group in groups:
            if page in WHOLE and here[id(group)]:
                _fold(group, 1, f"{here[id(group)]} records in all")
        if page not in WHOLE:
            for record in [one for one in self.document.findall(nodes.section) if one["ids"][0] in known]:
                _fold_lines(record)


def _records(group: nodes.section, known: set[str]) -> int:
    return sum(bool(known & set(one.get("ids", ()))) for one in group.findall(nodes.Element))


def _fold_lines(record: nodes.section) -> None:
    """Fold a record's first list of lines."""
    place = next((number for number, one in enumerate(record) if isinstance(one, nodes.bullet_list)), None)
    if place is not None:
        record.insert(place + 1, nodes.raw("", "</details>", format="html"))
        record.insert(place, nodes.raw("", _opening("Sources and details"), format="html"))


def _fold(section: nodes.section, start: int, words: str) -> None:
    section.append(nodes.raw("", "</details>", format="html"))
    section.insert(start, nodes.raw("", _opening(words), format="html"))


def _opening(words: str) -> str:
    return f'<details class="q-fold"><summary>{words}</summary>'
