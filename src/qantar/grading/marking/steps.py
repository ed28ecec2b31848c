"""Which cells to run: the solution's own for the reference, or a student's answers among the master's cells."""

from collections.abc import Mapping

from qantar.grading.marking.judge import Verdict
from qantar.grading.marking.run import Step
from qantar.grading.tutor.lines import error_line, marked_lines
from qantar.grading.worksheets.notebook import qantar
from qantar.grading.worksheets.solution import Check, Exercise, Solution, with_seed

Reference = Mapping[str, list[dict]]


def steps_of(
    solution: Solution,
    answers: Mapping[str, list[str]],
    seed: int,
    reference: Reference | None = None,
    until: str | None = None,
) -> list[Step]:
    """Return the steps of a run in the order of the worksheet.

    `answers` gives the sources for each exercise (several if a student split the cell). `reference` gives the outputs
    to compare each check with; without it checks run uncompared. `until` ends with the checks of that exercise.
    Cells with `qantar.feedback` call `check`, which is for students alone: they are not run.
    """
    exercises = {exercise.number: exercise for exercise in solution.exercises.values()}
    checks = {check.number: check for check in solution.checks}
    steps: list[Step] = []
    for number, cell in enumerate(solution.notebook["cells"]):
        if number > end(solution, until):
            break
        if number in exercises:
            steps += answer_steps(exercises[number], answers)
        elif number in checks:
            steps += check_steps(solution, checks[number], seed, reference)
        elif cell["cell_type"] == "code" and cell["source"].strip() and not qantar(cell).get("feedback"):
            steps.append(Step("given", "", cell["source"]))
    return steps


def end(solution: Solution, until: str | None) -> int:
    """Return the number of the last cell to run."""
    if until is None:
        return len(solution.notebook["cells"])
    return max(check.number for check in solution.checks_of(until))


def answer_steps(exercise: Exercise, answers: Mapping[str, list[str]]) -> list[Step]:
    """Return the steps that run a student's cells for one exercise."""
    sources = answers.get(exercise.name, [])
    return [Step("answer", exercise.name, source, exercise.name) for source in sources if source.strip()]


def check_steps(solution: Solution, check: Check, seed: int, reference: Reference | None) -> list[Step]:
    """Return the step of one check or probe; when grading, also the question what is missing, after the last."""
    source = with_seed(check.source, seed) if check.probe else check.source
    if reference is None:
        return [Step("check", check.exercise, source, check.name)]
    steps = [Step("check", check.exercise, source, check.name, reference[check.name])]
    if check == solution.checks_of(check.exercise)[-1]:
        steps.append(Step("ask", check.exercise, question(solution.exercises[check.exercise])))
    return steps


def question(exercise: Exercise) -> str:
    """Return the cell that asks which expected names are missing or of a wrong type."""
    return f"from qantar.grading.tutor.expects import ask as _ask\n_ask({exercise.expects!r}, globals())\ndel _ask"


def own_answers(solution: Solution) -> dict[str, list[str]]:
    """Return the solution's own answers."""
    return {name: [exercise.source] for name, exercise in solution.exercises.items()}


def printed_by_checks(solution: Solution, exercise: str, steps: list[Step], verdicts: dict[int, Verdict]) -> list[str]:
    """Return the lines that the visible checks of an exercise printed, with a line for each error."""
    visible = {check.name for check in solution.checks_of(exercise) if not check.probe}
    lines: list[str] = []
    for number, step in enumerate(steps):
        if step.name in visible:
            verdict = verdicts[number]
            lines += marked_lines(verdict.printed)
            lines += [error_line(verdict.error)] if verdict.error else []
    return lines
