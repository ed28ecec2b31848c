"""By what the records of a reference page can be filtered, in words for readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from qantar.chapters import CHAPTERS
from qantar.claims import VERDICTS, claims
from qantar.data import describe, tables
from qantar.data.dates import earliest
from qantar.data.records import Row, records
from qantar.facts import facts
from qantar.facts.lookup import LEDGERS
from qantar.reference.words import (
    CONFIDENCE,
    FOUND,
    LANES,
    LANGUAGES,
    NETWORKS,
    PERSON_EVENTS,
    SOURCE_KINDS,
    TERMS,
)


@dataclass(frozen=True)
class Facet:
    """One question of a filter: its name in the address, its label, per value its words, and a record's values."""

    name: str
    title: str
    words: dict[str, str]
    values: Callable[[Row], Iterable[str]]


PERIODS = {
    "before": "before 2022",
    "january": "January 2022",
    "2022": "later in 2022",
    "2023": "2023",
    "2024": "2024",
    "2025": "2025 and later",
}
KINDS = {"fact": "fact", "interpretation": "interpretation", "forecast": "forecast"}


def period(date: str) -> tuple[str, ...]:
    """Return the part of time that a partial date begins in; none for no date."""
    if not date:
        return ()
    first = earliest(date)
    if first.year == 2022:
        return ("january",) if first.month == 1 else ("2022",)
    return ("before",) if first.year < 2022 else (str(min(first.year, 2025)),)


@cache
def surnames() -> dict[str, str]:
    """Return the surname of each person of the table, by id; those that two people share are left out."""
    names = {person_id: one.name.split()[-1] for person_id, one in records("people").items()}
    return {key: name for key, name in names.items() if list(names.values()).count(name) == 1}


def people(*texts: str) -> list[str]:
    """Return the ids of people whose name, or a surname that is theirs alone, stands in the texts."""
    text = " ".join(texts)
    words, alone = set(re.findall(r"[\w'’-]+", text)), surnames()
    return [key for key, one in records("people").items() if one.name in text or alone.get(key) in words]


@cache
def citing() -> dict[str, set[str]]:
    """Return the chapters whose facts and claims rest on a source, by its id."""
    found: dict[str, set[str]] = {}
    for one in facts():
        for source in one.source_ids:
            found.setdefault(source, set()).update(one.chapters)
    for claim in claims():
        for source in claim.source_ids:
            found.setdefault(source, set()).add(claim.chapter)
    return found


def _events(person_id: str) -> set[str]:
    return {one.event for one in records("people_events").values() if one.person_id == person_id}


NAMES = {key: one.name for key, one in records("people").items()}
SURE = Facet("confidence", "How sure", CONFIDENCE, lambda one: [one.confidence])
CHAPTER = Facet("chapter", "Chapter", CHAPTERS, lambda one: one.chapters)
FACETS: dict[str, tuple[Facet, ...]] = {
    "facts": (
        CHAPTER,
        SURE,
        Facet("date", "Stated", PERIODS, lambda one: period(one.stated)),
        Facet("person", "Person named", NAMES, lambda one: people(one.title, one.speaker, one.counted, one.note)),
    ),
    "claims": (
        Facet("chapter", "Chapter", CHAPTERS, lambda one: [one.chapter]),
        Facet("kind", "Kind", KINDS, lambda one: [one.kind]),
        Facet("verdict", "Verdict", VERDICTS, lambda one: [one.verdict]),
        Facet("person", "Person named", NAMES, lambda one: people(one.paraphrase, one.evidence)),
    ),
    "timeline": (
        Facet("lane", "Lane", {key: name for key, (name, _) in LANES.items()}, lambda one: [one.lane]),
        Facet("date", "Date", PERIODS, lambda one: period(one.date)),
        SURE,
        Facet("person", "Person named", NAMES, lambda one: people(one.title, one.actor, one.detail)),
    ),
    "sources": (
        Facet("kind", "Kind", SOURCE_KINDS, lambda one: [one.kind]),
        Facet("date", "Date", PERIODS, lambda one: period(one.date)),
        Facet("chapter", "Chapter", CHAPTERS, lambda one: citing().get(one.source_id, ())),
    ),
    "people": (
        Facet("group", "Group", {key: name for key, (name, _) in NETWORKS.items()}, lambda one: [one.network]),
        Facet("event", "What happened", PERSON_EVENTS, lambda one: _events(one.person_id)),
    ),
    "glossary": (
        Facet("kind", "Kind", TERMS, lambda one: [one.category]),
        Facet("chapter", "First needed in", CHAPTERS, lambda one: [one.first_chapter]),
    ),
    "searches": (
        CHAPTER,
        Facet("found", "Found", FOUND, lambda one: [one.found]),
        Facet("language", "Language", LANGUAGES, lambda one: one.languages),
    ),
    "corrections": (CHAPTER,),
    "data": (),
}
"""Per reference page its questions; every page can be searched for words, too."""
PREFIX = {"glossary": "term-", "data": "table-"}
"""How the address of a record begins on its page, where it is not its id alone."""


def rows(page: str) -> dict[str, Row]:
    """Return the records of a reference page by their address on it."""
    if page == "data":
        return {f"table-{name}": describe(name) for name in tables()}
    found = records(page, LEDGERS.get(page))
    return {PREFIX.get(page, "") + key: one for key, one in found.items()}


def filters(page: str) -> dict[str, object]:
    """Return the questions of a page with the words of their answers, and each record's answers, ready for JSON.

    An answer that no record gives is left out; a record's answers stand in the order of the questions.
    """
    asked = FACETS[page]
    answers = {key: [sorted(facet.values(one)) for facet in asked] for key, one in rows(page).items()}
    used = [{value for given in answers.values() for value in given[number]} for number in range(len(asked))]
    facets = [
        {
            "name": facet.name,
            "title": facet.title,
            "words": [[key, words] for key, words in facet.words.items() if key in seen],
        }
        for facet, seen in zip(asked, used, strict=True)
    ]
    return {"facets": facets, "records": answers}
