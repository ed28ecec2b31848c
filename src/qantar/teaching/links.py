"""Links from the teacher's pages to the records that an answer rests on."""

from __future__ import annotations

from qantar.facts.lookup import record
from qantar.reference.markdown import escape

LEDGER_PAGES = {"timeline", "claims", "facts", "searches", "corrections"}


def evidence(text: str) -> str:
    """Return a list such as `timeline/t021;inequality` as Markdown links, separated by commas; nothing for nothing."""
    if not text:
        return ""
    rows: dict[str, list[str]] = {}
    for part in text.split(";"):
        table, _, row = part.partition("/")
        rows.setdefault(table, []).extend([row] if row else [])
    return ", ".join(link for table, named in rows.items() for link in _links(table, named))


def _links(table: str, rows: list[str]) -> list[str]:
    if table in LEDGER_PAGES:
        return [f"[{row}](../reference/{table}.md#{row})" for row in rows]
    if table == "sources":
        return [f"[{escape(record('sources', row).publisher)}](../reference/sources.md#{row})" for row in rows]
    if table == "misconceptions":
        return [f"[{row.replace('-', ' ')}](notes.md#{row})" for row in rows]
    named = f" ({', '.join(rows)})" if rows else ""
    return [f"[`{table}`{named}](../reference/data.md#table-{table})"]
