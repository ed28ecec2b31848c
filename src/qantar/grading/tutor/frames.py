"""The facts of a pandas table: shape, names, kinds and rounded values."""

from typing import Any

import pandas as pd

from qantar.grading.tutor.plain import plain
from qantar.grading.tutor.tables import LABEL, SHOWN, joined, kinds_line, shape_line

KINDS = {
    "integer": "number",
    "floating": "number",
    "mixed-integer-float": "number",
    "decimal": "number",
    "boolean": "truth",
    "string": "text",
    "datetime64": "date",
    "datetime": "date",
    "date": "date",
    "timedelta64": "duration",
    "timedelta": "duration",
    "period": "period",
    "empty": "empty",
}


def frame_lines(frame: pd.DataFrame, options: dict[str, Any]) -> list[str]:
    """Return the lines of a table after bringing its columns and rows into the order asked for."""
    missing = [plain(name) for name in asked_for(options) if name not in frame.columns]
    frame = frame if missing else arranged(frame, options)
    kinds = [(plain(name), kind(frame.iloc[:, i])) for i, name in enumerate(frame.columns)]
    if not numbered(frame.index):
        kinds.insert(0, (LABEL, kind(frame.index.to_series())))
    keys = asked_for({**options, "columns": None})
    rows = [f"no column {', '.join(missing)}"] if missing else row_lines(frame, options["digits"])
    return [shape_line(len(frame), frame.shape[1], map(plain, keys)), kinds_line(kinds), *rows]


def asked_for(options: dict[str, Any]) -> list[Any]:
    """Return the columns that a check cell names."""
    by = [options["by"]] if isinstance(options["by"], str) else options["by"] or []
    return [*by, *(options["columns"] or [])]


def column_lines(column: pd.Series, options: dict[str, Any]) -> list[str]:
    """Return the lines of a Series: length, kind, values, and its index where that means something."""
    table = column.to_frame("value")
    lines = row_lines(table, options["digits"])
    return [f"{len(column)} value{'' if len(column) == 1 else 's'} ({kind(column)})", *lines]


def arranged(frame: pd.DataFrame, options: dict[str, Any]) -> pd.DataFrame:
    """Return the table with the chosen columns, in alphabetical order if order is free, sorted by `by`."""
    if options["columns"] is not None:
        frame = frame[options["columns"]]
    if not options["ordered_columns"]:
        frame = frame[sorted(frame.columns, key=plain)]
    if options["by"] is None:
        return frame
    keys = asked_for({**options, "columns": None})
    texts = pd.DataFrame({i: sort_key(frame[key]) for i, key in enumerate(keys)})
    return frame.iloc[texts.reset_index(drop=True).sort_values(list(texts), kind="stable").index]


def sort_key(column: pd.Series) -> pd.Series:
    """Return a column whose order does not depend on how its values are stored."""
    if kind(column) in {"number", "truth"}:
        return column.astype(float)
    return column.map(plain, na_action=None).astype(object)


def kind(column: pd.Series) -> str:
    """Return number, text, truth, date, duration, period, empty or mixed: what a column holds, not how."""
    values = column.dropna()
    if isinstance(column.dtype, pd.CategoricalDtype):
        values = pd.Series(values.tolist(), dtype=object)
    return KINDS.get(pd.api.types.infer_dtype(values, skipna=True), "mixed") if len(values) else "empty"


def numbered(index: pd.Index) -> bool:
    """Say whether an index is mere row numbers: integers without a name."""
    return index.nlevels == 1 and index.name is None and pd.api.types.is_integer_dtype(index.dtype)


def row_lines(frame: pd.DataFrame, digits: int) -> list[str]:
    """Return one line per row; of a long table the first and last, and a summary of every column."""
    half = SHOWN // 2
    if len(frame) <= SHOWN:
        return [row_line(frame, i, digits) for i in range(len(frame))]
    ends = [*range(half), *range(len(frame) - half, len(frame))]
    return [row_line(frame, i, digits) for i in ends] + [summary(frame, i, digits) for i in range(frame.shape[1])]


def row_line(frame: pd.DataFrame, i: int, digits: int) -> str:
    """Return one row, led by its label unless that is a row number."""
    label = [] if numbered(frame.index) else [plain(frame.index[i], digits)]
    return joined([*label, *(plain(frame.iat[i, j], digits) for j in range(frame.shape[1]))])


def summary(frame: pd.DataFrame, j: int, digits: int) -> str:
    """Return what all values of one column amount to."""
    column, name = frame.iloc[:, j], plain(frame.columns[j])
    if kind(column) == "number":
        values = column.dropna().astype(float)
        parts = [plain(part, digits) for part in (values.min(), values.median(), values.max())]
        return f"{name}: {len(values)} numbers from {parts[0]} over {parts[1]} to {parts[2]}"
    texts = column.map(plain, na_action=None).astype(object)
    return f"{name}: {texts.nunique()} different values from {texts.min()} to {texts.max()}"
