"""What the command prints: tables for a teacher, JSON for a program."""

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from qantar.grading.course.grade import Batch
from qantar.grading.course.gradebook import number
from qantar.grading.marking.marks import Graded
from qantar.words import as_json, plain

SAID = ("exercise", "points", "max_points", "message", "rubric")
"""What a program is told of a mark."""


def print_report(batch: Batch, console: Console | None = None) -> None:
    """Print what could not be graded, then one table per submission, how kernels were run, and how many were graded."""
    console = console or Console(highlight=False)
    for graded in batch.missing:
        for mark in graded.missing:
            console.print(as_text(f"{whose(graded)}{mark.exercise and f' · {mark.exercise}'}: {mark.message}"))
        console.print()
    for graded in batch.graded:
        if graded.problem:
            console.print(as_text(f"{graded.student}: no points. {graded.problem}"), "")
        elif any(mark.exercise for mark in graded.marks):
            console.print(table_of(graded), "")
    console.print(as_text(f"Kernels: {batch.kernels}. Isolation: {batch.isolation}. Seed: {batch.seed}."))
    if batch.passed_over:
        console.print(as_text(f"{batch.passed_over} were in the gradebook already."))
    console.print(as_text(f"graded {batch.usable} of {len(batch.graded)}"))


def as_text(words: str) -> Text:
    """Return words as they are printed: nothing in them changes the terminal."""
    return Text(plain(words))


def whose(graded: Graded) -> str:
    """Return whose a submission is, and of which worksheet if that is known."""
    return " · ".join(filter(None, (graded.student, graded.worksheet)))


def table_of(graded: Graded) -> Table:
    """Return the table of one submission."""
    title = as_text(f"{whose(graded)} · {total(graded)}")
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("exercise", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("message", overflow="fold")
    for mark in graded.marks:
        points = f"{number(mark.points) or '–'}/{number(mark.max_points)}"
        table.add_row(as_text(mark.exercise), points, as_text(mark.message))
    return table


def total(graded: Graded) -> str:
    """Return the sum of points, what is left to the teacher, and that it is incomplete, if it is."""
    text = f"{number(graded.points)}/{number(graded.max_points)}"
    text += f" + {number(graded.open_points)} by the teacher" if graded.open_points else ""
    return f"incomplete: {text}" if graded.missing else text


def json_text(batch: Batch) -> str:
    """Return a batch as JSON: the same marks as the gradebook, what could not be graded first."""
    content = {
        "graded": batch.usable,
        "of": len(batch.graded),
        "not_graded": len(batch.missing),
        "kernels": batch.kernels,
        "isolation": batch.isolation,
        "seed": batch.seed,
        "submissions": [record(one) for one in sorted(batch.graded, key=lambda one: not one.missing)],
    }
    return as_json(content)


def record(graded: Graded) -> dict[str, Any]:
    """Return one submission as plain data; the sum of points is null while it is incomplete."""
    return {
        "student": graded.student,
        "worksheet": graded.worksheet,
        "path": graded.path,
        "points": None if graded.missing else graded.points,
        "max_points": graded.max_points,
        "by_teacher": graded.open_points,
        "problem": graded.problem,
        "not_graded": [mark.message for mark in graded.missing],
        "exercises": [{name: getattr(mark, name) for name in SAID} for mark in graded.marks],
    }
