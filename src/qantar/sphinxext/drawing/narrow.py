"""From the drawing of a chart for a wide page to the one for a phone: the same marks, put together anew."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from qantar.sphinxext.drawing.room import (
    AXIS,
    EDGE,
    LETTER,
    PITCH,
    Spec,
    fixed_places,
    growth,
    has_words_beside,
    height_of_names,
    is_free,
    is_grid,
    longest,
    parts,
    room_beside,
    room_right_of,
    row_names,
    width_of,
)

ROOM = 324
"""Width in pixels that a phone of 360 pixels leaves for a drawing."""
LONGEST = 13
"""Letters of a row's name from which on it stands above its row, for beside it too little would be left."""
LINE = 15
"""Pixels of a line of words."""
LEAST, NAMES, WORD = 120, 130, 60
"""Pixels: the narrowest plot, drawn names, a word."""


def narrow(spec: Spec) -> Spec:
    """Return the Vega-Lite `spec` of a published figure as a phone has room for it.

    Charts beside each other come to stand below each other, long names of rows above their rows, keys in columns that
    fit; what stood at a fixed place keeps its share of the width.
    """
    spec = copy.deepcopy(spec)
    _stack(spec)
    views = list(_views(spec))
    for view, columns in views:
        _fit(view, columns, spec.get("datasets", {}), alone=len(views) == 1)
    for part in parts(spec):
        _fit_legends(part)
    return spec


def _stack(spec: Spec) -> None:
    """Put charts and panels below each other."""
    for part in list(parts(spec)):
        if "hconcat" in part:
            part["vconcat"] = part.pop("hconcat")
            part["spacing"] = 24
            _name_rows_again(part)
        if "facet" in part:
            _stack_panels(part)


def _name_rows_again(part: Spec) -> None:
    """Show the names of rows in each chart: they stood at the first one only while the others were beside it."""
    for one in parts(part):
        axis = one.get("encoding", {}).get("y", {}).get("axis")
        if isinstance(axis, dict) and axis.get("labels") is False and one["encoding"]["y"]["type"] == "nominal":
            del axis["labels"]


def _stack_panels(part: Spec) -> None:
    facet = part["facet"]
    if "column" in facet:
        header = {**facet["column"].get("header", {}), "orient": "top", "labelAnchor": "start"}
        part["facet"] = {**facet["column"], "header": header}
        part["columns"] = 1
        part["facet"].pop("spacing", None)
    else:
        small = part["spec"].get("width", ROOM) <= ROOM / 2
        part["columns"] = 2 if small and part.get("columns", 1) > 1 else 1


def _views(spec: Spec, columns: int = 1) -> Iterator[tuple[Spec, int]]:
    """Give the charts that have a plot of their own (layers share one), with how many stand beside each other."""
    below = [part for key in ("vconcat", "concat") for part in spec.get(key, [])]
    if "spec" in spec:
        below, columns = [spec["spec"]], spec.get("columns", 1)
    for part in below:
        yield from _views(part, columns)
    if not below:
        yield spec, columns


def _fit(view: Spec, columns: int, datasets: dict[str, Any], alone: bool) -> None:
    """Give a plot the width that its axes leave; plots below each other begin at one line."""
    old = width_of(view)
    rows = row_names(view, datasets)
    lifted, said = longest(rows) > LONGEST, room_right_of(view, old, datasets)
    beside = EDGE if lifted else room_beside(rows, view)
    outside = max([0, *(-x for x in fixed_places(view, "x") if x < 0)])
    texts = 0 if lifted else said
    left = max(beside, NAMES if outside else 0, 0 if alone else AXIS)
    if is_free(view) or not alone and has_words_beside(view):
        texts += WORD
    new = max(LEAST, round((ROOM - EDGE - 24 * (columns - 1)) / columns - left - texts))
    long = lifted and said > 0 and longest(rows) + said / LETTER > ROOM / LETTER
    above = height_of_names(view) + (LINE if long else 0)
    tall = growth(view, rows, lifted, above)
    for part in parts(view):
        _resize(part, old, new, tall, lifted)
        if long:
            _words_below(part)
        if lifted:
            _lift(part, above, is_grid(view))


def _resize(part: Spec, old: float, new: float, tall: float, lifted: bool) -> None:
    if isinstance(part.get("width"), (int, float)):
        part["width"] = new
    if isinstance(part.get("height"), (int, float)):
        part["height"] = round(part["height"] * tall)
    elif isinstance(part.get("height"), dict) and lifted:
        part["height"] = {"step": PITCH}
    encoding = part.get("encoding", {})
    for channel, factor in (("x", new / old), ("x2", new / old), ("y", tall)):
        place = encoding.get(channel)
        if isinstance(place, dict):
            _scale_place(place, old, new, factor)
    mark = part.get("mark")
    if isinstance(mark, dict) and mark.get("fontSize", 12) < 12:
        mark["fontSize"] = 12
    if isinstance(mark, dict) and isinstance(mark.get("x"), (int, float)):
        _keep_beside(mark, old, new, lifted)
    _fewer_ticks(encoding.get("x", {}), new)


def _words_below(part: Spec) -> None:
    """Put words that are too long beside the name of their row into a line of their own below it."""
    mark = part.get("mark")
    if isinstance(mark, dict) and mark.get("type") == "text" and mark.get("align") == "right" and mark.get("x"):
        mark |= {"align": "left", "x": 4}


def _scale_place(place: Spec, old: float, new: float, factor: float) -> None:
    if isinstance(place.get("value"), (int, float)) and place["value"] > 0:
        place["value"] = round(place["value"] * factor)
    extent = (place.get("scale") or {}).get("range")
    if isinstance(extent, list) and extent[-1] == old:
        place["scale"]["range"] = [round(one * new / old, 1) for one in extent]


def _keep_beside(mark: Spec, old: float, new: float, lifted: bool) -> None:
    """Keep a text at its side of the plot; right of it only where the names of the rows are not above them."""
    if mark["x"] > old and lifted:
        mark |= {"x": new, "align": "right", "dy": mark.get("dy", 0) - 14}
    elif mark["x"] > old:
        mark["x"] = new + mark["x"] - old
    elif mark["x"] > 0:
        mark["x"] = round(mark["x"] * new / old)


def _fewer_ticks(x: Spec, new: float) -> None:
    axis = x.get("axis")
    if not isinstance(axis, dict) and x.get("type") in ("quantitative", "temporal"):
        axis = x["axis"] = {} if axis is None and "axis" not in x else axis
    if isinstance(axis, dict) and x.get("type") in ("quantitative", "temporal"):
        if "values" not in axis:
            axis.setdefault("tickCount", 5)
            if isinstance(axis["tickCount"], int):
                axis["tickCount"] = min(axis["tickCount"], 5)
        axis["titleLimit"] = ROOM - 20


def _lift(part: Spec, above: float, grid: bool) -> None:
    """Put the names of the rows above them, into the plot."""
    y = part.get("encoding", {}).get("y", {})
    if y.get("type") in ("nominal", "ordinal") and y.get("axis", {}) is not None:
        place = {
            "labelAlign": "left",
            "labelPadding": -4,
            "labelOffset": -above,
            "labelLimit": ROOM - 10,
            "minExtent": 0,
        }
        y["axis"] = {**y.get("axis", {}), **place, "ticks": False, "domain": False, "maxExtent": 0, "titleOpacity": 0}
        y["axis"]["zindex"] = 1
    mark = part.get("mark")
    if grid and isinstance(mark, dict) and mark.get("type") == "rect":
        mark["height"] = {"band": 0.5}


def _fit_legends(part: Spec) -> None:
    """Put every key above or below the plot, in as many columns as fit."""
    for encoding in part.get("encoding", {}).values():
        legend = encoding.get("legend") if isinstance(encoding, dict) else None
        domain = (encoding.get("scale") or {}).get("domain") if isinstance(encoding, dict) else None
        if isinstance(legend, dict) and isinstance(domain, list):
            widest = 34 + LETTER * max(len(str(word)) for word in domain)
            legend["columns"] = max(1, int(ROOM // widest))
            legend["labelLimit"] = ROOM - 40
            legend["orient"] = legend.get("orient", "top") if legend.get("orient") != "right" else "top"
