"""Kinds told apart by shape and colour together, so that neither is needed alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

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
