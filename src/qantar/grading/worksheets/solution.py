"""The solution notebook, the one source of a worksheet."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from qantar.errors import QantarError
from qantar.files import read_bytes
from qantar.grading.worksheets.cells import Cell, Raw, declared, solution_cell
from qantar.grading.worksheets.notebook import read_notebook
from qantar.grading.worksheets.shape import SOLUTION
from qantar.shapes import fault


@dataclass(frozen=True)
class Solution:
    """A solution notebook and what it declares; `notebook` is as it stands in the file, for who writes it again."""

    path: Path
    name: str
    title: str
    points: float
    cells: list[Cell]
    notebook: Raw

    def of_role(self, *roles: str) -> list[Cell]:
        """Return the cells of some roles, in order."""
        return [cell for cell in self.cells if cell.role in roles]

    @cached_property
    def exercises(self) -> dict[str, Cell]:
        """The answer cells by the name of their exercise."""
        return {cell.name: cell for cell in self.of_role("answer")}

    @cached_property
    def checks(self) -> list[Cell]:
        """The check and probe cells."""
        return self.of_role("check", "probe")

    def checks_of(self, exercise: str, *roles: str) -> list[Cell]:
        """Return the check and probe cells of one exercise, or those of one role, in order."""
        return [check for check in self.of_role(*(roles or ("check", "probe"))) if check.exercise == exercise]

    def points_of(self, exercise: str) -> float:
        """Return what one exercise is worth when a program marks it."""
        return sum(check.points for check in self.checks_of(exercise))


def read_solution(path: Path) -> Solution:
    """Read a solution notebook without judging it; raise QantarError when it declares no worksheet."""
    read_bytes(path)  # which refuses what has no end
    notebook = read_notebook(path, trusted=True)
    if wrong := fault(notebook, SOLUTION):
        raise QantarError(f"{path.name} is no solution notebook: {wrong}; mend it.")
    about = declared(notebook)
    if not about.get("worksheet"):
        raise QantarError(f'{path.name} is no solution notebook: its metadata has no "qantar": {{"worksheet": …}}.')
    name = str(about["worksheet"])
    cells = owned([solution_cell(number, raw) for number, raw in enumerate(notebook["cells"])])
    return Solution(path, name, str(about.get("title", name)), about.get("points", 0), cells, notebook)


def owned(cells: list[Cell]) -> list[Cell]:
    """Return the cells with an exercise for each check: if none is declared, the one whose name begins its own.

    So `causes-1-check` belongs to `causes-1`.
    """
    names = sorted((cell.name for cell in cells if cell.role == "answer"), key=len, reverse=True)
    return [
        replace(cell, exercise=next((name for name in names if cell.name.startswith(f"{name}-")), ""))
        if cell.role in {"check", "probe"} and not cell.exercise
        else cell
        for cell in cells
    ]
