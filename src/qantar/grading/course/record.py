"""The gradebook while grading goes on: saved as it grows, and taken up again after an interruption."""

import csv
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from qantar.errors import QantarError
from qantar.grading.course.gradebook import COLUMNS, guarded, rows_of, write_gradebook
from qantar.grading.marking.layout import Handed
from qantar.grading.marking.marks import Graded
from qantar.grading.marking.submission import worksheet_of
from qantar.grading.worksheets.notebook import read_notebook

SAVE_EVERY_S = 2.0


@dataclass
class Record:
    """Rows of marks; every save replaces the whole file, so that it never holds half a student."""

    path: Path | None
    rows: list[list[str]] = field(default_factory=list)
    usable: bool = False
    saved: float = field(default_factory=time.monotonic)
    lock: Lock = field(default_factory=Lock)

    def add(self, graded: Graded) -> None:
        """Add a submission's rows; save now and then."""
        with self.lock:
            self.rows += rows_of(graded)
            self.usable = self.usable or not graded.problem
            if time.monotonic() - self.saved > SAVE_EVERY_S:
                self.save()

    def save(self) -> None:
        """Write the rows, by student; a run in which nothing could be graded writes nothing."""
        if self.path is not None and self.usable:
            write_gradebook(sorted(self.rows, key=lambda row: (row[0].casefold(), row[1])), self.path)
        self.saved = time.monotonic()

    def done(self, handed: Handed, worksheets: list[str]) -> bool:
        """Say whether a submission, of one of these worksheets, has its rows already."""
        student = guarded(handed.student)
        have = {row[1] for row in self.rows if row[0] == student}
        return bool(have) and worksheet_at(handed, worksheets) in have | {None}


def worksheet_at(handed: Handed, worksheets: list[str]) -> str | None:
    """Return the worksheet that a file's path or, failing that, its content shows."""
    try:
        return handed.worksheet or worksheet_of(read_notebook(handed.path), worksheets)
    except QantarError:
        return None


def resumed(path: Path) -> Record:
    """Return the record of an earlier run, empty if there was none; raise QantarError if the file is no gradebook."""
    if not path.exists():
        return Record(path)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise QantarError(f"{path} cannot be read as a gradebook; leave out --resume to write it anew.") from error
    if not rows or rows[0] != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
        raise QantarError(f"{path} is no gradebook of `qantar grade`; leave out --resume to write it anew.")
    return Record(path, rows[1:], usable=len(rows) > 1)
