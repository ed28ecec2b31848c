"""Rows of a table as frozen records, found by their id."""

from __future__ import annotations

import dataclasses
import difflib
from functools import cache
from typing import Any

import pandas as pd

from qantar.data import describe, load
from qantar.errors import QantarError

Row = Any
"""A frozen record with a field for each column of its table, as the table's description names them."""


@cache
def records(table: str, kind: type | None = None) -> dict[str, Row]:
    """Return the rows of `table` by id, in the table's order: as dataclass `kind`, else with a field for each column.

    The first field is the id. A missing value is the empty string; a column described as a list gives the tuple of its
    items, any other its text. Columns that `kind` does not name are left out.
    """
    lists = {field["name"]: field.get("list", "") for field in describe(table)["schema"]["fields"]}
    kind = kind or dataclasses.make_dataclass("Row", lists, frozen=True)
    names = [field.name for field in dataclasses.fields(kind)]
    cells = load(table)[names].astype(object).itertuples(index=False, name=None)
    made = [kind(*(_value(cell, lists[name]) for name, cell in zip(names, row, strict=True))) for row in cells]
    return {getattr(record, names[0]): record for record in made}


def find(table: str, kind: type, record_id: str) -> Row:
    """Return one record; an unknown id raises QantarError with the nearest ids."""
    known = records(table, kind)
    if record_id in known:
        return known[record_id]
    near = difflib.get_close_matches(str(record_id), known, n=3, cutoff=0.4)
    hint = f"the nearest ids are {', '.join(near)}" if near else f"see the table {table} for the ids there are"
    raise QantarError(f"The table {table} has no record {record_id!r}; {hint}.")


def _value(cell: object, separator: str) -> str | tuple[str, ...]:
    text = "" if pd.isna(cell) else str(cell)
    return tuple(part.strip() for part in text.split(separator) if part.strip()) if separator else text
