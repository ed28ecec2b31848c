"""Objectives, sections and exercises of every chapter, read from where they are declared."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import pandas as pd

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


@dataclass(frozen=True)
class Task:
    """One exercise of a worksheet, with the cell of its answer, which a teacher marks if its role is "open"."""

    cell: Cell
    title: str
    points: float
    minutes: int

    @property
    def is_open(self) -> bool:
        """Whether a teacher marks it."""
        return self.cell.role == "open"

    @property
    def answer(self) -> str:
        """What stands between the marks of the solution."""
        return "\n".join(line for line in self.cell.source.split("\n") if "SOLUTION" not in line)


def objectives(chapter: str) -> list[Objective]:
    """Return the objectives of `chapter` in order, as its opening lists them."""
    path = places().solutions.parents[1] / "book" / f"{chapter}.ipynb"
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
    return [Task(cell, *_promised(texts[f"{cell.name}-text"])) for cell in solution.of_role("answer", "open")]


def _promised(text: str) -> tuple[str, int, int]:
    points, minutes = PROMISE.search(text).groups()
    return HEADING.search(text)[1], int(points), int(minutes)


def questions(chapter: str) -> list[pd.DataFrame]:
    """Return the self-check questions of `chapter` in order, each as its options: rows of the table `self_check`."""
    rows = load("self_check")
    return [group for _, group in rows[rows["chapter"] == chapter].groupby("question_id", sort=False, observed=True)]


def self_checks(objective_id: str) -> int:
    """Return how many self-check questions the book asks on an objective."""
    rows = load("self_check")
    return rows.loc[rows["objective"] == objective_id, "question_id"].nunique()
