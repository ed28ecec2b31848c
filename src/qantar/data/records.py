"""Rows of a table as typed, frozen records, found by their id."""

from __future__ import annotations

import dataclasses
import difflib
from functools import cache
from typing import TypeVar

import pandas as pd

from qantar.data import load
from qantar.errors import QantarError

Record = TypeVar("Record")


@cache
def records(table: str, kind: type[Record]) -> dict[str, Record]:
    """Return the rows of `table` as dataclass `kind`, by id, in the table's order.

    The first field of `kind` is the id. A missing value is the empty string; a field typed as a tuple takes the
    parts of a cell between semicolons. Columns that `kind` does not name are left out.
    """
    fields = dataclasses.fields(kind)
    rows = load(table)[[field.name for field in fields]].astype(object)
    made = [kind(**{f.name: _value(row[f.name], str(f.type)) for f in fields}) for row in rows.to_dict("records")]
    return {getattr(record, fields[0].name): record for record in made}


def find(table: str, kind: type[Record], record_id: str) -> Record:
    """Return one record; an unknown id raises QantarError with the nearest ids."""
    known = records(table, kind)
    if record_id in known:
        return known[record_id]
    near = difflib.get_close_matches(str(record_id), known, n=3, cutoff=0.4)
    hint = f"the nearest ids are {', '.join(near)}" if near else f"see the table {table} for the ids there are"
    raise QantarError(f"The table {table} has no record {record_id!r}; {hint}.")


def _value(cell: object, kind: str) -> str | tuple[str, ...]:
    text = "" if pd.isna(cell) else str(cell)
    if kind.startswith("tuple"):
        return tuple(part.strip() for part in text.split(";") if part.strip())
    return text
