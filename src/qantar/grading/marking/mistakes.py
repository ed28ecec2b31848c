"""What the listed mistakes print: each is run in place of the solution's answer, like a student's."""

from contextlib import closing

from qantar.errors import QantarError
from qantar.grading.marking.reference import SOLUTION_LIMITS
from qantar.grading.marking.run import Run
from qantar.grading.marking.steps import own_answers, printed_by_checks, steps_of
from qantar.grading.sandbox.kernels import Kernels, Opening
from qantar.grading.worksheets.cells import Mistake
from qantar.grading.worksheets.release import right_lines
from qantar.grading.worksheets.solution import Solution


def lines_of_mistakes(solution: Solution) -> dict[tuple[str, str], list[str]]:
    """Return the printed lines by (exercise, mistake); raise QantarError for a mistake that cannot be told apart."""
    with closing(Opening([], trusted=True).kernels()) as kernels:
        found = {
            (name, mistake.name): printed_lines(solution, name, mistake, kernels)
            for name, exercise in solution.exercises.items()
            for mistake in exercise.mistakes
        }
    refuse_doubles(solution, found)
    return found


def printed_lines(solution: Solution, exercise: str, mistake: Mistake, kernels: Kernels) -> list[str]:
    """Run the solution up to an exercise, with the mistake there; return what the visible checks print."""
    answers = own_answers(solution) | {exercise: [mistake.source]}
    ran = Run(kernels, SOLUTION_LIMITS).go(steps_of(solution, answers, seed=0, until=exercise))
    return printed_by_checks(ran, exercise)


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
