"""The page of the facts ledger."""

from __future__ import annotations

from collections.abc import Iterator

from qantar.chapters import CHAPTERS
from qantar.data.dates import label
from qantar.facts import Fact, fact, facts
from qantar.reference.markdown import cite, escape, heading, items, page, sentence, source_links, value
from qantar.reference.words import CONFIDENCE

INTRODUCTION = """# Facts

Each number, date or name that the chapters state as a fact has a record here, and its link in the text leads to it. A
record says what exactly was counted, who stated it and when, which sources carry it, and which other values compete
with it. A fact in this ledger is what somebody stated; the line *confidence* says how well it is supported. Two
publishers can draw on one agency text or one briefing, so two sources are not always two observations.

Records stand under the first chapter that uses them."""


def facts_page() -> str:
    """Return the whole page as MyST Markdown, grouped by the first chapter that uses a fact."""
    return page(INTRODUCTION, *_groups())


def _groups() -> Iterator[str]:
    for chapter, title in CHAPTERS.items():
        here = [one for one in facts(chapter) if one.chapters[0] == chapter]
        if here:
            yield f"## {title}"
            yield from (_record(one) for one in here)


def _record(one: Fact) -> str:
    parts = [heading(one.fact_id, one.title), f"{{.q-value}}\n{escape(value(one))}"]
    if one.confidence == "disputed":
        parts.append("**Disputed:** sources contradict each other on this value.")
    lines = items(
        [
            ("Counted", sentence(one.counted)),
            ("Stated by", sentence(one.speaker)),
            ("Stated", f"{label(one.stated)}."),
            ("Confidence", f"{CONFIDENCE[one.confidence]}."),
            ("Sources", f"{source_links(one.source_ids)}."),
            ("Other values", "; ".join(_rival(fact(rival)) for rival in one.rivals)),
            ("Used in", "; ".join(CHAPTERS[chapter] for chapter in one.chapters)),
            ("Note", sentence(one.note)),
            cite("facts", one.fact_id, label(one.stated)),
        ]
    )
    return "\n\n".join([*parts, lines])


def _rival(one: Fact) -> str:
    return f"[{escape(value(one))}](facts.md#{one.fact_id}) ({escape(one.title)}; {label(one.stated)})"
