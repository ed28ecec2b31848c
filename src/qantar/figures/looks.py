"""Kinds told apart by shape and colour together, so that neither is needed alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from qantar.figures.theme import COLOURS


def shape_and_colour(
    field: str, looks: Mapping[Any, tuple[str, str]], key: alt.Legend | None = None
) -> dict[str, alt.Shape | alt.Color]:
    """Return the encodings `shape` and `color` of points by the column `field`, with one legend, `key`, or with none.

    `looks` maps each value of the column to a shape and a token of `COLOURS`; a token unknown there raises KeyError.
    """
    kinds = list(looks)
    shapes, colours = [shape for shape, _ in looks.values()], [COLOURS[token] for _, token in looks.values()]
    return {
        "shape": alt.Shape(f"{field}:N", title=None, legend=key).scale(domain=kinds, range=shapes),
        "color": alt.Color(f"{field}:N", title=None, legend=key).scale(domain=kinds, range=colours),
    }


def key(looks: Mapping[str, tuple[str, str, str]], columns: int = 0, orient: str = "top") -> alt.Chart:
    """Return a layer that draws nothing but a key beside the chart: words → shape, fill and outline (tokens).

    A chart that uses shapes, fills or strokes of its own resolves these scales as independent.
    """
    shapes, fills, lines = (list(part) for part in zip(*looks.values(), strict=True))
    legend = alt.Legend(
        title=None, orient=orient, labelLimit=400, symbolOpacity=1, symbolStrokeWidth=2, columns=columns
    )
    ranges = {"shape": shapes, "fill": [COLOURS[one] for one in fills], "stroke": [COLOURS[one] for one in lines]}
    channels = {"shape": alt.Shape, "fill": alt.Fill, "stroke": alt.Stroke}
    encodings = {
        name: channels[name]("key:N", legend=legend, scale=alt.Scale(domain=list(looks), range=ranges[name]))
        for name in channels
    }
    rows = pd.DataFrame({"key": list(looks)})
    return alt.Chart(rows).mark_point(opacity=0, filled=True, size=90, tooltip=False).encode(**encodings)


BAR = "M-1.1,-0.45H1.1V0.45H-1.1Z"
"""A bar as the shape of a key."""
TICK = "M-0.15,-0.9H0.15V0.9H-0.15Z"
"""A tick as the shape of a key."""
LINE = "M-1.1,-0.12H1.1V0.12H-1.1Z"
"""A line as the shape of a key."""


def own_scales(chart: alt.LayerChart) -> alt.LayerChart:
    """Return `chart` with the shapes and colours of its `key` apart from those of its other layers."""
    return chart.resolve_scale(shape="independent", fill="independent", stroke="independent", color="independent")
