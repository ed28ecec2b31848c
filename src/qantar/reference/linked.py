"""The record as linked data in the words of schema.org: facts, claims, verdicts, sources, tables and corrections.

Every record has the address of its place in the book as its name, so a machine and a reader cite the same thing. The
addresses are relative to the book's root, or absolute where the book knows its own address.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from qantar import __version__
from qantar.claims import ANALYSIS, Claim, Verdict, asked_on, claims, verdicts
from qantar.data import describe, tables
from qantar.data.records import records
from qantar.facts import Fact, facts
from qantar.facts.lookup import Correction, Source

CONTEXT = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}, "license": {"@type": "@id"}}
"""What the words mean; nothing has to be fetched to know it."""
FILE = "record.jsonld"
"""The whole record, at the root of the book."""
TABLES = "_tables"
"""The folder of the tables, at the root of the book."""
SHORT = ("@id", "@type", "value", "unitText", "datePublished")
"""What the page of the facts carries of each."""
BOOK, CODER = "#qantar", "#second-coder"
Node = dict[str, Any]
WORK: Node = {
    "name": "Qantar: reading a crisis in real time",
    "version": __version__,
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "inLanguage": "en",
}
"""What is so of the book and of the course alike."""


def graph(base: str = "") -> Node:
    """Return the whole record as one JSON-LD document; `base` is the address of the book, ending in a slash."""
    nodes = [_book(base), {"@id": base + CODER, "@type": "Person", "name": "Second coder"}]
    nodes += [_table(describe(name), base) for name in tables()]
    for ledger in ("facts", "claims", "corrections", "sources"):
        nodes += ledger_nodes(ledger, base)
    return {"@context": CONTEXT, "@graph": nodes}


def page_graph(ledger: str, base: str = "") -> Node | None:
    """Return what the page of a ledger shows as a JSON-LD document; None for other pages.

    There are many facts, so their page carries only `SHORT` of each; the rest is in the file.
    """
    match ledger:
        case "data":
            nodes = [_table(describe(name), base) for name in tables()]
        case "facts":
            nodes = [{key: node[key] for key in SHORT if key in node} for node in ledger_nodes(ledger, base)]
        case "claims" | "corrections":
            nodes = ledger_nodes(ledger, base)
        case _:
            return None
    return {"@context": CONTEXT, "@graph": nodes}


def ledger_nodes(ledger: str, base: str) -> list[Node]:
    """Return the nodes of one ledger in the order of its table."""
    match ledger:
        case "facts":
            return [_fact(one, base) for one in facts()]
        case "claims":
            return [node for one in claims() for node in _claim(one, base)]
        case "corrections":
            return [_correction(one, base) for one in records("corrections", Correction).values()]
    return [_source(one, base) for one in records("sources", Source).values()]


def place(ledger: str, record_id: str, base: str) -> str:
    """Return the address of a record."""
    return f"{base}book/reference/{ledger}.html#{record_id}"


def _book(base: str) -> Node:
    return {"@id": base + BOOK, "@type": ["Book", "LearningResource"], **WORK}


def _table(one: Node, base: str) -> Node:
    return {
        "@id": place("data", f"table-{one['name']}", base),
        "@type": "Dataset",
        "name": one["title"],
        "description": one["description"],
        "license": one["licenses"][0]["path"],
        "version": __version__,
        "dateModified": one["evidenceChecked"],
        "isPartOf": {"@id": base + BOOK},
        "distribution": {
            "@type": "DataDownload",
            "contentUrl": f"{base}{TABLES}/{one['path']}",
            "encodingFormat": one["mediatype"],
            "sha256": one["hash"].removeprefix("sha256:"),
        },
    }


def _fact(one: Fact, base: str) -> Node:
    return {
        "@id": place("facts", one.fact_id, base),
        "@type": "Observation",
        "name": one.title,
        "value": one.value,
        **({"unitText": one.unit} if one.unit else {}),
        "measurementTechnique": one.counted,
        "creator": one.speaker,
        "datePublished": one.stated,
        "citation": _cited(one.source_ids, base),
    }


def _claim(one: Claim, base: str) -> Iterator[Node]:
    """Yield the claim, each verdict on it, and the second coder's where it differs from ours."""
    item = {"@id": place("claims", one.claim_id, base)}
    yield {
        **item,
        "@type": "Claim",
        "name": one.claim_id.upper(),
        "text": one.paraphrase,
        "appearance": {"@id": place("sources", ANALYSIS, base)},
    }
    for verdict in verdicts(one.claim_id):
        yield _review(verdict, one, base)
    other = records("second_coder").get(one.claim_id)
    if other and other.second != one.verdict:
        yield {
            "@id": place("claims", f"{one.claim_id}-second", base),
            "@type": "Review",
            "itemReviewed": item,
            "author": {"@id": base + CODER},
            "reviewRating": {"@type": "Rating", "alternateName": other.second},
            "reviewBody": other.reason,
        }


def _review(one: Verdict, said: Claim, base: str) -> Node:
    return {
        "@id": place("claims", one.verdict_id, base),
        "@type": "ClaimReview",
        "claimReviewed": said.paraphrase,
        "itemReviewed": {"@id": place("claims", one.claim_id, base)},
        "author": {"@id": base + BOOK},
        "reviewRating": {"@type": "Rating", "alternateName": one.verdict},
        "reviewBody": one.evidence,
        "contentReferenceTime": asked_on(one.horizon),
        "temporalCoverage": f"../{one.evidence_date}",
        "citation": _cited(one.source_ids, base),
    }


def _correction(one: Correction, base: str) -> Node:
    return {
        "@id": place("corrections", one.correction_id, base),
        "@type": "CorrectionComment",
        "name": one.place,
        "text": f"Stood: {one.stood} Stands: {one.stands} Why: {one.why}",
        "dateCreated": one.date,
        "about": {"@id": base + BOOK},
        "citation": _cited(one.source_ids, base),
    }


def _source(one: Source, base: str) -> Node:
    dated = {"datePublished": one.date} if one.date else {}
    address = {"url": quote(one.url, safe=":/?#[]@!$&'()*+,;=%~")} if one.url else {}
    node = {"@id": place("sources", one.source_id, base), "@type": "CreativeWork", "name": one.title}
    return {**node, "publisher": one.publisher, **dated, **address}


def _cited(source_ids: tuple[str, ...], base: str) -> list[Node]:
    return [{"@id": place("sources", source_id, base)} for source_id in source_ids]
