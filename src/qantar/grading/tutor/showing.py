"""`show(value)` prints what matters about a value; two right answers print the same lines."""

import inspect
from collections.abc import Mapping, Set
from typing import Any

from qantar.grading.tutor.plain import plain

MARK = " │ "
ROWS = 50


def show(
    value: Any,
    name: str | None = None,
    *,
    by: str | list[str] | None = None,
    ordered_columns: bool = True,
    columns: list[str] | None = None,
    only: list[str] | None = None,
    sorts: bool = True,
    digits: int = 6,
) -> None:
    """Print normalised facts about a value, each line beginning with its name (or its kind).

    Tables: `by` sorts the rows first, `ordered_columns=False` puts the columns in alphabetical order, `columns`
    keeps these alone. Charts: `only` keeps these facts, `sorts=False` leaves sort orders out. Numbers are rounded to
    `digits` significant digits. Whole numbers and floats, categories and texts, tuples, lists and arrays of the same
    values are the same; an unnamed integer index counts as row numbers and is not shown, any other index is.
    """
    options = {"by": by, "ordered_columns": ordered_columns, "columns": columns, "digits": digits}
    options |= {"only": only, "sorts": sorts}
    kind, lines = describe(value, options)
    print(*(f"{name or kind}{MARK}{line}" for line in lines), sep="\n")


def describe(value: Any, options: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the kind of a value and its facts, one per line."""
    digits = options["digits"]
    if value is ...:
        return "value", ["not answered yet"]
    if value is None:
        return "value", ["nothing (None)"]
    if is_chart(value):
        from qantar.grading.tutor.charts import chart_lines

        return "chart", chart_lines(value, options["only"], options["sorts"])
    if type(value).__module__.split(".")[0] == "pandas" and hasattr(value, "index") and hasattr(value, "iloc"):
        from qantar.grading.tutor.frames import column_lines, frame_lines

        return ("column", column_lines(value, options)) if value.ndim == 1 else ("table", frame_lines(value, options))
    if isinstance(value, Mapping):
        items = sorted((plain(key, digits), plain_deep(inner, digits)) for key, inner in value.items())
        return "mapping", [f"{len(items)} entries", *(f"{key}: {inner}" for key, inner in items)]
    if callable(value) and not isinstance(value, type):
        return "function", [describe_function(value)]
    return describe_values(value, digits)


def is_chart(value: Any) -> bool:
    """Say whether a value is an Altair chart or a figure around one."""
    inner = getattr(value, "chart", value)
    return any(cls.__name__ == "TopLevelMixin" for cls in type(inner).__mro__)


def describe_function(function: Any) -> str:
    """Return how many parameters a function takes; their names are free."""
    try:
        count = len(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return "takes unknown parameters"
    return f"takes {count} parameter{'' if count == 1 else 's'}"


def plain_deep(value: Any, digits: int) -> str:
    """Return a scalar, or a sequence in round brackets, as text."""
    if isinstance(value, str):  # in a table the kind of the column tells texts from numbers; here quotes do
        return f'"{plain(value)}"'
    listed = as_list(value)
    if listed is None or isinstance(value, Set):
        return plain(value, digits)
    return "(" + ", ".join(plain_deep(item, digits) for item in listed) + ")"


def as_list(value: Any) -> list[Any] | None:
    """Return the items of a list, tuple, set, range, index or array; None for anything else."""
    if isinstance(value, (list, tuple, range)):
        return list(value)
    if isinstance(value, Set):
        return sorted(value, key=plain)
    if hasattr(value, "tolist") and getattr(value, "ndim", 0) > 0:
        return list(value)
    return None


def describe_values(value: Any, digits: int) -> tuple[str, list[str]]:
    """Return the facts of a sequence or of a single value."""
    items = as_list(value)
    if items is None:
        return "text" if isinstance(value, str) else "value", [plain_deep(value, digits)]
    count = f"{len(items)} value{'' if len(items) == 1 else 's'}"
    return "values", [f"{count}: {', '.join(plain_deep(item, digits) for item in clip(items))}"]


def clip(items: list[Any]) -> list[Any]:
    """Return the items, or the first and last of many."""
    half = ROWS // 2
    return items if len(items) <= ROWS else [*items[:half], ..., *items[-half:]]
