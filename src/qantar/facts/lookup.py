"""The four ledgers that prose can link to, under the names of their pages."""

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


LEDGERS = {"facts": Fact, "claims": Claim, "timeline": Event, "sources": Source}


def record(ledger: str, record_id: str) -> Fact | Claim | Event | Source:
    """Return the record that `reference/LEDGER.md#ID` stands for; an unknown id raises QantarError."""
    return find(ledger, LEDGERS[ledger], record_id)
