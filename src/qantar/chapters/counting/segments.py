"""Bars cut into named parts, so that a breakdown can be read without a legend."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.figures.theme import COLOURS

ROOM = 34
"""Parts smaller than this (in units of the value) do not hold their name: it stands below the bar."""


def parted_bars(table: pd.DataFrame, *, width: int = 590, end: int = 245) -> alt.LayerChart:
    """Return one bar for each value of the column `bar`, cut into its rows in their order.

    `table` has the columns bar (heading above the bar), part (name), value (number) and colour (a token of COLOURS).
    A part with room holds its number and name; the names of the others stand below the bar, from left to right.
    `end` is the largest value of the axis, `width` is in pixels.
    """
    parts = _with_places(table)
    bars = parts["bar"].unique().tolist()
    row = alt.Y("bar:N", sort=bars, axis=None, scale=alt.Scale(paddingInner=0.62, paddingOuter=0.35))
    across = alt.Scale(domain=[0, end], nice=False)
    base = alt.Chart(parts, width=width, height=88 * len(bars)).encode(y=row)
    blocks = base.mark_bar(stroke=COLOURS["paper"], strokeWidth=1.5).encode(
        x=alt.X("start:Q", title="People", scale=across, axis=alt.Axis(tickCount=6, grid=False)),
        x2="stop:Q",
        color=alt.Color("colour:N", scale=None),
        tooltip=[alt.Tooltip("part:N", title="Called"), alt.Tooltip("value:Q", title="People")],
    )
    middle = alt.X("middle:Q", scale=across)
    inside = base.transform_filter("datum.roomy").mark_text(color=COLOURS["paper"], fontWeight=600, tooltip=False)
    return (
        blocks + inside.encode(x=middle, text="named:N") + _headings(parts, base, across) + _below(parts, base, across)
    )


def _with_places(table: pd.DataFrame) -> pd.DataFrame:
    stop = table.groupby("bar", sort=False)["value"].cumsum()
    start = stop - table["value"]
    return table.assign(
        colour=table["colour"].map(COLOURS),
        start=start,
        stop=stop,
        middle=(start + stop) / 2,
        roomy=table["value"] >= ROOM,
        named=table["value"].astype(str) + " " + table["part"],
    )


def _headings(parts: pd.DataFrame, base: alt.Chart, across: alt.Scale) -> alt.Chart:
    heads = parts.groupby("bar", sort=False, as_index=False)["start"].min()
    text = base.properties(data=heads).mark_text(align="left", dy=-26, fontWeight=600, tooltip=False)
    return text.encode(x=alt.X("start:Q", scale=across), text="bar:N")


def _below(parts: pd.DataFrame, base: alt.Chart, across: alt.Scale) -> alt.Chart:
    """Name the small parts in one line that ends where the bar ends."""
    small = parts[~parts["roomy"]].groupby("bar", sort=False, as_index=False)
    line = small.agg(stop=("stop", "max"), words=("named", ", ".join))
    line["words"] = "at the end: " + line["words"]
    text = base.properties(data=line).mark_text(align="right", dy=26, color=COLOURS["muted"], tooltip=False)
    return text.encode(x=alt.X("stop:Q", scale=across), text="words:N")
