"""Which cells to run: the solution's own for the reference, or a student's answers among the master's cells."""

import re
from collections.abc import Mapping
from dataclasses import replace

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
    """Return the steps of a run in the order of the worksheet, and once more with redrawn inputs.

    `answers` gives the sources for each exercise (several if a student split the cell). `reference` gives what each
    check should print; without it checks run uncompared. `until` ends with the checks of that exercise, before anything
    is redrawn. Cells for feedback call `check`, which is for students alone: they are not run.
    """
    end = solution.checks_of(until)[-1].number + 1 if until else None
    steps: list[Step] = []
    for cell in solution.cells[:end]:
        if cell.role == "answer":
            steps += answer_steps(cell, answers)
        elif cell.role in {"check", "probe"}:
            source = with_seed(cell.source, seed) if cell.role == "probe" else cell.source
            steps.append(compared(Step(cell.role, cell.exercise, source, cell.name), reference))
            if reference and cell.number == solution.checks_of(cell.exercise)[-1].number:
                steps.append(Step("ask", cell.exercise, question(solution.exercises[cell.exercise])))
        elif is_given(cell):
            steps.append(Step("given", "", cell.source))
    return steps if until else steps + redrawn_steps(solution, answers, seed, reference)


def redrawn_steps(
    solution: Solution, answers: Mapping[str, list[str]], seed: int, reference: Mapping[str, str] | None
) -> list[Step]:
    """Return the steps that run given cells, answers and checks again after inputs were redrawn, if any are.

    The worksheet's own redraw cells come first, those of an exercise right before its answer.
    """
    redraws = solution.of_role("redraw")
    steps = [given_again(cell, seed) for cell in redraws if not cell.exercise]
    for cell in solution.cells if redraws else ():
        if cell.role == "answer":
            steps += [given_again(redraw, seed) for redraw in redraws if redraw.exercise == cell.name]
            steps += [Step("given", "", forgotten(cell), redrawn=True), *answer_steps(cell, answers, redrawn=True)]
        elif cell.role == "check":
            steps.append(compared(Step("probe", cell.exercise, cell.source, cell.name, redrawn=True), reference))
        elif is_given(cell):
            steps.append(Step("given", "", cell.source, redrawn=True))
    return steps


def is_given(cell: Cell) -> bool:
    """Say whether a cell is the worksheet's own code, run for everybody."""
    return cell.is_code and bool(cell.source.strip()) and cell.role not in {"feedback", "redraw"}


def given_again(redraw: Cell, seed: int) -> Step:
    """Return the step that redraws inputs from the batch's seed."""
    return Step("given", "", with_seed(redraw.source, seed), redraw.name, redrawn=True)


def answer_steps(exercise: Cell, answers: Mapping[str, list[str]], redrawn: bool = False) -> list[Step]:
    """Return the steps of one answer."""
    sources = [source for source in answers.get(exercise.name, []) if source.strip()]
    return [Step("answer", exercise.name, source, exercise.name, redrawn=redrawn) for source in sources]


def compared(step: Step, reference: Mapping[str, str] | None) -> Step:
    """Return a step with what it should print, if that is known."""
    return replace(step, reference=reference[step.key]) if reference else step


def forgotten(exercise: Cell) -> str:
    """Return the cell that deletes what the answer made before: what it makes now is neither left over nor imported."""
    call = f"_forget({exercise.expects!r}, globals())"
    return f"from qantar.grading.tutor.expects import forget as _forget\n{call}\ndel _forget"


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
