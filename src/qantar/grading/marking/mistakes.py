"""What the listed mistakes print: each is run in place of the solution's answer, like a student's."""

from qantar.errors import QantarError
from qantar.grading.marking.judge import Judge, with_judge
from qantar.grading.marking.reference import SOLUTION_LIMITS
from qantar.grading.marking.run import Kernels, Run
from qantar.grading.marking.steps import own_answers, printed_by_checks, steps_of
from qantar.grading.sandbox.kernels import Opening
from qantar.grading.tutor.lines import marked_lines
from qantar.grading.worksheets.fitness import printed
from qantar.grading.worksheets.solution import Exercise, Mistake, Solution


def lines_of_mistakes(solution: Solution) -> dict[tuple[str, str], list[str]]:
    """Return the printed lines by (exercise, mistake); raise QantarError for a mistake that cannot be told apart."""

    opening = Opening([])

    def work(judge: Judge) -> dict[tuple[str, str], list[str]]:
        kernels = opening.kernels()
        try:
            return {
                (exercise.name, mistake.name): printed_lines(solution, exercise, mistake, judge, kernels)
                for exercise in solution.exercises.values()
                for mistake in exercise.mistakes
            }
        finally:
            kernels.close()

    found = with_judge(work)
    refuse_doubles(solution, found)
    return found


def printed_lines(
    solution: Solution, exercise: Exercise, mistake: Mistake, judge: Judge, kernels: Kernels
) -> list[str]:
    """Run the solution up to an exercise, with the mistake there; return what the visible checks print."""
    answers = own_answers(solution) | {exercise.name: [mistake.source]}
    steps = steps_of(solution, answers, seed=0, until=exercise.name)
    verdicts = Run(judge, kernels, SOLUTION_LIMITS).go(steps)
    return printed_by_checks(solution, exercise.name, steps, verdicts)


def refuse_doubles(solution: Solution, found: dict[tuple[str, str], list[str]]) -> None:
    """Raise QantarError when a mistake prints the right values, or the same as another mistake."""
    for exercise in solution.exercises.values():
        visible = [check for check in solution.checks_of(exercise.name) if not check.probe]
        right = [line for check in visible for line in marked_lines(printed(check))]
        seen = {tuple(right): "the solution"}
        for mistake in exercise.mistakes:
            lines = tuple(found[exercise.name, mistake.name])
            if lines in seen:
                raise QantarError(
                    f"{solution.path.name}: in {exercise.name} the mistake {mistake.name!r} prints the same as "
                    f"{seen[lines]}; let the check print more, or drop the mistake."
                )
            seen[lines] = f"the mistake {mistake.name!r}"
