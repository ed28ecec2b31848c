"""How much room a plot's words take, by its specification: labels are laid out before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

LETTER = 6.4
"""Pixels that a letter of a label takes on average."""
PITCH = 38
"""Pixels from row to row where the names stand above their rows."""
AXIS, EDGE = 46, 8
"""Pixels: the room of a vertical axis of numbers, and the rim of a drawing."""
Spec = dict[str, Any]


def parts(spec: Any) -> Iterator[Spec]:
    """Give the charts of a specification, from the outside in."""
    if not isinstance(spec, dict):
        return
    yield spec
    for key in ("layer", "vconcat", "hconcat", "concat"):
        for part in spec.get(key, []):
            yield from parts(part)
    yield from parts(spec.get("spec"))


def marks(view: Spec) -> list[Spec]:
    """Return the marks of a plot and its layers that say more than their kind."""
    return [part["mark"] for part in parts(view) if isinstance(part.get("mark"), dict)]


def width_of(view: Spec) -> float:
    """Return the width of a plot in pixels; 200 where it has none of its own."""
    sizes = [part["width"] for part in parts(view) if isinstance(part.get("width"), (int, float))]
    return sizes[0] if sizes else 200


def row_names(view: Spec, datasets: dict[str, Any]) -> list[str]:
    """Return the names on the vertical axis of a plot, if it has names and shows them."""
    for part in parts(view):
        y = part.get("encoding", {}).get("y", {})
        if y.get("type") in ("nominal", "ordinal") and y.get("axis", {}) is not None:
            known = [row.get(y["field"]) for row in data_of(part, view, datasets)]
            sort = y.get("sort") if isinstance(y.get("sort"), list) else y.get("scale", {}).get("domain", [])
            names = list(sort) or list(dict.fromkeys(name for name in known if name is not None))
            return [str(name) for name in names] or ["name computed in the chart"]
    return []


def data_of(part: Spec, view: Spec, datasets: dict[str, Any]) -> list[Spec]:
    """Return the rows that a layer draws: its own, those of its plot, or those of the whole."""
    for source in (part.get("data"), view.get("data"), {"name": "rows"}):
        found = datasets.get((source or {}).get("name"), [])
        if found and isinstance(found[0], dict):
            return found
    return []


def room_beside(rows: list[str], view: Spec) -> float:
    """Return the room that names or numbers left of the plot take."""
    if rows:
        return 14 + LETTER * longest(rows)
    upright = [part["encoding"]["y"] for part in parts(view) if "field" in part.get("encoding", {}).get("y", {})]
    return EDGE if all(y.get("axis", 0) is None for y in upright) else AXIS


def fixed_places(view: Spec, name: str) -> list[float]:
    """Return the fixed places of the text marks of a plot."""
    return [
        mark[name] for mark in marks(view) if mark.get("type") == "text" and isinstance(mark.get(name), (int, float))
    ]


def room_right_of(view: Spec, old: float, datasets: dict[str, Any]) -> float:
    """Return the room that words right of the plot take."""
    letters = 0
    for part in parts(view):
        mark = part.get("mark")
        if isinstance(mark, dict) and isinstance(mark.get("x"), (int, float)) and mark["x"] > old:
            field = part["encoding"]["text"].get("field")
            letters = max([letters, *(len(str(row.get(field) or "")) for row in data_of(part, view, datasets))])
    return LETTER * letters + EDGE if letters else 0


def growth(view: Spec, rows: list[str], lifted: bool, above: float) -> float:
    """Return by how much a plot grows, so that names find room above their rows, or where only places are drawn."""
    old = next((part["height"] for part in parts(view) if "height" in part), None)
    if not isinstance(old, (int, float)):
        return 1
    if not lifted:
        return 1.35 if is_free(view) else 1
    return min(2, max(1, max(PITCH, 2 * above + 8) * len(rows) / old)) if len(rows) > 1 else 1.6


def is_free(view: Spec) -> bool:
    """Say whether a plot has no axis: its marks stand where there is room, and names beside them."""
    axes = [part["encoding"][name] for part in parts(view) for name in "xy" if name in part.get("encoding", {})]
    return bool(axes) and all("axis" in one and one["axis"] is None for one in axes)


def longest(rows: list[str]) -> int:
    """Return the letters of the longest name."""
    return max((len(row) for row in rows), default=0)


def height_of_names(view: Spec) -> float:
    """Return how far above its row a name stands: clear of bars and cells."""
    if is_grid(view):
        return 18
    points = [mark for mark in marks(view) if mark["type"] == "point"]
    raised = -min([0, *(mark["yOffset"] for mark in points if isinstance(mark.get("yOffset"), int))])
    bars = [mark["height"] for mark in marks(view) if mark.get("type") == "bar" and isinstance(mark.get("height"), int)]
    return max([14 + 2 * raised, *(height / 2 + 9 for height in bars)])


def has_words_beside(view: Spec) -> bool:
    """Say whether words stand right of marks: at the last mark they need room of their own."""
    words = [mark for mark in marks(view) if mark.get("type") == "text" and mark.get("align") == "left"]
    return any(isinstance(mark.get("dx"), int) and mark["dx"] > 7 for mark in words)


def is_grid(view: Spec) -> bool:
    """Say whether a plot is a grid of cells."""
    kinds = {mark.get("type") for mark in marks(view)}
    return "rect" in kinds and "point" not in kinds
