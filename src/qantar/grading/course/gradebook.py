"""The gradebook: saved as it grows while grading goes on, and taken up again after an interruption."""

import csv
import io
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from qantar.errors import QantarError
from qantar.grading.marking.marks import Graded, Mark
from qantar.grading.marking.submission import Submission
from qantar.grading.worksheets.files import write_text

COLUMNS = ["student", "worksheet", "exercise", "points", "max_points", "message"]
SAVE_EVERY_S = 2.0


@dataclass
class Gradebook:
    """Rows of marks; every save replaces the whole file, so that it never holds half a student.

    `earlier` has the students and worksheets of a run that is taken up again.
    """

    path: Path | None
    rows: list[list[str]] = field(default_factory=list)
    earlier: frozenset[tuple[str, str]] = frozenset()
    usable: bool = False
    saved: float = field(default_factory=time.monotonic)
    lock: Lock = field(default_factory=Lock)

    def add(self, graded: Graded) -> None:
        """Add a submission: a row per exercise, or a single one that says why there is none; save now and then."""
        marks = graded.marks or [Mark("", 0, 0, graded.problem)]
        with self.lock:
            self.rows += [
                [guarded(graded.student), graded.worksheet, mark.exercise, number(mark.points), number(mark.max_points)]
                + [guarded(f"{mark.message} {mark.rubric}".strip())]
                for mark in marks
            ]
            self.usable = self.usable or not graded.problem
            if time.monotonic() - self.saved > SAVE_EVERY_S:
                self.save()

    def save(self) -> None:
        """Write the rows, by student; a run in which nothing could be graded writes nothing."""
        if self.path is not None and self.usable:
            out = io.StringIO()
            writer = csv.writer(out, lineterminator="\n")
            writer.writerows([COLUMNS, *sorted(self.rows, key=lambda row: (row[0].casefold(), row[1]))])
            write_text(self.path, out.getvalue())
        self.saved = time.monotonic()

    def holds(self, submission: Submission) -> bool:
        """Say whether an earlier run graded a submission; where the worksheet is unknown, any of the student's."""
        have = {name for student, name in self.earlier if student == guarded(submission.handed.student)}
        return bool(have) and submission.worksheet in have | {None}


def resumed(path: Path) -> Gradebook:
    """Return the gradebook of an earlier run, empty if there was none; raise QantarError if the file is none."""
    if not path.exists():
        return Gradebook(path)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise QantarError(f"{path} cannot be read as a gradebook; leave out --resume to write it anew.") from error
    if not rows or rows[0] != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
        raise QantarError(f"{path} is no gradebook of `qantar grade`; leave out --resume to write it anew.")
    return Gradebook(path, rows[1:], frozenset((row[0], row[1]) for row in rows[1:]), usable=len(rows) > 1)


def number(points: float | None) -> str:
    """Return points as text: empty for what the teacher marks."""
    return "" if points is None else f"{points:g}"


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text
