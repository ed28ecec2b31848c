"""A table as `show` prints it: how its lines are written, and how they are read again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SHAPE = re.compile(r"(\d+) rows?, \d+ columns?(?:, by (.+))?")
COLUMNS = "columns: "
COLUMN = re.compile(r"(.+?) \((\w+)\)(?:, |$)")
BETWEEN = " | "
LABEL = "row label"
"""Stands for the index among the names of the columns, where it is no row number."""
BEFORE_ROWS = 2
"""Lines on size and columns, before the rows."""
SHOWN = 50
"""Rows of a table that are printed; of a longer one the first and the last."""


@dataclass(frozen=True)
class Table:
    """What a table printed: column → kind, the columns that give its order, and its rows as they were printed."""

    kinds: dict[str, str]
    keys: list[str]
    rows: list[str]
    count: int

    def cells(self, row: str) -> dict[str, str]:
        """Return a printed row as column → text."""
        return dict(zip(self.kinds, (cell.replace("\\|", "|") for cell in row.split(BETWEEN)), strict=False))

    def key(self, row: str) -> str:
        """Return what tells a row from others; nothing if no column gives the order."""
        cells = self.cells(row)
        return BETWEEN.join(cells.get(name, "") for name in self.keys)

    def column(self, name: str) -> str:
        """Return the texts of a column, one after the other."""
        return BETWEEN.join(self.cells(row).get(name, "") for row in self.rows)


def shape_line(rows: int, columns: int, keys: Iterable[str]) -> str:
    """Return the line on the size of a table and on the columns that give the order of its rows."""
    order = ", ".join(keys)
    size = f"{rows} row{'' if rows == 1 else 's'}, {columns} column{'' if columns == 1 else 's'}"
    return f"{size}, by {order}" if order else size


def kinds_line(kinds: list[tuple[str, str]]) -> str:
    """Return the line on the names and kinds of the columns."""
    return COLUMNS + ", ".join(f"{name} ({kind})" for name, kind in kinds)


def joined(cells: list[str]) -> str:
    """Return the cells of a row as a line that can be taken apart again."""
    return BETWEEN.join(cell.replace("|", "\\|") for cell in cells)


def read_table(lines: list[str]) -> Table | None:
    """Return the table that these lines of `show` tell of, without the name before them; None for anything else."""
    shape = SHAPE.fullmatch(lines[0]) if len(lines) > 1 else None
    if not shape or not lines[1].startswith(COLUMNS):
        return None
    kinds = dict(COLUMN.findall(lines[1].removeprefix(COLUMNS)))
    rows = lines[BEFORE_ROWS : BEFORE_ROWS + min(int(shape[1]), SHOWN)]
    keys = shape[2].split(", ") if shape[2] else []
    return Table(kinds, keys, rows, int(shape[1])) if len(rows) == min(int(shape[1]), SHOWN) else None
