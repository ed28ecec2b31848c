"""The worksheet as students get it, made from the solution notebook."""

import re

from qantar.grading.worksheets.cells import Cell, Raw
from qantar.grading.worksheets.solution import Solution

# In Markdown the marks may be comments, so that the solution reads well.
BEGIN = re.compile(r"^(?P<indent>\s*)(###|<!--)\s*BEGIN SOLUTION\s*(-->)?\s*$")
END = re.compile(r"^\s*(###|<!--)\s*END SOLUTION\s*(-->)?\s*$")
HIDDEN = re.compile(r"^\s*### BEGIN HIDDEN TESTS\s*?\n.*?^\s*### END HIDDEN TESTS\s*?$\n?", re.MULTILINE | re.DOTALL)
CODE_STUB = ["# YOUR CODE HERE", "raise NotImplementedError()"]
TEXT_STUB = ["YOUR ANSWER HERE"]
HIDDEN_ROLES = {"probe", "redraw"}
KEPT = ("kernelspec", "language_info")


def make_worksheet(solution: Solution) -> Raw:
    """Return the worksheet: stubs for solutions, no hidden cells, no hints, no outputs."""
    notebook = solution.notebook
    both = zip(solution.cells, notebook["cells"], strict=True)
    cells = [student_cell(cell, raw) for cell, raw in both if cell.role not in HIDDEN_ROLES]
    metadata = {key: notebook["metadata"][key] for key in KEPT if key in notebook["metadata"]}
    metadata["qantar"] = {"worksheet": solution.name, "title": solution.title, "points": solution.points}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def student_cell(cell: Cell, raw: Raw) -> Raw:
    """Return one cell of the worksheet."""
    metadata = {key: raw["metadata"][key] for key in ("nbgrader", "tags") if key in raw["metadata"]}
    made = {"cell_type": raw["cell_type"], "metadata": metadata, "source": student_source(cell)}
    if "id" in raw:
        made["id"] = raw["id"]
    if cell.is_code:
        made |= {"outputs": [], "execution_count": None}
    if raw.get("attachments"):
        made["attachments"] = raw["attachments"]
    return made


def student_source(cell: Cell) -> str:
    """Return a cell's source without anything that gives the answer away."""
    if cell.solved:
        return stubbed(cell)
    return HIDDEN.sub("", cell.source).rstrip("\n") if "### BEGIN HIDDEN TESTS" in cell.source else cell.source


def stubbed(cell: Cell) -> str:
    """Return an answer cell with each solution region replaced: the first by the stub, others by nothing more."""
    stub = cell.stub or (CODE_STUB if cell.is_code else TEXT_STUB)
    lines: list[str] = []
    inside, used = False, False
    for line in cell.source.split("\n"):
        begin = BEGIN.match(line)
        if begin:
            lines += [] if cell.stub and used else [(begin["indent"] + text).rstrip() for text in stub]
            inside = used = True
        elif END.match(line):
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines if used else stub)
