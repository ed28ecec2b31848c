"""What the command prints: tables for a teacher, JSON for a program."""

import json
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from qantar.grading.course.grade import Batch
from qantar.grading.course.gradebook import number
from qantar.grading.marking.marks import Graded


def print_report(batch: Batch, console: Console | None = None) -> None:
    """Print one table per submission, then how the kernels were run and how many could be graded."""
    console = console or Console(highlight=False)
    for graded in batch.graded:
        refusal = Text(f"{graded.student}: not graded. {graded.problem}")
        console.print(table_of(graded) if graded.marks and not graded.problem else refusal)
        console.print()
    console.print(Text(f"Kernels: {batch.kernels}. Seed: {batch.seed}."))
    if batch.passed_over:
        console.print(Text(f"{batch.passed_over} were in the gradebook already."))
    console.print(Text(f"graded {batch.usable} of {len(batch.graded)}"))


def table_of(graded: Graded) -> Table:
    """Return the table of one submission."""
    title = f"{graded.student} · {graded.worksheet} · {total(graded)}"
    table = Table(title=Text(title), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("exercise", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("message", overflow="fold")
    for mark in graded.marks:
        points = f"{number(mark.points) or '–'}/{number(mark.max_points)}"
        table.add_row(Text(mark.exercise), points, Text(mark.message))
    return table


def total(graded: Graded) -> str:
    """Return the sum of points, and what is left to the teacher."""
    text = f"{number(graded.points)}/{number(graded.max_points)}"
    return f"{text} + {number(graded.open_points)} by the teacher" if graded.open_points else text


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
        "exercises": [asdict(mark) for mark in graded.marks],
    }
