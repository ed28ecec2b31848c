"""Lines that carry their own names, so that a chart needs no legend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from qantar.errors import QantarError

SIDES = {"above": (4, -12), "below": (4, 16), "right": (10, 0)}
"""Side of its line on which a name stands → distance in pixels to the right and downwards."""


def named_lines(
    table: pd.DataFrame,
    *,
    x: alt.X,
    y: alt.Y,
    series: str,
    at: Mapping[str, Any],
    side: Mapping[str, str] | None = None,
) -> alt.LayerChart:
    """Return one line for each value of the column `series`, told apart by colour, dash and a name beside it.

    `x` and `y` name columns of `table`. `at` gives, per series, the value of the `x` column where its name stands, and
    `side` the side of the line ("above" unless given, "below" or "right"). The order of `at` is the order of colours.
    A series without a point at its value of `at` raises QantarError, for its name would be lost.
    """
    order = list(at)
    across = str(x.to_dict()["field"])
    shifts = [SIDES[(side or {}).get(name, "above")] for name in order]
    places = pd.DataFrame(shifts, columns=["right", "down"]).assign(**{series: order})
    places[across] = pd.Series(list(at.values()), dtype=table[across].dtype)
    named = table.merge(places, on=[series, across])
    if lost := [name for name in order if name not in set(named[series])]:
        raise QantarError(
            f"The line {lost[0]!r} has no point at {at[lost[0]]!r}; name a value of its column {across!r}."
        )
    colour = alt.Color(f"{series}:N", scale=alt.Scale(domain=order), legend=None)
    dash = alt.StrokeDash(f"{series}:N", scale=alt.Scale(domain=order), legend=None)
    lines = alt.Chart(table).mark_line().encode(x=x, y=y, color=colour, strokeDash=dash)
    names = alt.Chart(named).encode(x=x, y=y, color=colour, text=f"{series}:N")
    return lines + names.mark_text(align="left", fontWeight=600, dx=alt.expr("datum.right"), dy=alt.expr("datum.down"))
