"""What the card of a record shows: one function for every ledger, one template for every card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from qantar.chapters import CHAPTERS
from qantar.claims import Claim
from qantar.data.dates import label
from qantar.facts import Fact, fact
from qantar.facts.lookup import Correction, Event, Record, Search, Source, record
from qantar.page.days import judged, known
from qantar.page.strip import Strip, among_values, among_verdicts
from qantar.reference.markdown import finished, value
from qantar.reference.words import CONFIDENCE, FOUND, LANES, LANGUAGES, SOURCE_KINDS
from qantar.templates import template

KINDS = {
    "facts": "Fact",
    "claims": "Claim of the analysis",
    "timeline": "Event",
    "sources": "Source",
    "corrections": "Correction",
    "searches": "Search",
}
"""Per ledger what one of its records is called."""


@dataclass(frozen=True)
class Link:
    """Words that lead to a record: its ledger and id, and what is said after the words."""

    ledger: str
    record_id: str
    words: str
    more: str = ""


@dataclass(frozen=True)
class Card:
    """What stands on a card, as plain text: `lines` are labelled, `rivals` and `sources` lead to other records."""

    ledger: str
    record_id: str
    title: str
    lead: str
    lines: Sequence[tuple[str, str]]
    since: str = ""
    strip: Strip | None = None
    rivals: Sequence[Link] = ()
    sources: Sequence[Link] = ()
    kind: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """Name the kind of record, and leave out lines without content."""
        object.__setattr__(self, "kind", KINDS[self.ledger])
        object.__setattr__(self, "lines", [(name, finished(text)) for name, text in self.lines if text])

    @property
    def links(self) -> tuple[Link, ...]:
        """The links to other records."""
        return (*self.rivals, *self.sources)


@dataclass(frozen=True)
class Use:
    """A place of the book that links to a record: its address, the page's title, and the section's or the words."""

    address: str
    page: str
    words: str


def card(ledger: str, record_id: str) -> Card:
    """Return the card of a record; an unknown id raises QantarError."""
    found = record(ledger, record_id)
    title, lead, lines, more = _parts(found)
    since = judged(found) if isinstance(found, Claim) else known(found)
    sources = [_source(one) for one in getattr(found, "source_ids", ())]
    return Card(ledger, record_id, title, lead, lines, since.isoformat() if since else "", sources=sources, **more)


def card_html(shown: Card, address: str, uses: Sequence[Use], links: dict[tuple[str, str], str]) -> str:
    """Return the HTML of a card on one page.

    `address` leads to the full record, `uses` are the other places that link to it, and `links` gives the addresses of
    the rivals and sources by ledger and id.
    """
    by_page = [(page, list(places)) for page, places in groupby(uses, key=lambda use: use.page)]
    words = {"card": shown, "address": address, "uses": uses, "by_page": by_page, "links": links}
    return template("qantar.page", "card.html").render(words)


def _parts(found: Record) -> tuple[str, str, list[tuple[str, str]], dict]:
    match found:
        case Fact():
            return found.title, value(found), _fact(found), _rivals(found)
        case Claim():
            return found.claim_id.upper(), finished(found.paraphrase), _claim(found), {"strip": among_verdicts(found)}
        case Event():
            return found.title, when(found), _event(found), {}
        case Source():
            return found.title, found.publisher, _published(found), {}
        case Correction():
            return found.place, label(found.date), _correction(found), {}
    return found.question, f"{FOUND[found.found].capitalize()}, asked on {label(found.date)}", _search(found), {}


def _fact(one: Fact) -> list[tuple[str, str]]:
    return [
        ("Said by", one.speaker),
        ("Said on", label(one.stated)),
        ("How sure", CONFIDENCE[one.confidence]),
        ("What was counted", one.counted),
        ("Note", one.note),
    ]


def _rivals(one: Fact) -> dict:
    rivals = [fact(rival) for rival in one.rivals]
    links = [Link("facts", rival.fact_id, value(rival), f"{rival.title}, {label(rival.stated)}") for rival in rivals]
    return {"strip": among_values(one, rivals), "rivals": links}


def _claim(one: Claim) -> list[tuple[str, str]]:
    return [
        ("Verdict", f"{one.verdict_words}, on evidence up to {label(one.evidence_date)}"),
        ("Kind", one.kind),
        ("Evidence", one.evidence),
        ("What would change the verdict", one.would_change),
        ("Note", one.note),
    ]


def when(one: Event) -> str:
    """Return day, hour and place of an event, as far as they are known."""
    return ", ".join(filter(None, [label(one.date), one.time_local.replace("-", " to "), one.place]))


def _event(one: Event) -> list[tuple[str, str]]:
    return [
        ("What happened", one.detail),
        ("Who", one.actor),
        ("Lane", LANES[one.lane][0]),
        ("How sure", CONFIDENCE[one.confidence]),
    ]


def _published(one: Source) -> list[tuple[str, str]]:
    return [
        ("Date", label(one.date) if one.date else "None given"),
        ("Kind", SOURCE_KINDS[one.kind]),
        ("Note", one.note),
    ]


def _correction(one: Correction) -> list[tuple[str, str]]:
    chapters = "; ".join(CHAPTERS[chapter] for chapter in one.chapters)
    return [("Stood", one.stood), ("Stands", one.stands), ("Why", one.why), ("Chapters", chapters)]


def _search(one: Search) -> list[tuple[str, str]]:
    languages = ", ".join(LANGUAGES[language] for language in one.languages)
    return [("Result", one.result), ("Where", one.where), ("Languages", languages)]


def _source(source_id: str) -> Link:
    one = record("sources", source_id)
    return Link("sources", source_id, one.publisher, label(one.date) if one.date else "undated")
