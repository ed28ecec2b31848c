"""Pieces of plain Markdown that all reference pages use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from qantar import __version__
from qantar.data.dates import label
from qantar.data.records import records
from qantar.facts.ledger import Fact
from qantar.facts.lookup import LEDGERS, Source, record

GENERATED = "% Written by `qantar pages` from the tables in src/qantar/data; change the table, not this page."

NAMED = re.compile(r"\b(?:[ctk]\d+|[a-z0-9]+(?:-[a-z0-9]+)+)\b")
"""What may be the id of a record in a ledger's text: "c17", "t009" or a name with hyphens."""


def escape(text: str) -> str:
    """Return the text so that Markdown shows it as it is."""
    text = re.sub(r"([\\`*_\[\]<>$|{}~])", r"\\\1", re.sub(r"\s+", " ", text.strip()))
    return re.sub(r"\A(\d*)([#%+=:.)-])(?=\s|#|%)", r"\1\\\2", text)


def heading(record_id: str, text: str) -> str:
    """Return a record's target and its heading of level 3."""
    return f"({record_id})=\n### {escape(text)}"


def items(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a list of labelled entries in Markdown; an entry without content is left out."""
    return "\n".join(f"- **{name}:** {content}" for name, content in pairs if content)


def sentence(text: str) -> str:
    """Return a ledger's text with a capital and a full stop; ids of records in it become links."""
    return finished(NAMED.sub(_named, escape(text)))


def finished(text: str) -> str:
    """Return a ledger's text on one line, with a capital and a full stop."""
    text = " ".join(text.split())
    text = text[:1].upper() + text[1:]
    return text if not text or text.endswith((".", "!", "?", '."')) else f"{text}."


def source_links(source_ids: Iterable[str]) -> str:
    """Return links to the sources' records, by publisher and date, separated by semicolons."""
    return "; ".join(_source_link(record("sources", source_id)) for source_id in source_ids)


def cited(source_ids: Iterable[str]) -> str:
    """Return links to the sources' records with a full stop, or nothing where there are none."""
    links = source_links(source_ids)
    return f"{links}." if links else ""


def cite(ledger: str, record_id: str, when: str) -> tuple[str, str]:
    """Return the entry that says how to cite a record: version, date in words, and address within the book."""
    return "Cite this", f"Qantar {__version__}, {when}, `reference/{ledger}.html#{record_id}`."


def row_link(evidence: str) -> str:
    """Return "table/id", or the name of a table, in words, as a link to the record's page or to the table's."""
    table, _, row = evidence.partition("/")
    if row and table in LEDGERS:
        return f"[{escape(row)}]({table}.md#{row})"
    if table == "institutions":
        return f"[{row.replace('-', ' ')}](people.md#change-{row})"
    named = f"row `{row}` of the table" if row else "the table"
    return f"{named} [{table}](data.md#table-{table})"


def value(fact: Fact) -> str:
    """Return a fact's value as readers see it: thousands separated, dates in words, with the unit."""
    if fact.value_type == "date":
        return label(fact.value)
    unit = f"({fact.unit})" if "=" in fact.unit else fact.unit
    if fact.value_type == "text":
        return f"{fact.value} {unit}".strip()
    return f"{Decimal(fact.value):,} {unit}".strip().replace("-", "\u2212", 1 if fact.value.startswith("-") else 0)


def page(*parts: str, settings: str = "") -> str:
    """Join a page's parts by empty lines; `settings` is YAML for its front matter."""
    front = f"---\n{settings}\n---" if settings else ""
    return "\n\n".join(part.strip("\n") for part in (front, GENERATED, *parts) if part) + "\n"


def _named(match: re.Match[str]) -> str:
    for ledger, kind in LEDGERS.items():
        if match.group() in records(ledger, kind):
            return f"[{match.group()}]({ledger}.md#{match.group()})"
    return match.group()


def _source_link(source: Source) -> str:
    when = f", {label(source.date)}" if source.date else ", undated"
    return f"[{escape(source.publisher)}{when}](sources.md#{source.source_id})"
