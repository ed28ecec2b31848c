"""The table behind a figure: which columns, under which names, written how."""

from __future__ import annotations

import numbers
from typing import Any

import altair as alt
import pandas as pd

from qantar.errors import QantarError

MAX_ROWS = 2000
"""A longer table is not a reader's table: aggregate first."""


def chart_table(chart: alt.TopLevelMixin, title: str) -> pd.DataFrame:
    """Return the encoded columns of the chart's own data, under their axis or legend titles.

    Raises `QantarError` when the chart has no single DataFrame of its own (layers with different data, maps).
    """
    frames = _frames(chart)
    first = frames[0] if frames else None
    if first is None or any(frame is not first and not frame.equals(first) for frame in frames[1:]):
        raise QantarError(
            f"The figure “{title}” draws more than one table: give publish() the one to show, table=frame."
        )
    names = {field: name for field, name in _encoded(chart.to_dict()).items() if field in first.columns}
    return first[list(names)].rename(columns=names) if names else first


def table_record(frame: pd.DataFrame) -> dict[str, Any]:
    """Return `{"columns": [...], "numeric": [...], "rows": [[text, ...], ...]}`; `QantarError` over 2,000 rows."""
    if len(frame) > MAX_ROWS:
        raise QantarError(f"A figure's table has {len(frame):,} rows; aggregate to {MAX_ROWS:,} or fewer.")
    flat = frame.reset_index() if frame.index.name or frame.index.nlevels > 1 else frame
    numeric = [pd.api.types.is_numeric_dtype(dtype) for dtype in flat.dtypes]
    rows = [[cell_text(value) for value in row] for row in flat.itertuples(index=False, name=None)]
    return {"columns": [str(column) for column in flat.columns], "numeric": numeric, "rows": rows}


def cell_text(value: object) -> str:
    """Write one value for a reader: days as ISO dates, numbers to six significant digits, missing as nothing."""
    if isinstance(value, (list, tuple)):
        return "; ".join(cell_text(part) for part in value)
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d" if value == value.normalize() else "%Y-%m-%d %H:%M")
    if isinstance(value, numbers.Real) and not isinstance(value, (bool, numbers.Integral)):
        return f"{float(value):.6g}"
    return str(value)


def _frames(chart: Any) -> list[pd.DataFrame]:
    own = getattr(chart, "data", alt.Undefined)
    found = [own] if isinstance(own, pd.DataFrame) else []
    for group in ("layer", "hconcat", "vconcat", "concat"):
        parts = getattr(chart, group, alt.Undefined)
        for part in parts if isinstance(parts, list) else []:
            found += _frames(part)
    spec = getattr(chart, "spec", alt.Undefined)
    return found + (_frames(spec) if spec is not alt.Undefined else [])


def _encoded(spec: Any) -> dict[str, str]:
    """Map each encoded field to its title, in order of appearance."""
    names: dict[str, str] = {}
    if isinstance(spec, list):
        for part in spec:
            names = {**_encoded(part), **names}
        return names
    if not isinstance(spec, dict):
        return names
    for channel in spec.get("encoding", {}).values():
        for definition in channel if isinstance(channel, list) else [channel]:
            if isinstance(definition, dict) and isinstance(definition.get("field"), str):
                field = definition["field"]
                names.setdefault(field, _channel_title(definition) or field.replace("_", " ").capitalize())
    for key in ("layer", "hconcat", "vconcat", "concat", "spec"):
        names = {**_encoded(spec.get(key)), **names}
    return names


def _channel_title(definition: dict[str, Any]) -> str | None:
    guides = [definition.get("axis"), definition.get("legend"), definition.get("header")]
    titles = [definition.get("title")] + [guide.get("title") for guide in guides if isinstance(guide, dict)]
    return next((title for title in titles if isinstance(title, str) and title), None)
