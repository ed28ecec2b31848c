"""Objectives, sections and exercises of every chapter, read from where they are declared."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from qantar.data import load
from qantar.grading.worksheets.cells import Cell
from qantar.grading.worksheets.release import places
from qantar.grading.worksheets.solution import read_solution

OBJECTIVE = re.compile(r"^\| ([a-z]+-\d) \| (.+?) \| (.+?) \| (\d+) minutes \|$", re.M)
"""A row of a chapter's table of objectives: id, what one can do, sections, minutes."""
HEADING = re.compile(r"^## Exercise \d+: (.+)$", re.M)
PROMISE = re.compile(r"^\*(\d+) points, about (\d+) minutes\.", re.M)


@dataclass(frozen=True)
class Objective:
    """One learning objective as its chapter states it; `minutes` are of reading."""

    objective_id: str
    text: str
    sections: tuple[str, ...]
    minutes: int

    @property
    def chapter(self) -> str:
        """Name of the chapter."""
        return self.objective_id.rsplit("-", 1)[0]


@dataclass(frozen=True)
class Task:
    """One exercise of a worksheet; `open_answer` is None where a program marks it, `checked` where a teacher does."""

    task_id: str
    title: str
    points: float
    minutes: int
    objective: str
    checked: Cell | None
    open_answer: Cell | None
    answer: str = ""
    weak: dict | None = None


def objectives(chapter: str) -> list[Objective]:
    """Return the objectives of `chapter` in order, as its opening lists them."""
    path = _root() / "book" / f"{chapter}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return [
        Objective(name, words, tuple(_sections(where)), int(minutes))
        for name, words, where, minutes in OBJECTIVE.findall(text)
    ]


def _sections(where: str) -> list[str]:
    """Split a list of headings: those end with a question mark or are set apart by a semicolon or a full stop."""
    return [part.strip() for part in re.split(r"; |\. |(?<=\?) ", where)]


def tasks(chapter: str) -> list[Task]:
    """Return the exercises of the worksheet of `chapter`, in order."""
    solution = read_solution(places().solution(chapter))
    texts = {cell.name: cell.source for cell in solution.cells}
    found = []
    for cell in solution.of_role("answer", "open"):
        title, points, minutes = _promised(texts[f"{cell.name}-text"])
        checked, by_teacher = (cell, None) if cell.role == "answer" else (None, cell)
        own = (checked, by_teacher, _answer(cell.source), cell.weak)
        found.append(Task(cell.name, title, points, minutes, cell.objective, *own))
    return found


def _promised(text: str) -> tuple[str, int, int]:
    points, minutes = PROMISE.search(text).groups()
    return HEADING.search(text)[1], int(points), int(minutes)


def _answer(source: str) -> str:
    """Return what stands between the marks of a solution."""
    lines = [line for line in source.split("\n") if "SOLUTION" not in line]
    return "\n".join(lines)


def self_checks(objective_id: str) -> int:
    """Return how many self-check questions the book asks on an objective."""
    rows = load("self_check")
    return rows.loc[rows["objective"] == objective_id, "question_id"].nunique()


def _root() -> Path:
    return places().solutions.parent.parent
