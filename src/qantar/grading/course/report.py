"""What a teacher reads on the terminal."""

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from qantar.grading.course.batch import Batch
from qantar.grading.course.gradebook import number
from qantar.grading.marking.marks import Graded


def print_report(batch: Batch, console: Console | None = None) -> None:
    """Print one table per submission, then how the kernels were run and how many could be graded."""
    console = console or Console(highlight=False)
    for graded in batch.graded:
        console.print(table_of(graded) if graded.marks and not graded.problem else Text(refusal(graded)))
        console.print()
    console.print(Text(f"Kernels: {batch.kernels}. Seed: {batch.seed}."))
    if batch.passed_over:
        console.print(Text(f"{batch.passed_over} were in the gradebook already."))
    console.print(Text(f"graded {batch.usable} of {len(batch.graded)}"))


def refusal(graded: Graded) -> str:
    """Return the line for a submission that could not be graded."""
    return f"{graded.student}: not graded. {graded.problem}"


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
