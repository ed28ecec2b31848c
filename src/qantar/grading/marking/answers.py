"""Take from a student's cells the answers, and nothing else."""

from collections import Counter
from dataclasses import dataclass, field

from qantar.grading.worksheets.cells import Cell
from qantar.grading.worksheets.solution import Solution
from qantar.grading.worksheets.worksheet import stubbed


@dataclass
class Answers:
    """The sources of the answer cells by exercise, the exercises that are not started, and remarks on odd cells.

    `other_code` is all the rest of the student's code.
    """

    sources: dict[str, list[str]] = field(default_factory=dict)
    untouched: set[str] = field(default_factory=set)
    remarks: dict[str, str] = field(default_factory=dict)
    other_code: str = ""

    def keep(self, exercise: Cell, cells: list[Cell]) -> None:
        """Record an exercise's cells; of a doubled cell the untouched copies do not count."""
        code = [cell.source for cell in cells if cell.is_code]
        blank = bare(stubbed(exercise))
        started = [source for source in code if bare(source) not in ([], blank)]
        self.sources[exercise.name] = started or code[:1]
        if not started:
            self.untouched.add(exercise.name)
        if cells and not code:
            self.remarks[exercise.name] = "Its answer cell is no code cell any more; turn it back into one."
        elif len(started) > 1:
            self.remarks[exercise.name] = f"Its answer cell occurs {len(started)} times; all were run, in order."


def find_answers(cells: list[Cell], solution: Solution) -> Answers:
    """Return a student's answers: found by grade_id, else by cell id, else by the check cell that follows it."""
    answers = Answers()
    worn = worn_out(cells)
    taken: set[int] = set()
    for exercise in solution.exercises.values():
        by_name = [cell for cell in cells if cell.name == exercise.name]
        ids = exercise.names - worn
        by_id = [cell for cell in cells if cell.cell_id in ids]
        found = by_name or by_id or before_check(cells, exercise, solution, worn)
        taken.update(cell.number for cell in found)
        answers.keep(exercise, found)
    answers.other_code = "\n".join(cell.source for cell in cells if cell.is_code and cell.number not in taken)
    return answers


def worn_out(cells: list[Cell]) -> set[str]:
    """Return the ids that name nothing, because more cells carry them than a copy explains."""
    counts = Counter(cell.cell_id for cell in cells if cell.cell_id is not None)
    return {name for name, count in counts.items() if count > 2}


def before_check(cells: list[Cell], exercise: Cell, solution: Solution, worn: set[str]) -> list[Cell]:
    """Return the code cell that stands before the exercise's check and is no cell of the master by name or source."""
    names = {name for cell in solution.cells for name in cell.names}
    sources = [bare(cell.source) for cell in solution.cells if cell.number != exercise.number]
    check = bare(solution.checks_of(exercise.name, "check")[0].source)
    for place, cell in enumerate(cells):
        if cell.is_code and bare(cell.source) == check:
            before = next((one for one in reversed(cells[:place]) if bare(one.source) not in sources), None)
            free = before is not None and before.is_code and not names & (before.names - worn)
            return [before] if free else []
    return []


def bare(source: str) -> list[str]:
    """Return the lines of a source that are neither blank nor comments."""
    lines = (line.rstrip() for line in source.splitlines())
    return [line for line in lines if line and not line.lstrip().startswith("#")]
