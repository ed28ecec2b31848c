"""Each page's data of its records, in one file beside the pages: loaded when a reader first asks for it.

The file is a script that calls a function: a page that was opened from a folder may load scripts, but not fetch data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from qantar.data.records import records
from qantar.facts.lookup import LEDGERS, record
from qantar.page.cards import Card, Use, card, card_html
from qantar.page.days import changes, judged, known, said
from qantar.page.facets import FACETS, filters
from qantar.page.found import Entry, entries
from qantar.sphinxext.records.uses import FOLDER, Place, of_record, places

RECORDS = "_records"
"""Folder of the built book."""
STATIC = Path(__file__).parents[2] / "page" / "static"


def setup(app: Sphinx) -> None:
    """Serve the scripts, load the small one that calls the others, and write the data with each page."""
    app.connect("config-inited", add_scripts)
    app.connect("html-page-context", write_records)


def add_scripts(app: Sphinx, config: Any) -> None:
    """Serve the folder of scripts; every page has the one that waits for a first use."""
    config.html_static_path = [*config.html_static_path, str(STATIC)]
    app.add_js_file("qantar-page.js", loading_method="defer")


def write_records(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write the file of a page that has a text of its own."""
    if app.builder.format != "html" or (doctree is None and pagename != "search"):
        return
    data: dict[str, Any] = {"days": changes()}
    if doctree is None:
        found = [*(_found(app, pagename, entry) for entry in entries()), *_figures(app, pagename)]
        data |= {"from": {}, "cards": {}, "index": sorted(found, key=lambda one: one["kind"] == "Source")}
    else:
        data |= {"from": dict(since(app, pagename, doctree)), "cards": cards(app, pagename)}
    if (name := pagename.removeprefix(FOLDER)) in FACETS and pagename.startswith(FOLDER):
        data |= filters(name)
    path = Path(app.outdir, RECORDS, f"{pagename}.js")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    path.write_text(f"qantarRecords({text});\n", encoding="utf-8")


def _figures(app: Sphinx, page: str) -> Iterator[dict[str, Any]]:
    """Yield the entries of the search for figures, by their titles."""
    for name in sorted(app.env.found_docs):
        if app.env.metadata[name].get("qantar_figures"):
            title, address = app.env.titles[name].astext(), app.builder.get_relative_uri(page, name)
            for figure in app.env.get_doctree(name).findall(nodes.figure):
                words = next((one.astext() for one in figure if isinstance(one, nodes.caption)), "")
                yield {"kind": "Figure", "title": words, "said": title, "uses": []} | {
                    "words": figure["ids"][0].replace("-", " "),
                    "address": f"{address}#{figure['ids'][0]}",
                }


def _found(app: Sphinx, page: str, entry: Entry) -> dict[str, Any]:
    """Return an entry of the search with the addresses of the record and of its uses."""
    uses = [_use(app, page, place) for place in of_record(app.env, entry.page, entry.record_id)]
    return {
        **{name: getattr(entry, name) for name in ("kind", "title", "said", "words")},
        "address": _address(app, page, entry.page, entry.record_id),
        "uses": [{"address": use.address, "words": f"{use.page}, {use.words}"} for use in uses],
    }


def since(app: Sphinx, page: str, doctree: nodes.document) -> Iterator[tuple[str, str]]:
    """Yield the id of each part of a page that was said on one day, and this day as ISO text."""
    for place in places(app.env).get(page, []):
        if day := said(record(place.ledger, place.record_id), place.words):
            yield place.node_id, day.isoformat()
    for cell in doctree.findall(nodes.entry):
        for node_id in cell["ids"]:
            if node_id.startswith("verdict-"):
                yield node_id, judged(record("claims", node_id.removeprefix("verdict-"))).isoformat()
    yield from _rows(page.removeprefix(FOLDER), doctree)


def _rows(ledger: str, doctree: nodes.document) -> Iterator[tuple[str, str]]:
    """Yield the records of a ledger's own page; those of claims hold a verdict."""
    if ledger not in LEDGERS:
        return
    for node in doctree.findall(nodes.Element):
        for node_id in node["ids"][:1]:
            if node_id in ids(ledger):
                found = record(ledger, node_id)
                day = judged(found) if ledger == "claims" else known(found)
                if day:
                    yield node_id, day.isoformat()


def ids(ledger: str) -> dict[str, Any]:
    """Return the records of a ledger by id."""
    return records(ledger, LEDGERS[ledger])


def cards(app: Sphinx, page: str) -> dict[str, str]:
    """Return the cards of the records that a page links to, and of their rivals, by "ledger#id"."""
    shown = _with_rivals(card(place.ledger, place.record_id) for place in places(app.env).get(page, []))
    return {name: _html(app, page, one) for name, one in sorted(shown.items())}


def _with_rivals(found: Iterable[Card]) -> dict[str, Card]:
    shown = {f"{one.ledger}#{one.record_id}": one for one in found}
    for one in list(shown.values()):
        shown |= {f"{link.ledger}#{link.record_id}": card(link.ledger, link.record_id) for link in one.rivals}
    return shown


def _html(app: Sphinx, page: str, shown: Card) -> str:
    uses = [_use(app, page, place) for place in of_record(app.env, shown.ledger, shown.record_id)]
    links = {(one.ledger, one.record_id): _address(app, page, one.ledger, one.record_id) for one in shown.links}
    return card_html(shown, _address(app, page, shown.ledger, shown.record_id), uses, links)


def _use(app: Sphinx, page: str, place: Place) -> Use:
    title = app.env.titles[place.page].astext()
    return Use(f"{app.builder.get_relative_uri(page, place.page)}#{place.node_id}", title, place.section or place.words)


def _address(app: Sphinx, page: str, ledger: str, record_id: str) -> str:
    return f"{app.builder.get_relative_uri(page, FOLDER + ledger)}#{record_id}"
