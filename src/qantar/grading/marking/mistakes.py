"""What the listed mistakes print: each is run in place of the solution's answer, like a student's."""

from contextlib import closing

from qantar.errors import QantarError
from qantar.grading.marking.reference import SOLUTION_LIMITS, reference_of
from qantar.grading.marking.run import Run, Step
from qantar.grading.marking.steps import printed_by_checks, steps_of
from qantar.grading.sandbox.kernels import Kernels, Opening
from qantar.grading.worksheets.cells import Mistake
from qantar.grading.worksheets.release import right_lines
from qantar.grading.worksheets.solution import Solution

SEED = 2022
MOST_KNOWN = 2
"""How many points of a worksheet with redraw cells may hang on checks that print the same on redrawn inputs."""


def lines_of_mistakes(solution: Solution) -> dict[tuple[str, str], list[str]]:
    """Return the printed lines by (exercise, mistake); raise QantarError for a mistake that cannot be told apart.

    Raises QantarError, too, when the solution fails on redrawn inputs, or too few points hang on these.
    """
    with closing(Opening([], trusted=True).kernels()) as kernels:
        refuse_known(solution, reference_of(solution, kernels, SEED))
        found = {
            (name, mistake.name): printed_lines(solution, name, mistake, kernels)
            for name, exercise in solution.exercises.items()
            for mistake in exercise.mistakes
        }
    refuse_doubles(solution, found)
    return found


def printed_lines(solution: Solution, exercise: str, mistake: Mistake, kernels: Kernels) -> list[str]:
    """Run the given cells up to an exercise, and the mistake there; return what the visible checks print."""
    steps = steps_of(solution, {exercise: [mistake.source]}, seed=0, until=exercise)
    ran = Run(kernels, SOLUTION_LIMITS).go([step for step in steps if step.exercise in {"", exercise}])
    return printed_by_checks(ran, exercise)


def refuse_known(solution: Solution, printed: dict[str, str]) -> None:
    """Raise QantarError when checks that print the same on redrawn inputs are worth too much."""
    checks = solution.of_role("check") if solution.of_role("redraw") else []
    same = [check for check in checks if printed[check.name] == printed[Step("", "", "", check.name, redrawn=True).key]]
    if sum(check.points for check in same) > MOST_KNOWN:
        raise QantarError(
            f"{solution.path.name}: {', '.join(check.name for check in same)} print the same on redrawn inputs and are "
            f"worth more than {MOST_KNOWN} points; redraw what they depend on, or move points to a probe."
        )


def refuse_doubles(solution: Solution, found: dict[tuple[str, str], list[str]]) -> None:
    """Raise QantarError when a mistake prints the right values, or the same as another mistake."""
    for name, exercise in solution.exercises.items():
        seen = {tuple(right_lines(solution, name)): "the solution"}
        for mistake in exercise.mistakes:
            lines = tuple(found[name, mistake.name])
            if lines in seen:
                raise QantarError(
                    f"{solution.path.name}: in {name} the mistake {mistake.name!r} prints the same as "
                    f"{seen[lines]}; let the check print more, or drop the mistake."
                )
            seen[lines] = f"the mistake {mistake.name!r}"
