"""What makes a solution notebook unfit: each fault in one sentence."""

from collections import Counter
from pathlib import Path

from qantar.errors import QantarError
from qantar.grading.worksheets.cells import is_stdout
from qantar.grading.worksheets.solution import Solution, read_solution


def load_solution(path: Path) -> Solution:
    """Read a solution notebook; raise QantarError when it is not fit to be released or graded with."""
    solution = read_solution(path)
    refuse_unfit(solution)
    return solution


def refuse_unfit(solution: Solution) -> None:
    """Raise QantarError for the first fault of a solution notebook."""
    for test in (unnamed, doubled, unexecuted, failed, homeless, unchecked, wordless, uncounted):
        fault = test(solution)
        if fault:
            raise QantarError(f"{solution.path.name}: {fault}")


def unnamed(solution: Solution) -> str:
    """Every nbgrader cell has a grade_id."""
    nameless = solution.of_role("nameless")
    return f"cell {nameless[0].number + 1} has nbgrader metadata without grade_id; name it." if nameless else ""


def doubled(solution: Solution) -> str:
    """No grade_id occurs twice."""
    counts = Counter(cell.name for cell in solution.cells if cell.name)
    twice = [name for name, count in counts.items() if count > 1]
    return f"grade_id {twice[0]!r} occurs twice; rename one of them." if twice else ""


def unexecuted(solution: Solution) -> str:
    """Every code cell has been run: its outputs are the reference."""
    for cell in solution.cells:
        if cell.is_code and cell.source.strip() and not cell.was_run:
            name = cell.name or f"number {cell.number + 1}"
            return f"cell {name} has not been run; run `qantar release --execute`, or all cells, and save."
    return ""


def failed(solution: Solution) -> str:
    """No stored output is an error."""
    for cell in solution.cells:
        if any(output.get("output_type") == "error" for output in cell.outputs):
            return f"cell {cell.name or cell.number + 1} stopped with an error; mend it and run the notebook again."
    return ""


def homeless(solution: Solution) -> str:
    """Every check belongs to an exercise that stands before it."""
    for check in solution.checks:
        exercise = solution.exercises.get(check.exercise)
        if exercise is None or exercise.number > check.number:
            return f"check {check.name!r} belongs to no exercise before it; name it EXERCISE-check."
    return ""


def unchecked(solution: Solution) -> str:
    """Every exercise has a check that students see."""
    for name in solution.exercises:
        if not solution.checks_of(name, "check"):
            return f"exercise {name!r} has no check cell; add one that prints what matters of the answer."
    return ""


def wordless(solution: Solution) -> str:
    """Every check prints to standard output, and nothing else."""
    for check in solution.checks:
        if not check.printed or any(not is_stdout(output) for output in check.outputs):
            return f"check {check.name!r} must print values, and nothing but print; end it with show(…) or print(…)."
    return ""


def uncounted(solution: Solution) -> str:
    """The points of all checks and open answers are the declared total."""
    total = sum(cell.points for cell in solution.of_role("check", "probe", "open"))
    if total != solution.points:
        return f"its cells give {total:g} points, but the notebook declares {solution.points:g}; make them agree."
    return ""
