"""Which cells to run: the solution's own for the reference, or a student's answers among the master's cells."""

import re
from collections.abc import Mapping

from qantar.grading.marking.run import Ran, Step
from qantar.grading.tutor.lines import error_line, marked_lines
from qantar.grading.worksheets.cells import Cell
from qantar.grading.worksheets.solution import Solution

OWN_SEED = re.compile(r"^seed\s*=\s*\d+.*$", re.MULTILINE)


def steps_of(
    solution: Solution,
    answers: Mapping[str, list[str]],
    seed: int,
    reference: Mapping[str, str] | None = None,
    until: str | None = None,
) -> list[Step]:
    """Return the steps of a run in the order of the worksheet.

    `answers` gives the sources for each exercise (several if a student split the cell). `reference` gives what each
    check should print; without it checks run uncompared. `until` ends with the checks of that exercise.
    Cells for feedback call `check`, which is for students alone: they are not run.
    """
    end = solution.checks_of(until)[-1].number + 1 if until else None
    steps: list[Step] = []
    for cell in solution.cells[:end]:
        if cell.role == "answer":
            sources = answers.get(cell.name, [])
            steps += [Step("answer", cell.name, source, cell.name) for source in sources if source.strip()]
        elif cell.role in {"check", "probe"}:
            source = with_seed(cell.source, seed) if cell.role == "probe" else cell.source
            expected = reference[cell.name] if reference else None
            steps.append(Step(cell.role, cell.exercise, source, cell.name, expected))
            if reference and cell.number == solution.checks_of(cell.exercise)[-1].number:
                steps.append(Step("ask", cell.exercise, question(solution.exercises[cell.exercise])))
        elif cell.is_code and cell.source.strip() and cell.role != "feedback":
            steps.append(Step("given", "", cell.source))
    return steps


def with_seed(source: str, seed: int) -> str:
    """Return a probe's source with `seed` assigned: in place of its own assignment, else before everything."""
    line = f"seed = {seed}"
    return OWN_SEED.sub(line, source, count=1) if OWN_SEED.search(source) else f"{line}\n{source}"


def question(exercise: Cell) -> str:
    """Return the cell that asks which expected names are missing or of a wrong type."""
    return f"from qantar.grading.tutor.expects import ask as _ask\n_ask({exercise.expects!r}, globals())\ndel _ask"


def own_answers(solution: Solution) -> dict[str, list[str]]:
    """Return the solution's own answers."""
    return {name: [exercise.source] for name, exercise in solution.exercises.items()}


def printed_by_checks(ran: Ran, exercise: str) -> list[str]:
    """Return the lines that the visible checks of an exercise printed, with a line for each error."""
    lines: list[str] = []
    for step, verdict in ran:
        if step.role == "check" and step.exercise == exercise:
            lines += marked_lines(verdict.printed)
            lines += [error_line(verdict.error)] if verdict.error else []
    return lines
