"""Points and a message for every exercise of one submission."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qantar.grading.marking.answers import Answers
from qantar.grading.marking.messages import Evidence, message
from qantar.grading.marking.run import Ran
from qantar.grading.tutor.checkfile import ExerciseChecks
from qantar.grading.worksheets.cells import Cell
from qantar.grading.worksheets.solution import Solution

TEACHER = "Marked by the teacher."


@dataclass(frozen=True)
class Mark:
    """The mark of one exercise; `points` is None for what the teacher marks."""

    exercise: str
    points: float | None
    max_points: float
    message: str
    rubric: str = ""


@dataclass(frozen=True)
class Graded:
    """The marks of one submission; `problem` says why it could not be graded at all."""

    student: str
    worksheet: str
    path: str
    marks: list[Mark] = field(default_factory=list)
    problem: str = ""

    @property
    def points(self) -> float:
        """The points that the program gave."""
        return sum(mark.points or 0 for mark in self.marks)

    @property
    def max_points(self) -> float:
        """The points that the program could give."""
        return sum(mark.max_points for mark in self.marks if mark.points is not None)

    @property
    def open_points(self) -> float:
        """The points that are left to the teacher."""
        return sum(mark.max_points for mark in self.marks if mark.points is None)


def marks_of(solution: Solution, answers: Answers, ran: Ran, checks: Mapping[str, ExerciseChecks]) -> list[Mark]:
    """Return the marks of all exercises, and of what the teacher marks, in the order of the worksheet.

    An exercise has the points of its right checks.
    """
    right = {step.name for step, verdict in ran if verdict.state == "right"}
    marks = []
    for cell in solution.of_role("answer", "open"):
        if cell.role == "open":
            marks.append(open_mark(cell))
        else:
            points = sum(check.points for check in solution.checks_of(cell.name) if check.name in right)
            told = message(Evidence(cell, answers, ran, checks.get(cell.name)))
            marks.append(Mark(cell.name, points, solution.points_of(cell.name), told))
    return marks


def unmarked(solution: Solution, problem: str) -> list[Mark]:
    """Return no points for every exercise of a submission that could not be read."""
    marks = [Mark(name, 0, solution.points_of(name), problem) for name in solution.exercises]
    return marks + [open_mark(answer) for answer in solution.of_role("open")]


def open_mark(answer: Cell) -> Mark:
    """Return the mark of an answer that the teacher reads, with its rubric."""
    rubric = "; ".join(f"{row.get('points', 0):g}: {row.get('criterion', '')}" for row in answer.rubric)
    return Mark(answer.name, None, answer.points, TEACHER, rubric)
