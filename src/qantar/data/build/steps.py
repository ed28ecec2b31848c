"""The four steps that every computation shares."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from qantar.data.descriptor import FOLDER, refresh
from qantar.errors import QantarError
from qantar.files import write_text

Row = dict[str, str]


@dataclass(frozen=True)
class Builder:
    """What is computed in one table, and how.

    ``cells`` yields (key, column, text) for each computed cell, where the key is the value of the first column;
    ``faults`` yields one sentence for each thing that is wrong with the finished rows.
    """

    table: str
    cells: Callable[[list[Row]], Iterator[tuple[str, str, str]]]
    faults: Callable[[list[Row]], Iterator[str]]


def build(builder: Builder, folder: Path = FOLDER) -> bool:
    """Read, pre-process, validate and write one table; return whether anything changed.

    A result that is not valid raises QantarError and leaves the file as it was.
    """
    rows = read(builder.table, folder)
    finished = prepared(builder, rows)
    validate(builder, finished)
    return finished != rows and write(builder.table, finished, folder)


def read(table: str, folder: Path = FOLDER) -> list[Row]:
    """Return the rows of a table as text, an empty cell being ""."""
    with (Path(folder) / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def prepared(builder: Builder, rows: list[Row]) -> list[Row]:
    """Return a copy of ``rows`` with every computed cell filled; the given rows stay as they are."""
    finished = [dict(row) for row in rows]
    place = {next(iter(row.values())): row for row in finished}
    for key, column, text in builder.cells(rows):
        place[key][column] = text
    return finished


def validate(builder: Builder, rows: list[Row]) -> None:
    """Raise QantarError, naming the table, when the finished rows break a rule of the builder."""
    faults = list(builder.faults(rows))
    if faults:
        raise QantarError(f"Cannot build {builder.table}: {' '.join(faults)} Correct the rows it is computed from.")


def write(table: str, rows: list[Row], folder: Path = FOLDER) -> bool:
    """Replace the file of a table at once and renew its hash; return True."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_text(Path(folder) / f"{table}.csv", text.getvalue())
    refresh(folder)
    return True


def numbers(rows: list[Row], column: str = "value") -> dict[str, int]:
    """Return the whole numbers of a column by the value of the first column; empty cells are left out."""
    return {next(iter(row.values())): int(row[column]) for row in rows if row[column]}
