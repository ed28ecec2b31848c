"""What the search finds beside the pages' words: every record, by its numbers, dates, names and places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from qantar.claims import claims
from qantar.data.dates import label
from qantar.data.records import Row, records
from qantar.facts import facts
from qantar.facts.lookup import LEDGERS
from qantar.page.cards import KINDS, when
from qantar.reference.markdown import value


class Entry(NamedTuple):
    """One record: what it is, its title, what is said of it, words it is found by too, and page and id of its place."""

    kind: str
    title: str
    said: str
    words: str
    page: str
    record_id: str


def entries() -> Iterator[Entry]:
    """Yield the records of all ledgers, the people, the terms and the places, numbers first."""
    yield from (
        Entry(
            "Fact",
            one.title,
            f"{value(one)}, {one.speaker}, {label(one.stated)}",
            " ".join((one.value, one.display, one.counted)),
            "facts",
            one.fact_id,
        )
        for one in facts()
    )
    yield from (Entry("Event", one.title, when(one), one.detail, "timeline", one.event_id) for one in _of("timeline"))
    yield from (
        Entry("Claim", f"{one.claim_id.upper()}: {one.verdict_words}", one.paraphrase, "", "claims", one.claim_id)
        for one in claims()
    )
    yield from (_person(one) for one in records("people").values())
    yield from (_term(one) for one in records("glossary").values())
    yield from (_place(one) for one in records("names").values())
    yield from (
        Entry(KINDS["searches"], one.question, one.result, " ".join(one.queries), "searches", one.search_id)
        for one in _of("searches")
    )
    yield from (
        Entry(KINDS["corrections"], one.place, one.stands, one.stood, "corrections", one.correction_id)
        for one in _of("corrections")
    )
    yield from (Entry("Source", one.title, _published(one), "", "sources", one.source_id) for one in _of("sources"))


def _of(ledger: str) -> list[Row]:
    return list(records(ledger, LEDGERS[ledger]).values())


def _published(one: Row) -> str:
    return f"{one.publisher}, {label(one.date) if one.date else 'undated'}"


def _person(one: Row) -> Entry:
    return Entry("Person", one.name, f"{one.name_kk}; {one.name_ru}", one.other_spellings, "people", one.person_id)


def _term(one: Row) -> Entry:
    words = " ".join((one.kazakh_latin, one.transliteration, one.definition))
    return Entry("Term", one.english, f"{one.kazakh}; {one.russian}", words, "glossary", f"term-{one.term_id}")


def _place(one: Row) -> Entry:
    """Return the entry of a name: of a person on the page of people, of a place in the glossary's list."""
    is_person = one.kind == "person"
    page, where = ("people", one.name_id) if is_person else ("glossary", "names-of-places")
    kind = "Person" if is_person else "Place"
    return Entry(kind, one.english, f"{one.kazakh}; {one.russian}", one.other_names, page, where)
