"""The ledgers that prose can link to, under the names of their pages."""

from __future__ import annotations

from dataclasses import dataclass

from qantar.claims import Claim
from qantar.data.records import find
from qantar.facts.ledger import Fact


@dataclass(frozen=True)
class Event:
    """One row of the table `timeline`, without its coordinates."""

    event_id: str
    date: str
    time_local: str
    place: str
    region_code: str
    lane: str
    category: str
    actor: str
    title: str
    detail: str
    source_ids: tuple[str, ...]
    confidence: str


@dataclass(frozen=True)
class Source:
    """One row of the table `sources`."""

    source_id: str
    publisher: str
    title: str
    date: str
    url: str
    kind: str
    note: str


@dataclass(frozen=True)
class Correction:
    """One row of the table `corrections`: what stood in the book, what stands now, and why."""

    correction_id: str
    date: str
    place: str
    records: tuple[str, ...]
    chapters: tuple[str, ...]
    stood: str
    stands: str
    why: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class Search:
    """One row of the table `searches`: a question, and what was asked where to answer it."""

    search_id: str
    date: str
    question: str
    chapters: tuple[str, ...]
    languages: tuple[str, ...]
    queries: str
    where: str
    result: str
    found: str

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """The queries in their order, each with the code of its language: ("ru", "Токаев ОДКБ")."""
        pairs = (query.split(": ", 1) for query in self.queries.split(" | "))
        return tuple((language, words) for language, words in pairs)


Record = Fact | Claim | Event | Source | Correction | Search
"""What a link of the prose can lead to."""
LEDGERS: dict[str, type[Record]] = {
    "facts": Fact,
    "claims": Claim,
    "timeline": Event,
    "sources": Source,
    "corrections": Correction,
    "searches": Search,
}


def record(ledger: str, record_id: str) -> Record:
    """Return the record that `reference/LEDGER.md#ID` stands for; an unknown id raises QantarError."""
    return find(ledger, LEDGERS[ledger], record_id)
