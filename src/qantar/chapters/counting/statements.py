"""Charts of figures as statements: one row for each, with its day and its speaker, read from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from qantar.data.dates import earliest, precision
from qantar.figures.looks import key, own_scales
from qantar.figures.theme import COLOURS
from qantar.models.known import BODIES, body

LOOKS: dict[str, tuple[str, str, str]] = {
    "total": ("circle", "blue", "blue"),
    "one category": ("triangle", "grey", "grey"),
    "taken back": ("cross", "paper", "grey"),
    "other office": ("square", "orange", "orange"),
    "disputed": ("diamond", "paper", "orange"),
    "list": ("circle", "teal", "teal"),
}
"""Kind of statement → shape, fill and outline; what did not stand is hollow, and shape differs with colour."""


WORDS = {"total": "prosecution", "other office": "another office", "list": "list of names"}
"""Kind of statement → its words in a key, where it needs others."""


def short_date(text: str) -> str:
    """Return a partial date for a chart: "9 Jan 2022", or "Jan 2022" where no day is known."""
    first = earliest(text)
    return f"{first.day} {first:%b %Y}" if precision(text) == "day" else f"{first:%b %Y}"


def short_speaker(speaker: str) -> str:
    """Return a speaker of the table `tolls` for a chart: the body, and whether it was quoted by others."""
    name = body(speaker) if body(speaker) in BODIES else speaker.split(" (")[0]
    return name + (", quoted" if "quoted" in speaker and "quoted" not in name else "")


def statement_rows(tolls: pd.DataFrame) -> list[str]:
    """Return the name of the row of each figure, "9 Jan 2022 · Ombudswoman", in the order of `tolls`."""
    return [
        f"{short_date(day)} · {short_speaker(who)}" for day, who in zip(tolls["date"], tolls["speaker"], strict=True)
    ]


def steps_down(table: pd.DataFrame, path: Sequence[str] = ("total",), width: int = 215) -> alt.LayerChart:
    """Return a chart of statements from top to bottom, those of the kinds in `path` joined by a stepped line.

    `table` has the columns row (text, unique, in order), value (number), kind (key of `LOOKS`) and words (text that
    stands to the right). The line keeps each number until the row that replaces it.
    """
    rows = table["row"].tolist()
    height = 25 * len(rows)
    base = alt.Chart(table[["row", "value", "kind", "words"]], width=width, height=height)
    line = alt.Chart(_corners(table[table["kind"].isin(path)])).mark_line(
        color=COLOURS["blue"], strokeWidth=1.5, tooltip=False
    )
    line = line.encode(x=_across("value"), y=row_axis(rows), order="corner:Q")
    marks = statement_marks(base.encode(x=_across("value"), y=row_axis(rows)), set(table["kind"]))
    words = base.mark_text(align="left", x=width + 14, tooltip=False).encode(y=row_axis(rows), text="words:N")
    return line + marks + words


def _corners(table: pd.DataFrame) -> pd.DataFrame:
    """Return the points of the stepped line: down with the old value, then across to the new one."""
    values, rows = table["value"].tolist(), table["row"].tolist()
    points = [(values[0], rows[0])] if values else []
    for old, new, row in zip(values, values[1:], rows[1:], strict=False):
        points += [(old, row), (new, row)]
    return pd.DataFrame(points, columns=["value", "row"]).assign(corner=range(len(points)))


def row_axis(rows: Sequence[str]) -> alt.Y:
    """Return the vertical axis of statements, in the order given, with a faint line for each."""
    axis = alt.Axis(grid=True, ticks=False, domain=False, labelLimit=320)
    return alt.Y("row:N", sort=list(rows), title=None, axis=axis)


def kind_colour(kinds: Sequence[str]) -> alt.Color:
    """Return the colour of a bar by the column `kind`: the outline that the points of that kind have in `LOOKS`."""
    outlines = {kind: COLOURS[look[2]] for kind, look in LOOKS.items() if kind in set(kinds)}
    scale = alt.Scale(domain=list(outlines), range=list(outlines.values()))
    return alt.Color("kind:N", legend=None, scale=scale)


def statement_marks(chart: alt.Chart, kinds: set[str], size: int = 110, shift: float = 0) -> alt.Chart:
    """Return the points of `chart`, drawn by its field `kind` as `LOOKS` says; `kinds` are those that occur.

    `size` is the area of a point in square pixels, `shift` moves the points down by so many pixels.
    """
    looks: Mapping[str, tuple[str, str, str]] = {kind: look for kind, look in LOOKS.items() if kind in kinds}

    def scale(place: int) -> alt.Scale:
        values = [COLOURS.get(look[place], look[place]) for look in looks.values()]
        return alt.Scale(domain=list(looks), range=values)

    return chart.mark_point(size=size, strokeWidth=2, opacity=1, yOffset=shift).encode(
        shape=alt.Shape("kind:N", legend=None, scale=scale(0)),
        fill=alt.Fill("kind:N", legend=None, scale=scale(1)),
        stroke=alt.Stroke("kind:N", legend=None, scale=scale(2)),
    )


def keys(chart: alt.LayerChart, kinds: set[str]) -> alt.LayerChart:
    """Return `chart`, which draws `statement_marks`, with a key of the `kinds` that occur, in words for readers."""
    looks = {WORDS.get(kind, kind): look for kind, look in LOOKS.items() if kind in kinds}
    return own_scales(key(looks, columns=3) + chart)


def _across(field: str) -> alt.X:
    return alt.X(f"{field}:Q", title="Dead", scale=alt.Scale(domainMin=0), axis=alt.Axis(tickCount=5))
