"""On the pages of the ledgers each record leads back to the words that use it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from qantar.chapters import CHAPTERS
from qantar.facts.lookup import LEDGERS
from qantar.sphinxext.records.uses import FOLDER, Place, of_record

LABEL = "Used in:"
"""How the line of a record begins that tells where it is used."""


def setup(app: Sphinx) -> None:
    """Write the lines when pages are written."""
    app.add_post_transform(LeadBack)


class LeadBack(SphinxPostTransform):
    """Give each record that has a list of lines a last one with links to its uses."""

    default_priority = 30
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Rewrite the page of a ledger; a chapter that a record names and that has no link to it stays named."""
        ledger = self.env.docname.removeprefix(FOLDER)
        if ledger not in LEDGERS:
            return
        for section in self.document.findall(nodes.section):
            found = of_record(self.env, ledger, section["ids"][0])
            lines = [one for one in section if isinstance(one, nodes.bullet_list)]
            if found and lines:
                self._write(lines[-1], found)

    def _write(self, lines: nodes.bullet_list, found: list[Place]) -> None:
        old = next((item for item in lines if item.astext().startswith(LABEL)), None)
        named = [] if old is None else old.astext().removeprefix(LABEL).strip().split("; ")
        line = nodes.paragraph("", "", nodes.strong("", LABEL), nodes.Text(" "))
        titles = {self.env.titles[page].astext(): list(here) for page, here in groupby(found, key=lambda one: one.page)}
        for title in [*titles, *(name for name in named if name not in titles and name in CHAPTERS.values())]:
            line += self._links(title, titles.get(title, []), first=len(line) == 2)
        new = nodes.list_item("", line)
        if old is None:
            lines += new
        else:
            lines.replace(old, new)

    def _links(self, title: str, here: list[Place], *, first: bool) -> list[nodes.Node]:
        parts: list[nodes.Node] = [nodes.Text(("" if first else "; ") + title)]
        for number, one in enumerate(here):
            parts += [nodes.Text(", " if number else ": "), self._link(one)]
        return parts

    def _link(self, one: Place) -> nodes.reference:
        address = self.app.builder.get_relative_uri(self.env.docname, one.page)
        words = one.section or self.env.titles[one.page].astext()
        return nodes.reference("", words, internal=True, refuri=f"{address}#{one.node_id}")
