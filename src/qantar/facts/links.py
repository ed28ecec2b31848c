"""Does the text of a link agree with the record it leads to?

Numbers are compared as numbers, dates as dates, verdicts as verdicts. Words around a number are not judged:
"more than 238" agrees with 238. Numbers written as words agree only when the record's `display` lists them.
A link to a number may also say the date on which it was stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from qantar.claims import VERDICTS, Claim
from qantar.data.dates import label
from qantar.errors import QantarError
from qantar.facts.amounts import DATE, MONTH_AND_YEAR, TIME, Amount, Date, amounts, blank, dates, months, times
from qantar.facts.ledger import Fact
from qantar.facts.lookup import Correction, Event, Record, Search

CLAIM_ID = re.compile(r"\bc\d{2}\b", re.IGNORECASE)
VERDICT = re.compile("|".join(VERDICTS.values()), re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
PER_CENT_UNIT = re.compile(r"%|\bper cent\b|\bpercent\b", re.IGNORECASE)


def agree(text: str, record: Record) -> bool:
    """Tell whether a link's text agrees with its record; raise QantarError for a record that makes no sense."""
    try:
        return _agrees(text, record)
    except (ValueError, ArithmeticError, LookupError) as error:
        raise QantarError(f"A record is damaged ({error}): {record}; run `qantar data validate`.") from error


def _agrees(text: str, record: Record) -> bool:
    match record:
        case Fact():
            return _agrees_with_fact(text, record)
        case Claim():
            return _agrees_with_claim(text, record)
        case Event():
            return _agrees_with_event(text, record)
        case Correction():
            return _dated(text, record.date, [record.correction_id, record.place, record.stood, record.stands])
        case Search():
            return _dated(text, record.date, [record.question, record.result])
    return _stands_in(text, [record.publisher, record.title, label(record.date) if record.date else ""])


def says(record: Record) -> str:
    """Return what a link to the record may say, for a message."""
    match record:
        case Fact():
            value = label(record.value) if record.value_type == "date" else f"{record.value} {record.unit}".strip()
            return " or ".join(f'"{wording}"' for wording in (value, *record.variants))
        case Claim():
            return f'"{record.claim_id.upper()}" and "{record.verdict_words}"'
        case Event():
            return f'"{label(record.date)}", time "{record.time_local or "not known"}", "{record.title}"'
        case Correction():
            return f'"{label(record.date)}", "{record.stands}"'
        case Search():
            return f'"{label(record.date)}", "{record.question}"'
    return f'"{record.publisher}", "{record.title}", "{label(record.date) if record.date else "no date"}"'


def plain(text: str) -> str:
    """Return the text in one form of spaces, dashes, quotation marks and letters, for comparison."""
    text = text.translate(str.maketrans("–—−‑\u00a0\u2009\u202f’‘“”", "----   ''\"\""))
    return re.sub(r"\s+", " ", text).strip(" .,;:*_").casefold()


def verdicts(text: str) -> list[str]:
    """Return the verdicts a text names, in readers' words; "partly held up" is one verdict, not two."""
    return [found.lower() for found in VERDICT.findall(text)]


def _agrees_with_fact(text: str, record: Fact) -> bool:
    if plain(text) in {plain(wording) for wording in (record.value, *record.variants)}:
        return True
    if record.value_type == "date" or dates(text):
        return _date_agrees(text, record.value if record.value_type == "date" else record.stated)
    return record.value_type == "number" and _number_agrees(text, record)


def _agrees_with_claim(text: str, record: Claim) -> bool:
    ids = {found.lower() for found in CLAIM_ID.findall(text)}
    named = set(verdicts(text))
    rest = blank(text, CLAIM_ID)
    return (
        ids <= {record.claim_id}
        and named <= {record.verdict_words}
        and _stands_in(rest, [record.paraphrase, label(record.evidence_date)])
    )


def _agrees_with_event(text: str, record: Event) -> bool:
    rest = blank(blank(text, DATE), TIME)
    named = [*dates(text), *months(text)]
    return (
        all(date.fits(Date.of(record.date)) for date in named)
        and set(times(text)) <= set(times(record.time_local))
        and _stands_in(rest, [record.title, record.detail, record.date[:4]])
    )


def _dated(text: str, date: str, places: Iterable[str]) -> bool:
    """Tell whether a text names no other date than the record's and no number that the record does not hold."""
    named = [*dates(text), *months(text)]
    rest = blank(blank(text, DATE), MONTH_AND_YEAR)
    return all(one.fits(Date.of(date)) for one in named) and _stands_in(rest, places)


def _number_agrees(text: str, record: Fact) -> bool:
    found = amounts(text)
    if len(found) != 1 or (found[0].percent and not PER_CENT_UNIT.search(record.unit)):
        return False
    return found[0].value in _accepted(record)


def _accepted(record: Fact) -> set[Decimal]:
    """The value, the value times a unit such as "million tenge", and the one number of each listed wording."""
    single = [found[0].value for wording in (*record.variants,) if len(found := amounts(wording)) == 1]
    with_unit = amounts(f"{record.value} {record.unit}")[:1]
    return {Decimal(record.value), *single, *(amount.value for amount in with_unit)}


def _date_agrees(text: str, value: str) -> bool:
    rest = blank(blank(text, DATE), MONTH_AND_YEAR)
    years = [Date(int(year), None, None) for year in YEAR.findall(rest)]
    named = [*dates(text), *months(text), *years]
    return len(named) == 1 and named[0].fits(Date.of(value)) and not amounts(blank(rest, YEAR))


def _stands_in(text: str, places: Iterable[str]) -> bool:
    """Tell whether each number of the text stands in one of the record's own texts."""
    known = {_key(amount) for place in places for amount in amounts(place)}
    return all(_key(amount) in known for amount in amounts(text))


def _key(amount: Amount) -> Decimal:
    return abs(amount.value)
