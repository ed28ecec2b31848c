"""A student's table beside the right one, known by hashes alone: what agrees, and the first row that differs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from qantar.grading.tutor.checkfile import ExpectedTable, hash_column, hash_key, hash_line
from qantar.grading.tutor.showing import MARK
from qantar.grading.tutor.tables import BEFORE_ROWS, Table

HOLDS = {
    "number": "numbers",
    "text": "texts",
    "truth": "True and False",
    "date": "dates",
    "duration": "lengths of time",
    "period": "periods",
    "empty": "nothing but missing values",
    "mixed": "values of several kinds",
}


@dataclass(frozen=True)
class Difference:
    """What can be said of a table that differs: sentences, the first row that cannot be right, what to ask of it."""

    sentences: list[str] = field(default_factory=list)
    row: dict[str, str] = field(default_factory=dict)
    question: str = ""


@dataclass(frozen=True)
class Comparison:
    """A student's table, printed as one part of an exercise, and what is known of the right one."""

    exercise: str
    part: str
    own: Table
    right: ExpectedTable
    lines: Sequence[str]

    @property
    def wrong(self) -> list[str]:
        """The rows that do not occur in the right table, or too often."""
        known = set(self.lines)
        hashes = {row: hash_line(self.exercise, f"{self.part}{MARK}{row}") for row in self.own.rows}
        return [row for row in self.own.rows if hashes[row] not in known or self.is_repeated(row)]

    @property
    def keys(self) -> list[str]:
        """The hashes of what tells the rows apart, in the order of the rows; none if no column does."""
        return [self.key(row) for row in self.own.rows] if self.own.keys else []

    def key(self, row: str) -> str:
        """Return the hash of what tells a row from others."""
        return hash_key(self.exercise, self.part, self.own, row)

    def is_repeated(self, row: str) -> bool:
        """Say whether a row that belongs here stands in the table more often than in the right one."""
        count = sum(self.own.key(other) == self.own.key(row) for other in self.own.rows)
        return bool(self.own.keys) and count > max(1, self.right.keys.count(self.key(row)))

    def differing(self) -> list[str]:
        """Return the columns whose values differ, where both tables have the same rows; else nothing."""
        if not self.own.keys or self.keys != self.right.keys:
            return []
        hashes = {name: hash_column(self.exercise, self.part, self.own, name) for name in self.own.kinds}
        return [name for name, found in hashes.items() if self.right.columns.get(name) != found]


def difference(case: Comparison) -> Difference:
    """Return what to say of a table that is not the right one: columns and their kinds first, then rows."""
    columns = [*of_columns(case.own, case.right), *of_kinds(case.own, case.right)]
    wrong = case.wrong
    if not wrong:
        return Difference(columns or [of_right_rows(case)])
    differ = case.differing()
    return Difference([*columns, counted(case, differ)], case.own.cells(wrong[0]), question(case, wrong[0], differ))


def of_columns(own: Table, right: ExpectedTable) -> list[str]:
    """Return a sentence on columns that should not be there."""
    more = [f"`{name}`" for name in own.kinds if name not in right.kinds]
    return [f"It should not have {', '.join(more)}."] if more else []


def of_kinds(own: Table, right: ExpectedTable) -> list[str]:
    """Return a sentence for each column that holds values of another kind."""
    return [
        f"`{name}` holds {HOLDS[kind]}; it should hold {HOLDS[right.kinds[name]]}."
        for name, kind in own.kinds.items()
        if own.rows and right.kinds.get(name, kind) != kind
    ]


def of_right_rows(case: Comparison) -> str:
    """Return what is wrong with a table all of whose rows are right."""
    if len(case.own.rows) < len(case.lines) - BEFORE_ROWS:
        return "All rows that you have are right, but some are missing. Which condition of yours drops them?"
    return "All rows that are compared are right; look at their order, and at how many there are."


def counted(case: Comparison, differ: list[str]) -> str:
    """Return how many rows and which columns agree."""
    compared, wrong = len(case.own.rows), len(case.wrong)
    shown = f"your {compared} rows" if compared == case.own.count else f"the {compared} rows that are compared"
    rows = f"{compared - wrong} of {shown} {'is' if compared - wrong == 1 else 'are'} right"
    if not differ:
        return f"{rows}."
    agree = [f"`{name}`" for name in case.own.kinds if name not in differ]
    return f"{rows}; {' and '.join(f'`{name}`' for name in differ)} differ{'s' if len(differ) == 1 else ''}" + (
        f", {', '.join(agree)} {'agrees' if len(agree) == 1 else 'agree'}." if agree else "."
    )


def question(case: Comparison, row: str, differ: list[str]) -> str:
    """Return the question to ask of a row that cannot be right."""
    keys = " and ".join(f"`{name}`" for name in case.own.keys)
    if case.is_repeated(row):
        return f"There is more than one row with this {keys}. Which step made two of one?"
    if keys and case.key(row) not in case.right.keys:
        return f"Should there be a row with this {keys}? Which condition of yours lets it in, or what changed it?"
    names = " and ".join(f"`{name}`" for name in differ) or "each value"
    return f"Work out {names} of this row by hand, by the rule in the text. Where does your code leave it?"
