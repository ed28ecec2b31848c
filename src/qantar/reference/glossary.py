"""The page of the glossary: terms in three languages, and the names of places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape as html
from itertools import groupby

from qantar.chapters import CHAPTERS
from qantar.data.records import records
from qantar.reference.markdown import cited, escape, heading, items, page, row_link, sentence
from qantar.reference.people import Name
from qantar.reference.words import TERMS, form

INTRODUCTION = """# Glossary

{count} terms in English, Kazakh and Russian, and what they mean in this book. The Kazakh form stands first; the
romanisation is that of the Russian form, by one rule, without diacritics or soft signs, and so repeats an old order of
the two languages. A form marked as not verified was seen in no cited source and comes from general knowledge of the
language: check it before printing. Definitions are short and for this book; they settle no debate."""
PLACES = """## Names of places

{count} regions and towns in the three languages. Regions follow the borders of January 2022; the three regions of June
2022 are named for later contexts only. An asterisk marks a form that was not verified.

| English | Kazakh | Russian | Other and former names |
|---|---|---|---|
{rows}"""


@dataclass(frozen=True)
class Term:
    """One row of the table `glossary`."""

    term_id: str
    english: str
    kazakh: str
    kazakh_latin: str
    russian: str
    transliteration: str
    definition: str
    category: str
    first_chapter: str
    kk_verified: str
    ru_verified: str
    source_ids: tuple[str, ...]
    evidence: tuple[str, ...]


def glossary_page() -> str:
    """Return the whole page as MyST Markdown, terms in alphabetical order of English, then the places' names."""
    terms = sorted(records("glossary", Term).values(), key=lambda one: one.english.casefold())
    return page(INTRODUCTION.format(count=len(terms)), *_terms(terms), _places(), settings="tocdepth: 2")


def _terms(terms: list[Term]) -> Iterator[str]:
    for letter, group in groupby(terms, key=lambda one: one.english[0].upper()):
        yield f"## {letter}"
        yield from map(_term, group)


def _term(one: Term) -> str:
    lines = items(
        [
            ("Kazakh", form(one.kazakh, "kk", one.kk_verified)),
            ("Kazakh in Latin letters", _romanised(one.kazakh_latin, "kk-Latn")),
            ("Russian", form(one.russian, "ru", one.ru_verified)),
            ("Romanised Russian", _romanised(one.transliteration, "ru-Latn")),
            ("Kind", f"{TERMS[one.category]}."),
            ("First needed in", f"{CHAPTERS[one.first_chapter]}."),
            ("Rests on", "; ".join(map(row_link, one.evidence))),
            ("Sources", cited(one.source_ids)),
        ]
    )
    return f"{heading(f'term-{one.term_id}', one.english)}\n\n{sentence(one.definition)}\n\n{lines}"


def _romanised(text: str, language: str) -> str:
    return f'<span lang="{language}">{html(text)}</span>' if text else ""


def _places() -> str:
    places = [one for one in records("names", Name).values() if one.kind != "person"]
    rows = "\n".join(map(_place, places))
    return PLACES.format(count=len(places), rows=rows)


def _place(one: Name) -> str:
    cells = [escape(one.english), _starred(one.kazakh, "kk", one.kk_verified)]
    cells += [_starred(one.russian, "ru", one.ru_verified), escape(one.other_names)]
    return f"| {' | '.join(cells)} |"


def _starred(text: str, language: str, verified: str) -> str:
    return re.sub(r" \(form not verified\)$", "\\\\*", form(text, language, verified))
