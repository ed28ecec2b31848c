"""The page of the data dictionary: every table as its description in the Data Package tells it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from qantar.data import describe, tables
from qantar.data.dates import label
from qantar.reference.markdown import cite, escape, items, page, sentence

INTRODUCTION = """# Data

The {count} tables of this book: what each holds, where it comes from, who may use it how, how it was made, and what it
cannot say. `qantar.data.load("NAME")` loads a table in a notebook; `qantar.data.describe("NAME")` gives this
description. The descriptions follow the Data Package standard and lie beside the tables as `datapackage.json`. Read
the caveats before you count. *Evidence checked to* is the day up to which the sources of a table were looked through;
what came out later is not in it. A partial date is a year, a month or a day, as exact as the source.

<a href="../../_data/qantar-data.zip" download>All tables and their descriptions as one Data Package (zip)</a>"""
TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "date": "date",
    "datetime": "date and time",
}
"""Per type of the Data Package standard its words."""
SEPARATORS = {";": "semicolons", " | ": "upright bars"}
"""Per separator of a list its name."""


def data_page() -> str:
    """Return the whole page as MyST Markdown, tables in alphabetical order, their fields folded."""
    return page(INTRODUCTION.format(count=len(tables())), *(_table(describe(name)) for name in tables()))


def _table(one: dict) -> str:
    head = f"(table-{one['name']})=\n## {escape(one['title'])}"
    lines = items(
        [
            ("Name", f"`{one['name']}`"),
            ("Rows", f"{one['rows']:,}."),
            ("Key", ", ".join(f"`{name}`" for name in one["schema"]["primaryKey"])),
            ("Sources", f"{'; '.join(map(_source, one['sources']))}."),
            ("Licence", _licence(one)),
            ("How it was made", sentence(one["made"])),
            ("Evidence checked to", f"{label(one['evidenceChecked'])}."),
            ("Download", f'<a href="../../_tables/{one["path"]}" download>{one["path"]}</a>'),
            cite("data", f"table-{one['name']}", label(one["evidenceChecked"])),
        ]
    )
    caveats = "\n".join(["**Caveats**", "", *(f"- {sentence(caveat)}" for caveat in one["caveats"])])
    return "\n\n".join([head, sentence(one["description"]), lines, caveats, _fields(one["schema"])])


def _source(one: dict) -> str:
    when = f", {label(one['date'])}" if one.get("date") else ""
    title = escape(one["title"])
    return f"[{title}](sources.md#{one['source_id']}){when}" if "source_id" in one else f"{title}{when}"


def _licence(one: dict) -> str:
    links = "; ".join(
        f"[{escape(licence['title'])}](<{quote(licence['path'], safe=':/?#@!&=+,;%~')}>)" for licence in one["licenses"]
    )
    return f"{links}. Checked on {label(one['licenseChecked'])}. {sentence(one.get('licenseNote', ''))}".strip()


def _fields(schema: dict) -> str:
    """Return the list of fields inside an HTML element that opens on demand."""
    targets = {key["fields"][0]: key["reference"]["resource"] for key in schema.get("foreignKeys", [])}
    lines = "\n".join(_field(field, targets.get(field["name"], "")) for field in schema["fields"])
    summary = f"<summary>{len(schema['fields'])} fields</summary>"
    return f"<details>\n{summary}\n\n{lines}\n\n</details>"


def _field(one: dict, target: str) -> str:
    target = target or one.get("references", {}).get("resource", "")
    kind = ", ".join(_kind(one))
    parts = [f"- `{one['name']}` ({kind})", _said(one["description"]), *_rules(one.get("constraints", {}))]
    parts += [f"See the table [{target}](data.md#table-{target})."] if target else []
    return " ".join(filter(None, parts))


def _said(text: str) -> str:
    """Return a field's description as a sentence that keeps a small first letter: it may be a code."""
    return text[:1] + sentence(text)[1:] if text[:1].islower() else sentence(text)


def _kind(one: dict) -> Iterator[str]:
    yield "partial date" if one.get("partialDate") else TYPES[one["type"]]
    if "list" in one:
        yield f"a list separated by {SEPARATORS.get(one['list'], one['list'])}"
    if one.get("unit"):
        yield f"unit: {escape(one['unit'])}"


def _rules(rules: dict) -> Iterator[str]:
    if "enum" in rules:
        yield f"Allowed: {', '.join(f'`{value}`' for value in rules['enum'])}."
    if "minimum" in rules or "maximum" in rules:
        limits = [("at least", rules.get("minimum")), ("at most", rules.get("maximum"))]
        yield f"Value: {', '.join(f'{words} {limit}' for words, limit in limits if limit is not None)}."
    if rules.get("required"):
        yield "Never empty."
    if rules.get("unique"):
        yield "Unique."
