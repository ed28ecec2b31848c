"""Each word that links to a record has an address of its own, and each record knows all the words that lead to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from qantar.facts.links import VERDICTS, plain
from qantar.facts.lookup import LEDGERS

FOLDER = "book/reference/"
"""Where the pages of the ledgers lie; a link from one of them to another is no use."""
_ADDRESS = re.compile(rf"(?:^|/)({'|'.join(LEDGERS)})\.html#(.+)$")


@dataclass(frozen=True)
class Place:
    """A word of a page that links to a record: its id there, the record, the section and the words of the link."""

    page: str
    node_id: str
    ledger: str
    record_id: str
    section: str
    words: str


def setup(app: Sphinx) -> None:
    """Note the places when pages are read, and give them their ids when pages are written."""
    app.connect("doctree-read", note_places)
    app.connect("env-purge-doc", forget_places)
    app.connect("env-merge-info", merge_places)
    app.connect("env-updated", collect)
    app.add_post_transform(AddressUses)


def places(env: BuildEnvironment) -> dict[str, list[Place]]:
    """Return the places of every page that was read, by the page's name."""
    if not hasattr(env, "qantar_places"):
        env.qantar_places = {}
    return env.qantar_places


def of_record(env: BuildEnvironment, ledger: str, record_id: str) -> list[Place]:
    """Return all places that lead to a record, in the order of the book's contents."""
    return env.qantar_uses.get((ledger, record_id), [])


def collect(app: Sphinx, env: BuildEnvironment) -> None:
    """Put the places of all pages in order by their record, when all pages have been read."""
    env.qantar_uses = {}
    for name in dict.fromkeys(_in_order(env, env.config.root_doc)):
        for one in places(env).get(name, []):
            env.qantar_uses.setdefault((one.ledger, one.record_id), []).append(one)


def note_places(app: Sphinx, document: nodes.document) -> None:
    """Keep the places of a page that has been read."""
    page = app.env.docname
    if page.startswith(FOLDER):
        return
    count: Counter[str] = Counter()
    found = []
    for link in document.findall(addnodes.pending_xref):
        ledger, record_id = _target(link)
        if ledger:
            node_id = _next_id(count, record_id)
            found.append(Place(page, node_id, ledger, record_id, _section(link), link.astext()))
    places(app.env)[page] = found


def forget_places(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget a page that is read again."""
    places(env).pop(page, None)


def merge_places(app: Sphinx, env: BuildEnvironment, names: Iterable[str], other: BuildEnvironment) -> None:
    """Take over what another process has read."""
    places(env).update({name: found for name, found in places(other).items() if name in names})


class AddressUses(SphinxPostTransform):
    """Give each link to a record, and each cell with a claim's verdict beside such a link, an id."""

    # After the references have been resolved (10 and less); MyST's own at 9.
    default_priority = 20
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Rewrite the page; the ids are those that were noted when it was read."""
        if self.env.docname.startswith(FOLDER):
            return
        folder = self.app.builder.get_relative_uri(self.env.docname, FOLDER + "facts").removesuffix("facts.html")
        every = (one for one in self.document.findall(nodes.reference) if one.get("refuri", "").startswith(folder))
        links = (one for one in every if _ADDRESS.search(one["refuri"]))
        for link, place in zip(links, places(self.env).get(self.env.docname, []), strict=True):
            link["ids"] = [place.node_id]
        for row in self.document.findall(nodes.row):
            _mark_verdict(row)


def _mark_verdict(row: nodes.row) -> None:
    """Give the cell of a row that holds a verdict only the id of the row's claim; a row of several claims has none."""
    links = (_ADDRESS.search(link.get("refuri", "")) for link in row.findall(nodes.reference))
    claims = {link[2] for link in links if link and link[1] == "claims"}
    cells = [cell for cell in row.findall(nodes.entry) if plain(cell.astext()) in set(VERDICTS.values())]
    if len(claims) == len(cells) == 1 and not list(cells[0].findall(nodes.reference)):
        cells[0]["ids"].append(f"verdict-{claims.pop()}")


def _next_id(count: Counter[str], record_id: str) -> str:
    count[record_id] += 1
    return f"at-{record_id}" if count[record_id] == 1 else f"at-{record_id}-{count[record_id]}"


def _target(link: addnodes.pending_xref) -> tuple[str, str]:
    """Return ledger and id of the record that a link of MyST leads to."""
    ledger = str(link.get("reftarget", "")).removeprefix(FOLDER)
    is_record = link.get("refdomain") == "doc" and link.get("reftargetid") and ledger in LEDGERS
    return (ledger, link["reftargetid"]) if is_record else ("", "")


def _section(node: nodes.Node) -> str:
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    title = node and next(iter(node.findall(nodes.title)), None)
    return title.astext() if title else ""


def _in_order(env: BuildEnvironment, name: str) -> Iterator[str]:
    """Yield a page and all that its contents lead to."""
    yield name
    for inner in env.toctree_includes.get(name, []):
        yield from _in_order(env, inner)
