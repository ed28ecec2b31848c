"""The gradebook: saved as it grows while grading goes on, and taken up again after an interruption."""

import csv
import io
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from filelock import FileLock, Timeout

from qantar.errors import QantarError
from qantar.files import goes_through, read_text, write_text
from qantar.grading.marking.marks import NOT_GRADED, Graded
from qantar.grading.marking.submission import Submission
from qantar.words import as_cell

EARLIER = ["student", "worksheet", "exercise", "points", "max_points", "message"]
COLUMNS = [*EARLIER, "isolation", "seed"]
SAVE_EVERY_S = 2.0
Row = list[str]


@dataclass
class Gradebook:
    """Rows of marks; every save replaces the whole file, so that it never holds half a student.

    `how` is what the last columns say of this run: isolation and seed.
    """

    path: Path | None
    rows: list[Row] = field(default_factory=list)
    how: tuple[str, str] = ("", "")
    usable: bool = False
    saved: float = field(default_factory=time.monotonic)
    lock: Lock = field(default_factory=Lock)

    def add(self, graded: Graded) -> None:
        """Add a row per exercise; save now and then. Of the rows that stand there only those that wait are replaced."""
        with self.lock:
            waiting = [row for row in self.rows_of(graded.student, graded.worksheet) if is_waiting(row)]
            self.rows = [row for row in self.rows if row not in waiting]
            have = {row[2] for row in self.rows_of(graded.student, graded.worksheet)}
            self.rows += [row for row in self.made_of(graded) if row[2] not in have]
            self.usable = self.usable or graded.has_marks
            if time.monotonic() - self.saved > SAVE_EVERY_S and self.path and not goes_through(self.path):
                with suppress(QantarError):  # the last save will say so
                    self.save()

    def made_of(self, graded: Graded) -> list[Row]:
        """Return the rows of a submission."""
        rows = []
        for mark in graded.marks:
            words = (graded.student, graded.worksheet, mark.exercise, f"{mark.message} {mark.rubric}".strip())
            *who, told = map(as_cell, words)
            rows.append([*who, number(mark.points), number(mark.max_points), told, *self.how])
        return rows

    def rows_of(self, student: str, worksheet: str | None) -> list[Row]:
        """Return a student's rows for a worksheet, and for none; where it is unknown, for all."""
        theirs = [row for row in self.rows if row[0] == as_cell(student)]
        return [row for row in theirs if worksheet is None or row[1] in {as_cell(worksheet), ""}]

    def save(self) -> None:
        """Write the rows, by student; a run in which nothing could be graded writes nothing."""
        self.saved = time.monotonic()
        if self.path is not None and self.usable:
            out = io.StringIO()
            writer = csv.writer(out, lineterminator="\n")
            writer.writerows([COLUMNS, *sorted(self.rows, key=lambda row: (row[0].casefold(), row[1]))])
            write_text(self.path, out.getvalue())

    def holds(self, submission: Submission) -> bool:
        """Say whether an earlier run graded a submission; where the worksheet is unknown, any of the student's."""
        rows = self.rows_of(submission.student, submission.worksheet)
        graded = [row for row in rows if not submission.worksheet or row[1] or submission.problem]
        return bool(graded) and not any(map(is_waiting, rows))


def is_waiting(row: Row) -> bool:
    """Say whether a row has no mark yet that a program or a person gave, for no fault of the student."""
    return not row[3].strip() and row[5].startswith(NOT_GRADED)


@contextmanager
def kept(path: Path | None, resume: bool) -> Iterator[Gradebook]:
    """Hold the gradebook at a path, which no other run can write meanwhile; with `resume` it goes on with its rows.

    Raises QantarError when another run holds it, and rather than lose what stands there.
    """
    if path is None or goes_through(path):
        yield Gradebook(path)
        return
    real = Path(os.path.realpath(path))
    lock = FileLock(real.with_name(f".{real.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise QantarError(f"Another run writes {path}; wait until it has ended, or name another --out.") from None
    try:
        yield resumed(path) if resume else fresh(path)
    finally:
        with suppress(OSError):  # some systems delete nothing that is open
            Path(lock.lock_file).unlink()
        lock.release()


def fresh(path: Path) -> Gradebook:
    """Return an empty gradebook; raise QantarError if there is something at its place."""
    if path.exists() and path.stat().st_size:
        raise QantarError(
            f"{path} holds something already, and marks in it could be lost: go on with it by --resume, "
            "or name another file."
        )
    return Gradebook(path)


def resumed(path: Path) -> Gradebook:
    """Return the gradebook of an earlier run, empty if there was none; raise QantarError if the file is none."""
    if not path.exists():
        return Gradebook(path)
    text = read_text(path)
    try:
        header, *rows = list(csv.reader(io.StringIO(text, newline=""), strict=True)) or [COLUMNS]
    except csv.Error:
        header, rows = [], []
    if header not in (COLUMNS, EARLIER) or any(len(row) != len(header) for row in rows):
        raise QantarError(f"{path} is no gradebook of `qantar grade`; name another file.")
    blank = [""] * (len(COLUMNS) - len(header))
    return Gradebook(path, [row + blank for row in rows], usable=bool(rows))


def number(points: float | None) -> str:
    """Return points as text: empty for what the teacher marks, and for what could not be graded."""
    return "" if points is None else f"{points:g}"
