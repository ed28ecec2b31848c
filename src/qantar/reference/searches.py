"""The page of searches: what was looked for, in which words and where, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape as html

from qantar.chapters import CHAPTERS
from qantar.data.dates import label
from qantar.data.records import records
from qantar.facts.lookup import Search
from qantar.reference.markdown import cite, heading, items, page, sentence
from qantar.reference.words import FOUND, LANGUAGES

INTRODUCTION = """# Searches

That something was not found is a finding of a search, and it is worth what the search was worth. Each of these
{count} records says which question was asked, in which words, in which languages, where and on which day, so that you
can ask again, elsewhere and better. What was not found may exist all the same. Searches stand under the first chapter
that uses them; they can be loaded as [a table](data.md#table-searches). What was found later and changed the book is
under [corrections](corrections.md)."""


def searches_page() -> str:
    """Return the whole page as MyST Markdown, grouped by the first chapter that uses a search."""
    every = list(records("searches", Search).values())
    return page(INTRODUCTION.format(count=len(every)), *_groups(every), settings="tocdepth: 2")


def _groups(every: list[Search]) -> Iterator[str]:
    for chapter, title in CHAPTERS.items():
        here = [one for one in every if one.chapters[0] == chapter]
        if here:
            yield f"## {title}"
            yield from map(_record, here)


def _record(one: Search) -> str:
    lines = items(
        [
            ("Result", sentence(one.result)),
            ("Found", f"{FOUND[one.found]}."),
            ("Asked on", f"{label(one.date)}."),
            ("Where", sentence(one.where)),
            ("Languages", f"{', '.join(LANGUAGES[language] for language in one.languages)}."),
            ("Queries", "".join(f"\n  - {_query(*query)}" for query in one.asked)),
            ("Used in", "; ".join(CHAPTERS[chapter] for chapter in one.chapters)),
            cite("searches", one.search_id, label(one.date)),
        ]
    )
    return f"{heading(one.search_id, one.question)}\n\n{lines}"


def _query(language: str, words: str) -> str:
    return f'<span lang="{language}">{html(words)}</span>'
