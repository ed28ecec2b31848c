"""What makes a solution notebook unfit: each fault in one sentence."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from qantar.errors import QantarError
from qantar.grading.worksheets.cells import is_stdout
from qantar.grading.worksheets.solution import Solution, read_solution
from qantar.grading.worksheets.worksheet import HIDDEN_ROLES

SHORTEST_LINE = 20
VALUE = re.compile(r"\d+\.\d+|(?!100\b)\d{3,}")
"""What counts as a value in a hint: a number that nobody writes by chance."""


def load_solution(path: Path) -> Solution:
    """Read a solution notebook; raise QantarError, naming the first fault, when it is unfit for release and grading."""
    solution = read_solution(path)
    for fault in chain(names(solution), runs(solution), checks(solution), points(solution), hints(solution)):
        raise QantarError(f"{path.name}: {fault}")
    return solution


def names(solution: Solution) -> Iterator[str]:
    """Every nbgrader cell has a grade_id, and no grade_id occurs twice."""
    for cell in solution.of_role("nameless"):
        yield f"cell {cell.number + 1} has nbgrader metadata without grade_id; name it."
    counts = Counter(cell.name for cell in solution.cells if cell.name)
    for name in (name for name, count in counts.items() if count > 1):
        yield f"grade_id {name!r} occurs twice; rename one of them."


def runs(solution: Solution) -> Iterator[str]:
    """Every code cell has been run, since its outputs are the reference, and no stored output is an error."""
    for cell in solution.cells:
        if cell.is_code and cell.source.strip() and not cell.was_run:
            name = cell.name or f"number {cell.number + 1}"
            yield f"cell {name} has not been run; run `qantar release --execute`, or all cells, and save."
    for cell in solution.cells:
        if any(output.get("output_type") == "error" for output in cell.outputs):
            yield f"cell {cell.name or cell.number + 1} stopped with an error; mend it and run the notebook again."


def checks(solution: Solution) -> Iterator[str]:
    """Every check belongs to an exercise before it, every exercise has one that students see, and all print values."""
    for check in solution.checks:
        exercise = solution.exercises.get(check.exercise)
        if exercise is None or exercise.number > check.number:
            yield f"check {check.name!r} belongs to no exercise before it; name it EXERCISE-check."
    for name in solution.exercises:
        if not solution.checks_of(name, "check"):
            yield f"exercise {name!r} has no check cell; add one that prints what matters of the answer."
    for check in solution.checks:
        if not check.printed or any(not is_stdout(output) for output in check.outputs):
            yield f"check {check.name!r} must print values, and nothing but print; end it with show(…) or print(…)."


def points(solution: Solution) -> Iterator[str]:
    """The points of all checks and open answers are the declared total."""
    total = sum(cell.points for cell in solution.of_role("check", "probe", "open"))
    if total != solution.points:
        yield f"its cells give {total:g} points, but the notebook declares {solution.points:g}; make them agree."


def hints(solution: Solution) -> Iterator[str]:
    """No hint gives away a line of the answer, or a number that only its checks print."""
    handed = "\n".join(cell.source for cell in solution.cells if not cell.solved and cell.role not in HIDDEN_ROLES)
    for exercise in solution.exercises.values():
        lines = {line.strip() for line in exercise.source.splitlines() if len(line.strip()) >= SHORTEST_LINE}
        printed = " ".join(check.printed for check in solution.checks_of(exercise.name))
        values = set(VALUE.findall(printed)) - set(VALUE.findall(handed))
        for hint in [*exercise.hints, *(mistake.hint for mistake in exercise.mistakes)]:
            given = [line for line in lines if line in hint] or sorted(values & set(VALUE.findall(hint)))
            if given:
                yield f"in {exercise.name} a hint gives {given[0]!r} away; say where to look instead."
