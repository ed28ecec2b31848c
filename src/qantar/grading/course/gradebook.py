"""The gradebook as CSV and as JSON."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from qantar.grading.course.batch import Batch
from qantar.grading.marking.marks import Graded, Mark
from qantar.grading.worksheets.files import write_text

COLUMNS = ["student", "worksheet", "exercise", "points", "max_points", "message"]


def rows_of(graded: Graded) -> list[list[str]]:
    """Return the rows of one submission: one per exercise, or a single one that says why there is none."""
    marks = graded.marks or [Mark("", 0, 0, graded.problem)]
    return [
        [guarded(graded.student), graded.worksheet, mark.exercise, number(mark.points), number(mark.max_points)]
        + [guarded(f"{mark.message} {mark.rubric}".strip())]
        for mark in marks
    ]


def number(points: float | None) -> str:
    """Return points as text: empty for what the teacher marks."""
    return "" if points is None else f"{points:g}"


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


def csv_text(rows: list[list[str]]) -> str:
    """Return rows as CSV with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue()


def write_gradebook(rows: list[list[str]], path: Path) -> None:
    """Write the gradebook whole or not at all."""
    write_text(path, csv_text(rows))


def json_text(batch: Batch) -> str:
    """Return a batch as JSON: the same marks as the gradebook."""
    content = {
        "graded": batch.usable,
        "of": len(batch.graded),
        "kernels": batch.kernels,
        "seed": batch.seed,
        "submissions": [record(one) for one in batch.graded],
    }
    return json.dumps(content, indent=1, ensure_ascii=False)


def record(graded: Graded) -> dict[str, Any]:
    """Return one submission as plain data."""
    return {
        "student": graded.student,
        "worksheet": graded.worksheet,
        "path": graded.path,
        "points": graded.points,
        "max_points": graded.max_points,
        "by_teacher": graded.open_points,
        "problem": graded.problem,
        "exercises": [
            {
                "exercise": m.exercise,
                "points": m.points,
                "max_points": m.max_points,
                "message": m.message,
                "rubric": m.rubric,
            }
            for m in graded.marks
        ],
    }
