"""Make worksheets and check files from solution notebooks."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qantar.errors import QantarError
from qantar.files import make_folder, read_text, write_text
from qantar.grading.tutor import checkfile
from qantar.grading.tutor.lines import marked_lines
from qantar.grading.tutor.showing import MARK
from qantar.grading.worksheets.cells import Cell
from qantar.grading.worksheets.fitness import load_solution
from qantar.grading.worksheets.notebook import notebook_text
from qantar.grading.worksheets.solution import Solution
from qantar.grading.worksheets.worksheet import HIDDEN_ROLES, make_worksheet

RunMistakes = Callable[[Solution], dict[tuple[str, str], list[str]]]
"""Returns the lines that each listed mistake prints, by exercise and mistake."""


@dataclass(frozen=True)
class Places:
    """Where solutions lie, and where worksheets and check files go."""

    solutions: Path
    worksheets: Path
    checks: Path

    def names(self) -> list[str]:
        """Return the worksheets that have a solution."""
        return sorted(path.stem for path in self.solutions.glob("*.ipynb"))

    def solution(self, name: str) -> Path:
        """Return the path of a solution notebook."""
        return self.solutions / f"{name}.ipynb"

    def worksheet(self, name: str) -> Path:
        """Return the path of a worksheet."""
        return self.worksheets / f"{name}.ipynb"

    def check_file(self, name: str) -> Path:
        """Return the path of a check file."""
        return self.checks / f"{name}.json"


def places(solutions: Path | str | None = None) -> Places:
    """Return the folders: around a given one, or those of the project (here, or where this package lies)."""
    here, project = (root / "exercises" / "solutions" for root in (Path(), Path(__file__).parents[4]))
    chosen = Path(solutions) if solutions else here if here.is_dir() else project
    if not chosen.is_dir():
        raise QantarError(
            f"There is no folder {chosen if solutions else here}: run this in the project's folder, or name the folder "
            "of solution notebooks with --solutions. In a notebook, check() gives feedback without solutions."
        )
    return Places(chosen, chosen.parent, chosen.parent / "checks" if solutions else checkfile.FOLDER)


def names_in(place: Places, wanted: list[str]) -> list[str]:
    """Return the wanted worksheets, or all; raise QantarError for one that has no solution."""
    known = place.names()
    unknown = [name for name in wanted if name not in known]
    if unknown or not known:
        have = f"there are {', '.join(known)}" if known else "there is none"
        raise QantarError(f"{place.solutions} has no solution {' '.join(unknown) or 'notebook'}; {have}.")
    return wanted or known


def release(name: str, place: Places, run_mistakes: RunMistakes) -> list[Path]:
    """Write the worksheet and the check file of one solution; return what was written.

    `run_mistakes` runs the listed mistakes: what they print is how a student's mistake is recognised.
    """
    solution = load_named(name, place)
    printed_lines = run_mistakes(solution)
    exercises = [checks_of(solution, exercise, printed_lines) for exercise in solution.exercises.values()]
    make_folder(place.checks)
    write_text(place.worksheet(name), notebook_text(make_worksheet(solution)))
    write_text(place.check_file(name), checkfile.check_text(solution.name, digest(solution), exercises))
    return [place.worksheet(name), place.check_file(name)]


def load_named(name: str, place: Places) -> Solution:
    """Load a solution whose declared name is its file's name."""
    solution = load_solution(place.solution(name))
    if solution.name != name:
        raise QantarError(f"{place.solution(name)} declares worksheet {solution.name!r}; give both the same name.")
    return solution


def is_stale(name: str, place: Places) -> bool:
    """Say whether the worksheet or the check file no longer fits its solution."""
    solution = load_named(name, place)
    try:
        released = read_text(place.worksheet(name))
        known = checkfile.read_checks(name, place.checks).get("digest")
    except QantarError:
        return True
    return released != notebook_text(make_worksheet(solution)) or known != digest(solution)


def digest(solution: Solution) -> str:
    """Return a hash of everything in the solution that the check file depends on: hidden cells say nothing in it."""
    both = zip(solution.cells, solution.notebook["cells"], strict=True)
    seen = [raw for cell, raw in both if cell.is_code and cell.role not in HIDDEN_ROLES]
    cells = [[raw["source"], raw["metadata"]] for raw in seen]
    outputs = [check.printed for check in solution.of_role("check")]
    return hashlib.sha256(json.dumps([cells, outputs], sort_keys=True).encode()).hexdigest()


def checks_of(
    solution: Solution, exercise: Cell, mistaken: dict[tuple[str, str], list[str]]
) -> checkfile.ExerciseChecks:
    """Return what the check file says about one exercise."""
    mistakes = [
        checkfile.ListedMistake(m.name, checkfile.hashed(exercise.name, mistaken[exercise.name, m.name]), m.hint)
        for m in exercise.mistakes
    ]
    lines = right_lines(solution, exercise.name)
    parts = [line.partition(MARK)[0] if MARK in line else "" for line in lines]
    tables = {part: table for part in dict.fromkeys(parts) if (table := checkfile.table_of(part, lines))}
    return checkfile.ExerciseChecks(
        name=exercise.name,
        expects=exercise.expects,
        sources=[check.source for check in solution.checks_of(exercise.name, "check")],
        lines=checkfile.hashed(exercise.name, lines),
        parts=parts,
        tables={part: checkfile.expected_table(exercise.name, part, table) for part, table in tables.items()},
        mistakes=mistakes,
        hints=exercise.hints,
    )


def right_lines(solution: Solution, exercise: str) -> list[str]:
    """Return the lines that the checks of an exercise, probes aside, print for the right answer."""
    return [line for check in solution.checks_of(exercise, "check") for line in marked_lines(check.printed)]
