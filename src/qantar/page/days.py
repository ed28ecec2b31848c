"""The day from which something could be known, and the days on which the record changed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from qantar.claims import ANALYSIS, Claim, claims
from qantar.data.dates import latest
from qantar.data.records import records
from qantar.facts import Fact, facts
from qantar.facts.links import verdicts
from qantar.facts.lookup import Event, Record, record

FIRST, LAST = dt.date(2022, 1, 1), dt.date(2022, 1, 31)
"""The month in which a reader can stand on any day."""


def known(found: Record) -> dt.date | None:
    """Return the first day on which a careful reader could surely know a record; None where no date is given.

    A fact is known when it was stated, an event when it happened, a claim when the analysis came out, any other record
    on its own date. Where only a month or a year is known, its last day counts.
    """
    match found:
        case Fact():
            return latest(found.stated)
        case Claim():
            return latest(record("sources", ANALYSIS).date)
    return latest(found.date) if found.date else None


def judged(claim: Claim) -> dt.date:
    """Return the day up to which the evidence of a claim's verdict reaches."""
    return latest(claim.evidence_date)


def said(found: Record, text: str) -> dt.date | None:
    """Return the day from which `text`, a link to the record, could be said: a verdict comes later than its claim."""
    return judged(found) if isinstance(found, Claim) and verdicts(text) else known(found)


def changes() -> dict[str, int]:
    """Return the days to choose from, in order, each as ISO text with the number of records that are new on it.

    They are all days of January 2022, then the later ones on which a fact, an event or a verdict was added.
    """
    new = Counter(day for day in _days() if day >= FIRST)
    month = (FIRST + dt.timedelta(days=step) for step in range((LAST - FIRST).days + 1))
    return {day.isoformat(): new[day] for day in sorted({*month, *new})}


def _days() -> Iterator[dt.date]:
    yield from (known(one) for one in facts())
    yield from (known(one) for one in records("timeline", Event).values())
    yield from (judged(one) for one in claims())
