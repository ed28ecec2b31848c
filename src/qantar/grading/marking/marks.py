"""Points and a message for every exercise of one submission."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qantar.grading.marking.answers import Answers
from qantar.grading.marking.messages import Evidence, message
from qantar.grading.marking.run import Ran
from qantar.grading.marking.work import Work, work_of
from qantar.grading.tutor.checkfile import ExerciseChecks
from qantar.grading.worksheets.cells import Cell
from qantar.grading.worksheets.solution import Solution

TEACHER = "Marked by the teacher."
NOT_GRADED = "Not graded, because "
"""So begins the message of what could not be graded for no fault of the student: it is no mark, and never a 0."""
NO_KERNEL = "no kernel started; when the computer is less busy, grade again with --resume."


@dataclass(frozen=True)
class Mark:
    """The mark of one exercise; `points` is None for what the teacher marks, and for what could not be graded."""

    exercise: str
    points: float | None
    max_points: float | None
    message: str
    rubric: str = ""
    work: Work | None = None

    @property
    def is_open(self) -> bool:
        """Whether the teacher marks it."""
        return self.points is None and not self.is_missing

    @property
    def is_missing(self) -> bool:
        """Whether it could not be graded for no fault of the student."""
        return self.points is None and self.message.startswith(NOT_GRADED)


@dataclass(frozen=True)
class Graded:
    """The marks of one submission; `problem` says what of the student's keeps it from being graded at all."""

    student: str
    worksheet: str
    path: str
    marks: list[Mark] = field(default_factory=list)
    problem: str = ""

    @property
    def has_marks(self) -> bool:
        """Whether the program could read the submission and mark some of it."""
        return not self.problem and any(mark.points is not None for mark in self.marks)

    @property
    def missing(self) -> list[Mark]:
        """What could not be graded for no fault of the student: without it all sums are incomplete."""
        return [mark for mark in self.marks if mark.is_missing]

    @property
    def points(self) -> float:
        """The points that the program gave."""
        return sum(mark.points or 0 for mark in self.marks)

    @property
    def max_points(self) -> float:
        """The points that the program could give."""
        return sum(mark.max_points or 0 for mark in self.marks if not mark.is_open)

    @property
    def open_points(self) -> float:
        """The points that are left to the teacher."""
        return sum(mark.max_points or 0 for mark in self.marks if mark.is_open)


def marks_of(
    solution: Solution, answers: Answers, ran: Ran, checks: Mapping[str, ExerciseChecks], with_work: bool = False
) -> list[Mark]:
    """Return the marks of all exercises, and of what the teacher marks, in the order of the worksheet."""
    return [
        open_mark(cell)
        if cell.role == "open"
        else mark_of(Evidence(cell, answers, ran, checks.get(cell.name)), solution, with_work)
        for cell in solution.of_role("answer", "open")
    ]


def mark_of(evidence: Evidence, solution: Solution, with_work: bool = False) -> Mark:
    """Return the mark of one exercise, if there is an answer and it could be run: the points of checks right each time.

    What is printed counts only where an answer stands: other cells can print whatever a check of this one should.
    """
    name = evidence.exercise.name
    most = solution.points_of(name)
    if not evidence.is_answered:
        return Mark(name, 0, most, message(evidence))
    if any(verdict.reason == "start" for verdict in evidence.of("answer", "check", "probe")):
        return Mark(name, None, most, NOT_GRADED + NO_KERNEL)
    wrong = {step.name for step, verdict in evidence.ran if verdict.state != "right"}
    right = {step.name for step, _ in evidence.ran} - wrong
    points = sum(check.points for check in solution.checks_of(name) if check.name in right)
    work = work_of(evidence, solution, right) if with_work else None
    return Mark(name, points, most, message(evidence), work=work)


def unmarked(solution: Solution, problem: str) -> list[Mark]:
    """Return no points for every exercise of a submission that could not be read."""
    marks = [Mark(name, 0, solution.points_of(name), problem) for name in solution.exercises]
    return marks + [open_mark(answer) for answer in solution.of_role("open")]


def open_mark(answer: Cell) -> Mark:
    """Return the mark of an answer that the teacher reads, with its rubric."""
    rubric = "; ".join(f"{row.get('points', 0):g}: {row.get('criterion', '')}" for row in answer.rubric)
    return Mark(answer.name, None, answer.points, TEACHER, rubric)


def not_graded(graded: Graded, reason: str) -> Graded:
    """Return a submission that could not be graded for no fault of the student: one row, without points."""
    return Graded(graded.student, graded.worksheet, graded.path, [Mark("", None, None, NOT_GRADED + reason)])
