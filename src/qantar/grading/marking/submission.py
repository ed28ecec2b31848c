"""Take from a student's notebook the answer cells, and nothing else."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from qantar.grading.worksheets.notebook import Cell, nbgrader, qantar
from qantar.grading.worksheets.solution import Exercise, Solution
from qantar.grading.worksheets.worksheet import stubbed


@dataclass
class Answers:
    """The sources of the answer cells by exercise, remarks on odd cells, and all the rest of the student's code."""

    sources: dict[str, list[str]] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    other_code: str = ""


def worksheet_of(notebook: dict[str, Any], worksheets: list[str]) -> str | None:
    """Return the worksheet that a notebook declares, or that its cells' names show."""
    declared = qantar(notebook).get("worksheet")
    if isinstance(declared, str):
        return declared
    names = [name for cell in notebook["cells"] for name in (nbgrader(cell).get("grade_id"), cell.get("id"))]
    for worksheet in worksheets:
        pattern = re.compile(re.escape(worksheet) + r"-\d")
        if any(isinstance(name, str) and pattern.match(name) for name in names):
            return worksheet
    return None


def find_answers(notebook: dict[str, Any], solution: Solution) -> Answers:
    """Return a student's answers: found by grade_id, else by cell id, else by the check cell that follows it."""
    answers = Answers()
    cells = notebook["cells"]
    taken: set[int] = set()
    for exercise in solution.exercises.values():
        numbers = places_of(cells, exercise, solution)
        taken.update(numbers)
        keep(answers, exercise, [cells[number] for number in numbers], solution)
    rest = (cell["source"] for number, cell in enumerate(cells) if number not in taken and is_code(cell))
    answers.other_code = "\n".join(rest)
    return answers


def is_code(cell: Cell) -> bool:
    """Say whether a cell holds code."""
    return cell.get("cell_type") == "code"


def places_of(cells: list[Cell], exercise: Exercise, solution: Solution) -> list[int]:
    """Return the numbers of the cells that answer an exercise."""
    by_name = [n for n, cell in enumerate(cells) if nbgrader(cell).get("grade_id") == exercise.name]
    ids = ({exercise.name, exercise.cell_id} - {None}) - worn_out(cells)
    by_id = [n for n, cell in enumerate(cells) if cell.get("id") in ids]
    return by_name or by_id or before_check(cells, exercise, solution)


def worn_out(cells: list[Cell]) -> set[str]:
    """Return the ids that name nothing, because more cells carry them than a copy explains."""
    counts = Counter(cell["id"] for cell in cells if "id" in cell)
    return {name for name, count in counts.items() if count > 2}


def before_check(cells: list[Cell], exercise: Exercise, solution: Solution) -> list[int]:
    """Return the code cell that stands before the exercise's check and is no cell of the master by name or source."""
    master = solution.notebook["cells"]
    names = {name for cell in master for name in (nbgrader(cell).get("grade_id"), cell.get("id")) if name}
    sources = [bare(cell["source"]) for n, cell in enumerate(master) if n != exercise.number]
    check = next(check for check in solution.checks_of(exercise.name) if not check.probe)
    for number, cell in enumerate(cells):
        if is_code(cell) and same_code(cell["source"], check.source):
            before = next((n for n in range(number - 1, -1, -1) if bare(cells[n]["source"]) not in sources), None)
            free = before is not None and is_code(cells[before])
            free = free and not names & (named(cells[before]) - worn_out(cells))
            return [before] if free else []
    return []


def named(cell: Cell) -> set[str]:
    """Return the names that a cell carries."""
    return {name for name in (nbgrader(cell).get("grade_id"), cell.get("id")) if isinstance(name, str)}


def keep(answers: Answers, exercise: Exercise, cells: list[Cell], solution: Solution) -> None:
    """Record an exercise's cells; of a doubled cell the untouched copies do not count."""
    code = [cell["source"] for cell in cells if is_code(cell)]
    started = [source for source in code if not is_untouched(source, exercise, solution)]
    answers.sources[exercise.name] = started or code[:1]
    if cells and not code:
        answers.remarks[exercise.name] = "Its answer cell is no code cell any more; turn it back into one."
    elif len(started) > 1:
        answers.remarks[exercise.name] = f"Its answer cell occurs {len(started)} times; all were run, in order."


def is_untouched(source: str, exercise: Exercise, solution: Solution) -> bool:
    """Say whether an answer is empty or still the stub, comments and blank lines aside."""
    stub = stubbed(solution.notebook["cells"][exercise.number])
    return not bare(source) or same_code(source, stub)


def same_code(one: str, other: str) -> bool:
    """Say whether two sources agree apart from blank lines, trailing blanks and whole-line comments."""
    return bare(one) == bare(other)


def bare(source: str) -> list[str]:
    """Return the lines of a source that are neither blank nor comments."""
    lines = (line.rstrip() for line in source.splitlines())
    return [line for line in lines if line and not line.lstrip().startswith("#")]
