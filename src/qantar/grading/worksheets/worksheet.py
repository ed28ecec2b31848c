"""The worksheet as students get it, made from the solution notebook."""

import re
from typing import Any

from qantar.grading.worksheets.notebook import Cell, nbgrader, qantar
from qantar.grading.worksheets.solution import Solution

# In Markdown the marks may be comments, so that the solution reads well.
BEGIN = re.compile(r"^(?P<indent>\s*)(###|<!--)\s*BEGIN SOLUTION\s*(-->)?\s*$")
END = re.compile(r"^\s*(###|<!--)\s*END SOLUTION\s*(-->)?\s*$")
HIDDEN = re.compile(r"^\s*### BEGIN HIDDEN TESTS\s*?\n.*?^\s*### END HIDDEN TESTS\s*?$\n?", re.MULTILINE | re.DOTALL)
CODE_STUB = ["# YOUR CODE HERE", "raise NotImplementedError()"]
TEXT_STUB = ["YOUR ANSWER HERE"]
KEPT = ("kernelspec", "language_info")


def make_worksheet(solution: Solution) -> dict[str, Any]:
    """Return the worksheet: stubs for solutions, no probes, no hints, no outputs."""
    notebook = solution.notebook
    probes = {check.number for check in solution.checks if check.probe}
    cells = [student_cell(cell) for number, cell in enumerate(notebook["cells"]) if number not in probes]
    metadata = {key: notebook["metadata"][key] for key in KEPT if key in notebook["metadata"]}
    metadata["qantar"] = {"worksheet": solution.name, "title": solution.title, "points": solution.points}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def student_cell(cell: Cell) -> Cell:
    """Return one cell of the worksheet."""
    metadata = {key: cell["metadata"][key] for key in ("nbgrader", "tags") if key in cell["metadata"]}
    made = {"cell_type": cell["cell_type"], "metadata": metadata, "source": student_source(cell)}
    if "id" in cell:
        made["id"] = cell["id"]
    if cell["cell_type"] == "code":
        made |= {"outputs": [], "execution_count": None}
    if cell.get("attachments"):
        made["attachments"] = cell["attachments"]
    return made


def student_source(cell: Cell) -> str:
    """Return a cell's source without anything that gives the answer away."""
    if nbgrader(cell).get("solution"):
        return stubbed(cell)
    return HIDDEN.sub("", cell["source"]).rstrip("\n") if "### BEGIN HIDDEN TESTS" in cell["source"] else cell["source"]


def stubbed(cell: Cell) -> str:
    """Return an answer cell with each solution region replaced: the first by the stub, others by nothing more."""
    stub = qantar(cell).get("stub") or (CODE_STUB if cell["cell_type"] == "code" else TEXT_STUB)
    own = bool(qantar(cell).get("stub"))
    lines: list[str] = []
    inside, used = False, False
    for line in cell["source"].split("\n"):
        begin = BEGIN.match(line)
        if begin:
            lines += [] if own and used else [(begin["indent"] + text).rstrip() for text in stub]
            inside = used = True
        elif END.match(line):
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines if used else stub)
