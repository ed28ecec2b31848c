"""From the drawing of a chart for a wide page to the one for a phone: the same marks, put together anew."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

ROOM = 324
"""Width in pixels that a phone of 360 pixels leaves for a drawing."""
LETTER = 6.4
"""Pixels that a letter of a label takes on average; labels are laid out before anything is drawn."""
LONGEST = 13
"""Letters of a row's name from which on it stands above its row, for beside it too little would be left."""
PITCH = 38
"""Pixels from row to row where the names stand above their rows."""
LINE = 15
"""Pixels of a line of words."""
LEAST, AXIS, EDGE, NAMES, WORD = 120, 46, 8, 130, 60
"""Pixels: the narrowest plot, the room of a vertical axis of numbers, the rim of a drawing, drawn names, a word."""
Spec = dict[str, Any]


def narrow(spec: Spec) -> Spec:
    """Return the Vega-Lite `spec` of a published figure as a phone has room for it.

    Charts beside each other come to stand below each other, long names of rows above their rows, keys in columns that
    fit; what stood at a fixed place keeps its share of the width.
    """
    spec = copy.deepcopy(spec)
    _stack(spec)
    views = list(_views(spec))
    for view in views:
        _fit(view, spec.get("datasets", {}), alone=len(views) == 1)
    for part in _parts(spec):
        _fit_legends(part)
    return spec


def _stack(spec: Spec) -> None:
    """Put charts and panels below each other."""
    for part in list(_parts(spec)):
        if "hconcat" in part:
            part["vconcat"] = part.pop("hconcat")
            part["spacing"] = 24
            _name_rows_again(part)
        if "facet" in part:
            _stack_panels(part)


def _name_rows_again(part: Spec) -> None:
    """Show the names of rows in each chart: they stood at the first one only while the others were beside it."""
    for one in _parts(part):
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


def _parts(spec: Any) -> Iterator[Spec]:
    """Give the charts of a specification, from the outside in."""
    if not isinstance(spec, dict):
        return
    yield spec
    for key in ("layer", "vconcat", "hconcat", "concat"):
        for part in spec.get(key, []):
            yield from _parts(part)
    yield from _parts(spec.get("spec"))


def _views(spec: Spec, columns: int = 1) -> Iterator[Spec]:
    """Give the charts that have a plot of their own; a chart of layers is one."""
    below = [part for key in ("vconcat", "concat") for part in spec.get(key, [])]
    if "spec" in spec:
        below, columns = [spec["spec"]], spec.get("columns", 1)
    for part in below:
        yield from _views(part, columns)
    if not below:
        spec.setdefault("usermeta", {})
        spec["_columns"] = columns
        yield spec


def _fit(view: Spec, datasets: dict[str, Any], alone: bool) -> None:
    """Give a plot the width that its axes leave; plots below each other begin at one line."""
    columns, old = view.pop("_columns"), _size(view, "width")
    if not view["usermeta"]:
        del view["usermeta"]
    rows = _rows(view, datasets)
    lifted, said = _longest(rows) > LONGEST, _right_of(view, old, datasets)
    beside = EDGE if lifted else _beside(rows, view)
    outside = max([0, *(-x for x in _fixed(view, "x") if x < 0)])
    texts = 0 if lifted else said
    left = max(beside, NAMES if outside else 0, 0 if alone else AXIS)
    if _is_free(view) or not alone and _has_words_beside(view):
        texts += WORD
    new = max(LEAST, round((ROOM - EDGE - 24 * (columns - 1)) / columns - left - texts))
    long = lifted and said > 0 and _longest(rows) + said / LETTER > ROOM / LETTER
    above = _above(view) + (LINE if long else 0)
    tall = _height(view, rows, lifted, above)
    for part in _parts(view):
        _resize(part, old, new, tall, lifted)
        if long:
            _words_below(part)
        if lifted:
            _lift(part, above, _is_grid(view))


def _size(view: Spec, name: str) -> float:
    sizes = [part[name] for part in _parts(view) if isinstance(part.get(name), (int, float))]
    return sizes[0] if sizes else 200


def _rows(view: Spec, datasets: dict[str, Any]) -> list[str]:
    """Return the names on the vertical axis of a plot, if it has names and shows them."""
    for part in _parts(view):
        y = part.get("encoding", {}).get("y", {})
        if y.get("type") in ("nominal", "ordinal") and y.get("axis", {}) is not None:
            known = [row.get(y["field"]) for row in _data(part, view, datasets)]
            sort = y.get("sort") if isinstance(y.get("sort"), list) else y.get("scale", {}).get("domain", [])
            names = list(sort) or list(dict.fromkeys(name for name in known if name is not None))
            return [str(name) for name in names] or ["name computed in the chart"]
    return []


def _data(part: Spec, view: Spec, datasets: dict[str, Any]) -> list[Spec]:
    for source in (part.get("data"), view.get("data"), {"name": "rows"}):
        found = datasets.get((source or {}).get("name"), [])
        if found and isinstance(found[0], dict):
            return found
    return []


def _beside(rows: list[str], view: Spec) -> float:
    if rows:
        return 14 + LETTER * max(len(row) for row in rows)
    hidden = all(part.get("encoding", {}).get("y", {}).get("axis", 0) is None for part in _parts(view) if _has_y(part))
    return EDGE if hidden else AXIS


def _has_y(part: Spec) -> bool:
    return "field" in part.get("encoding", {}).get("y", {})


def _fixed(view: Spec, name: str) -> list[float]:
    """Return the fixed places of the text marks of a plot."""
    marks = [part["mark"] for part in _parts(view) if isinstance(part.get("mark"), dict)]
    return [mark[name] for mark in marks if mark.get("type") == "text" and isinstance(mark.get(name), (int, float))]


def _right_of(view: Spec, old: float, datasets: dict[str, Any]) -> float:
    """Return the room that words right of the plot take."""
    longest = 0
    for part in _parts(view):
        mark = part.get("mark")
        if isinstance(mark, dict) and isinstance(mark.get("x"), (int, float)) and mark["x"] > old:
            field = part["encoding"]["text"].get("field")
            longest = max([longest, *(len(str(row.get(field) or "")) for row in _data(part, view, datasets))])
    return LETTER * longest + EDGE if longest else 0


def _height(view: Spec, rows: list[str], lifted: bool, above: float) -> float:
    """Return by how much a plot grows, so that names find room above their rows, or where only places are drawn."""
    old = next((part["height"] for part in _parts(view) if "height" in part), None)
    if not isinstance(old, (int, float)):
        return 1
    if not lifted:
        return 1.35 if _is_free(view) else 1
    return min(2, max(1, max(PITCH, 2 * above + 8) * len(rows) / old)) if len(rows) > 1 else 1.6


def _is_free(view: Spec) -> bool:
    """Say whether a plot has no axis: its marks stand where there is room, and names beside them."""
    axes = [part["encoding"][name] for part in _parts(view) for name in "xy" if name in part.get("encoding", {})]
    return bool(axes) and all("axis" in one and one["axis"] is None for one in axes)


def _longest(rows: list[str]) -> int:
    return max((len(row) for row in rows), default=0)


def _above(view: Spec) -> float:
    """Return how far above its row a name stands: clear of bars and cells."""
    marks = [part["mark"] for part in _parts(view) if isinstance(part.get("mark"), dict)]
    if _is_grid(view):
        return 18
    raised = -min(
        [0, *(one["yOffset"] for one in marks if one["type"] == "point" and isinstance(one.get("yOffset"), int))]
    )
    bars = [mark["height"] for mark in marks if mark.get("type") == "bar" and isinstance(mark.get("height"), int)]
    return max([14 + 2 * raised, *(height / 2 + 9 for height in bars)])


def _has_words_beside(view: Spec) -> bool:
    """Say whether words stand right of marks: at the last mark they need room of their own."""
    marks = [part["mark"] for part in _parts(view) if isinstance(part.get("mark"), dict)]
    return any(
        mark.get("type") == "text"
        and mark.get("align") == "left"
        and isinstance(mark.get("dx"), int)
        and mark["dx"] > 7
        for mark in marks
    )


def _is_grid(view: Spec) -> bool:
    """Say whether a plot is a grid of cells."""
    kinds = {part["mark"].get("type") for part in _parts(view) if isinstance(part.get("mark"), dict)}
    return "rect" in kinds and "point" not in kinds


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
