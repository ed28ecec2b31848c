"""The check file: what `check` may know. Hashes of expected lines, never the lines."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from qantar.errors import QantarError
from qantar.files import read_text
from qantar.grading.tutor.showing import MARK
from qantar.grading.tutor.tables import Table, read_table

FOLDER = Path(__file__).parents[1] / "checks"
# Slow on purpose: guessing an answer by trying values takes longer than working it out.
ROUNDS = 5_000
UNREADABLE = "{} cannot be read; run `qantar release {}` again."


@dataclass(frozen=True)
class ListedMistake:
    """The hashed lines that a common mistake prints, and its hint."""

    name: str
    lines: list[str]
    hint: str


@dataclass(frozen=True)
class ExpectedTable:
    """What is known of a right table: the kinds of its columns, and hashes of each column and of each row's key."""

    kinds: dict[str, str]
    columns: dict[str, str]
    keys: list[str]


@dataclass(frozen=True)
class ExerciseChecks:
    """What the notebook can tell a student about one exercise; `parts` names what each line is about."""

    name: str
    expects: list[dict[str, str]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    tables: dict[str, ExpectedTable] = field(default_factory=dict)
    mistakes: list[ListedMistake] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    def is_right(self, lines: list[str]) -> bool:
        """Say whether these printed lines are the expected ones."""
        return hashed(self.name, lines) == self.lines

    def right_parts(self, lines: list[str]) -> list[str]:
        """Return the names, as `show` prints them, all of whose lines are the expected ones."""
        return [
            name
            for name in dict.fromkeys(self.parts)
            if hashed(self.name, lines_of(name, lines)) == self.expected_lines(name)
        ]

    def expected_lines(self, name: str) -> list[str]:
        """Return the hashes of the lines about one part."""
        return [line for line, part in zip(self.lines, self.parts, strict=True) if part == name]

    def mistake(self, lines: list[str]) -> ListedMistake | None:
        """Return the listed mistake that prints these lines, or that shares all lines in which it is wrong."""
        fitting = [mistake for mistake in self.mistakes if self.fits(lines, mistake, self.wrong_places(mistake))]
        if len(fitting) > 1:  # only then do the lines that are right tell them apart
            exact = [mistake for mistake in fitting if self.fits(lines, mistake, range(len(lines)))]
            fitting = exact or fitting
        return next(iter(fitting), None)

    def wrong_places(self, mistake: ListedMistake) -> Sequence[int]:
        """Return the places of the lines in which a mistake differs from what is right; all, if it only stops early."""
        wrong = [place for place, line in enumerate(mistake.lines) if self.lines[place : place + 1] != [line]]
        return wrong or range(len(mistake.lines))

    def fits(self, lines: list[str], mistake: ListedMistake, places: Sequence[int]) -> bool:
        """Say whether printed lines, as many as a mistake prints, are its lines in these places."""
        # Hashes are slow: `all` makes no more of them than it takes.
        same = (hash_line(self.name, lines[place]) == mistake.lines[place] for place in places)
        return len(lines) == len(mistake.lines) and all(same)


@lru_cache(maxsize=4096)
def hash_line(exercise: str, line: str) -> str:
    """Return the slow, salted hash of one printed line."""
    return hashlib.pbkdf2_hmac("sha256", line.encode(), exercise.encode(), ROUNDS, 12).hex()


def hashed(exercise: str, lines: list[str]) -> list[str]:
    """Return the hashes of an exercise's printed lines."""
    return [hash_line(exercise, line) for line in lines]


def lines_of(name: str, lines: list[str]) -> list[str]:
    """Return the printed lines about one part."""
    return [line for line in lines if line.partition(MARK)[0] == name]


def table_of(name: str, lines: list[str]) -> Table | None:
    """Return the table that was printed as one part, if it is one."""
    return read_table([line.partition(MARK)[2] for line in lines_of(name, lines)])


def hash_column(exercise: str, part: str, table: Table, column: str) -> str:
    """Return the hash of the values of a table's column, in the order of its rows."""
    return hash_line(exercise, f"{part}.{column}{MARK}{table.column(column)}")


def hash_key(exercise: str, part: str, table: Table, row: str) -> str:
    """Return the hash of what tells a row of a table from others."""
    return hash_line(exercise, f"{part} key{MARK}{table.key(row)}")


def expected_table(exercise: str, part: str, table: Table) -> ExpectedTable:
    """Return what may be known of a right table."""
    columns = {column: hash_column(exercise, part, table, column) for column in table.kinds}
    keys = [hash_key(exercise, part, table, row) for row in table.rows] if table.keys else []
    return ExpectedTable(table.kinds, columns, keys)


def veiled(text: str) -> str:
    """Return a hint so that nobody reads it by accident while scrolling."""
    return base64.b64encode(text.encode()).decode()


def unveiled(text: str) -> str:
    """Return the hint behind `veiled`."""
    return base64.b64decode(text).decode()


def check_text(worksheet: str, digest: str, exercises: list[ExerciseChecks]) -> str:
    """Return the check file of a worksheet as text."""
    records = {}
    for exercise in exercises:
        record = asdict(exercise)
        record["hints"] = [veiled(hint) for hint in exercise.hints]
        record["mistakes"] = [
            {"lines": m.lines, "hint": veiled(m.hint), "name": veiled(m.name)} for m in exercise.mistakes
        ]
        records[record.pop("name")] = record
    content = {"worksheet": worksheet, "digest": digest, "exercises": records}
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def folder_of(worksheet: str) -> Path:
    """Return the folder of a check file: `checks` beside the notebook or one folder up, else the package's own."""
    near = (Path("checks"), Path("..", "checks"))
    return next((folder for folder in near if (folder / f"{worksheet}.json").is_file()), FOLDER)


def read_checks(worksheet: str, where: Path | None = None) -> dict[str, Any]:
    """Return a parsed check file; raise QantarError when the worksheet has none."""
    folder = where or folder_of(worksheet)
    path = folder / f"{worksheet}.json"
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.json")))
        mend = f"there are checks for {known}" if known else f"run `qantar release {worksheet}` first"
        raise QantarError(f"There are no checks for {worksheet!r}; {mend}.")
    try:
        content = json.loads(read_text(path))
    except (ValueError, RecursionError, QantarError) as error:
        raise QantarError(UNREADABLE.format(path, worksheet)) from error
    if not isinstance(content, dict):
        raise QantarError(UNREADABLE.format(path, worksheet))
    return content


def load_checks(worksheet: str, where: Path | None = None) -> dict[str, ExerciseChecks]:
    """Return the checks of every exercise of a worksheet, by exercise."""
    content = read_checks(worksheet, where)
    try:
        return {name: exercise_checks(name, record) for name, record in content["exercises"].items()}
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        path = (where or folder_of(worksheet)) / f"{worksheet}.json"
        raise QantarError(UNREADABLE.format(path, worksheet)) from error


def exercise_checks(name: str, record: dict[str, Any]) -> ExerciseChecks:
    """Return one exercise's checks from its record in the file."""
    mistakes = [ListedMistake(unveiled(m["name"]), m["lines"], unveiled(m["hint"])) for m in record["mistakes"]]
    hints = [unveiled(hint) for hint in record["hints"]]
    tables = {part: ExpectedTable(**table) for part, table in record["tables"].items()}
    seen = [record[key] for key in ("expects", "sources", "lines", "parts")]
    return ExerciseChecks(name, *seen, tables, mistakes, hints)
