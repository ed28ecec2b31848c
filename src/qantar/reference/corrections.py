"""The page of corrections: what stood in the book, what stands now, and why; the newest first."""

from __future__ import annotations

from itertools import groupby

from qantar.chapters import CHAPTERS
from qantar.data.dates import earliest, label
from qantar.data.records import records
from qantar.facts.lookup import Correction
from qantar.reference.markdown import cite, heading, items, page, row_link, sentence, source_links

INTRODUCTION = """# Corrections

{count} changes of substance, the newest first. Each names the place, what stood there, what stands now, why it was
changed, and the source that shows it. Corrected spelling and clearer wording are not listed. If you find an error,
write it in the same form: place, what stands, what should stand, and a source that others can read. The list can be
loaded as [a table](data.md#table-corrections); what was looked for and not found is under
[searches](searches.md)."""


def corrections_page() -> str:
    """Return the whole page as MyST Markdown, grouped by day."""
    newest = sorted(records("corrections", Correction).values(), key=lambda one: earliest(one.date), reverse=True)
    parts = [INTRODUCTION.format(count=len(newest))]
    for date, group in groupby(newest, key=lambda one: one.date):
        parts += [f"## {label(date)}", *map(_record, group)]
    return page(*parts, settings="tocdepth: 2")


def _record(one: Correction) -> str:
    lines = items(
        [
            ("Stood", sentence(one.stood)),
            ("Stands", sentence(one.stands)),
            ("Why", sentence(one.why)),
            ("Chapters", "; ".join(CHAPTERS[chapter] for chapter in one.chapters)),
            ("Records", "; ".join(map(row_link, one.records))),
            ("Sources", f"{source_links(one.source_ids)}."),
            cite("corrections", one.correction_id, label(one.date)),
        ]
    )
    return f"{heading(one.correction_id, one.place)}\n\n{lines}"
