"""`publish()`: the one way from an Altair chart to a figure that can be read without seeing it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from qantar.errors import QantarError
from qantar.figures.table import chart_table, table_record
from qantar.figures.theme import config

MIME = "application/vnd.vegalite.v5+json"
"""JupyterLab draws this type by itself, offline; the version 6 type is drawn nowhere."""
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
DESCRIPTION_LENGTH = range(80, 401)
LINE = 95
"""Letters of a line above a chart."""


@dataclass(frozen=True)
class Figure:
    """A chart ready for JupyterLab and for the book.

    `spec` is a Vega-Lite specification; `meta` holds id, title, shown, description, sources, table (columns, rows) and,
    for explorers, the caveat and the fields of the table. `extra` may add further MIME types (an ipywidgets panel).
    """

    spec: dict[str, Any]
    meta: dict[str, Any]
    extra: dict[str, Any] = field(default_factory=dict)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        spec = copy.deepcopy(self.spec)
        spec["usermeta"] = {"qantar": self.meta}
        text = f"{self.meta['title']}. {self.meta['description']}"
        return {MIME: spec, "text/plain": text, **self.extra}


def publish(
    chart: alt.TopLevelMixin,
    *,
    title: str,
    description: str,
    sources: Sequence[str],
    shown: str = "",
    table: pd.DataFrame | None = None,
    id: str | None = None,
) -> Figure:
    """Return `chart` as a `Figure` with everything a reader needs who cannot see or trust it.

    `title` says what is found, in a sentence that is true of the data drawn; `shown` says what is drawn: what, where,
    when, in which unit; `description` (80 to 400 characters) tells a blind reader what is shown, the main
    pattern and the range, without repeating the title; `sources` are ids of the table `sources`; `table` is the data
    behind the chart with readable column names (default: the encoded columns of the chart's own data); `id` is the
    figure's address on the page (default: made from the title). Raises `QantarError` when any of this is missing.
    """
    _check_texts(title, description)
    meta = {
        "id": id or slug(title),
        "title": title,
        **({"shown": shown} if shown else {}),
        "description": description,
        "sources": source_records(sources, title),
        "table": table_record(chart_table(chart, title) if table is None else table),
    }
    return Figure(notebook_spec(chart, meta), meta)


def slug(text: str) -> str:
    """Return `text` as an address: lower case, letters and digits, single hyphens, at most 60 characters."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].rstrip("-")


def source_records(ids: Sequence[str], title: str) -> list[dict[str, str]]:
    """Return id, publisher, title and date of each source; `QantarError` for none or an unknown one."""
    from qantar.data.records import records

    if isinstance(ids, str) or not ids:
        raise QantarError(f"The figure “{title}” names no source: give publish() a list, sources=['source-id', …].")
    known = records("sources")
    unknown = [source for source in ids if source not in known]
    if unknown:
        raise QantarError(
            f"The figure “{title}” names an unknown source, {unknown[0]!r}: use an id of load('sources')."
        )
    return [{"id": i, **{name: getattr(known[i], name) for name in ("publisher", "title", "date")}} for i in ids]


def notebook_spec(chart: alt.TopLevelMixin, meta: dict[str, Any]) -> dict[str, Any]:
    """Return the Vega-Lite specification with theme, title and source line, the same bytes for the same data."""
    spec = json.loads(json.dumps(chart.to_dict(), sort_keys=True))
    spec["$schema"] = SCHEMA
    spec["config"] = config()
    spec["description"] = meta["description"]
    names = dict.fromkeys(source["publisher"] for source in meta["sources"])
    source, shown = f"Source: {'; '.join(names)}", wrap(meta.get("shown", ""), LINE)
    title = wrap(meta["title"], LINE - 15)
    spec["title"] = {"text": title if title[1:] else title[0], "subtitle": [*shown, source] if shown else source}
    return spec


def _check_texts(title: str, description: str) -> None:
    if not title or not title.strip():
        raise QantarError("The figure has no title: give publish() title='what is found'.")
    if not description or len(description) not in DESCRIPTION_LENGTH:
        raise QantarError(
            f"The figure “{title}” needs a description of 80 to 400 characters that says what is shown, the main "
            f"pattern and the range; it has {len(description or '')}."
        )
    if title.lower() in description.lower():
        raise QantarError(f"The description of the figure “{title}” repeats its title: describe the pattern instead.")
