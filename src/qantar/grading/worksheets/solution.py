"""The solution notebook, the one source of a worksheet, read into plain records."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qantar.errors import QantarError
from qantar.grading.worksheets.notebook import Cell, nbgrader, qantar, read_notebook


@dataclass(frozen=True)
class Mistake:
    """A common mistake: the whole answer cell with the mistake in it, and the hint it deserves."""

    name: str
    source: str
    hint: str


@dataclass(frozen=True)
class Exercise:
    """One answer cell; `number` is its place among the notebook's cells."""

    name: str
    number: int
    cell_id: str | None
    source: str
    objective: str
    hints: list[str]
    mistakes: list[Mistake]
    expects: list[dict[str, str]]


@dataclass(frozen=True)
class Check:
    """One cell that prints values of a student's work; a probe is never shown to students."""

    name: str
    number: int
    exercise: str
    points: float
    source: str
    outputs: list[dict[str, Any]]
    probe: bool


@dataclass(frozen=True)
class OpenAnswer:
    """One answer that a teacher marks by a rubric (rows of points and criterion)."""

    name: str
    number: int
    points: float
    rubric: list[dict[str, Any]]


@dataclass(frozen=True)
class Solution:
    """A checked solution notebook and what it declares."""

    path: Path
    name: str
    title: str
    points: float
    notebook: dict[str, Any]
    exercises: dict[str, Exercise] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    open_answers: list[OpenAnswer] = field(default_factory=list)

    def checks_of(self, exercise: str) -> list[Check]:
        """Return the check and probe cells of one exercise, in order."""
        return [check for check in self.checks if check.exercise == exercise]

    def points_of(self, exercise: str) -> float:
        """Return what one exercise is worth when a program marks it."""
        return sum(check.points for check in self.checks_of(exercise))


def read_solution(path: Path) -> Solution:
    """Read a solution notebook without judging it; raise QantarError when it declares no worksheet."""
    notebook = read_notebook(path)
    declared = qantar(notebook)
    if not declared.get("worksheet"):
        raise QantarError(f'{path.name} is no solution notebook: its metadata has no "qantar": {{"worksheet": …}}.')
    solution = Solution(
        path=path,
        name=str(declared["worksheet"]),
        title=str(declared.get("title", declared["worksheet"])),
        points=declared.get("points", 0),
        notebook=notebook,
    )
    for number, cell in enumerate(notebook["cells"]):
        sort_in(solution, number, cell)
    return solution


def sort_in(solution: Solution, number: int, cell: Cell) -> None:
    """Add one cell to the list it belongs to."""
    marks = nbgrader(cell)
    if marks.get("solution") and marks.get("grade"):
        rubric = qantar(cell).get("rubric", [])
        solution.open_answers.append(OpenAnswer(marks.get("grade_id"), number, marks.get("points", 0), rubric))
    elif marks.get("solution") and cell["cell_type"] == "code":
        if marks.get("grade_id") in solution.exercises:
            raise QantarError(f"{solution.path.name} has two answer cells {marks['grade_id']!r}; rename one of them.")
        solution.exercises[marks.get("grade_id")] = exercise_of(number, cell)
    elif marks.get("grade"):
        solution.checks.append(check_of(solution, number, cell))


def exercise_of(number: int, cell: Cell) -> Exercise:
    """Return the record of an answer cell."""
    extra = qantar(cell)
    return Exercise(
        name=nbgrader(cell).get("grade_id"),
        number=number,
        cell_id=cell.get("id"),
        source=cell["source"],
        objective=str(extra.get("objective", "")),
        hints=list(extra.get("hints", [])),
        mistakes=[Mistake(m["name"], joined(m["source"]), m["hint"]) for m in extra.get("mistakes", [])],
        expects=list(extra.get("expects", [])),
    )


def joined(source: str | list[str]) -> str:
    """Return a source that may be given as lines (with or without newlines) as one text."""
    return source if isinstance(source, str) else "\n".join(line.rstrip("\n") for line in source)


def check_of(solution: Solution, number: int, cell: Cell) -> Check:
    """Return the record of a check or probe cell."""
    marks, extra = nbgrader(cell), qantar(cell)
    return Check(
        name=marks.get("grade_id"),
        number=number,
        exercise=extra.get("exercise") or owner(marks.get("grade_id", ""), list(solution.exercises)),
        points=marks.get("points", 0),
        source=cell["source"],
        outputs=cell.get("outputs", []),
        probe=bool(extra.get("probe")),
    )


def owner(grade_id: str, exercises: list[str]) -> str:
    """Return the exercise whose name begins a check's name (`causes-1` for `causes-1-check`), or nothing."""
    fitting = [name for name in exercises if grade_id.startswith(f"{name}-")]
    return max(fitting, key=len, default="")


def with_seed(source: str, seed: int) -> str:
    """Return a probe's source with `seed` assigned: in place of its own assignment, else before everything."""
    own = re.compile(r"^seed\s*=\s*\d+.*$", re.MULTILINE)
    line = f"seed = {seed}"
    return own.sub(line, source, count=1) if own.search(source) else f"{line}\n{source}"
