"""Points and a message for every exercise of one submission."""

from dataclasses import dataclass, field

from qantar.grading.marking.evidence import Evidence
from qantar.grading.marking.messages import message
from qantar.grading.worksheets.solution import Exercise, OpenAnswer, Solution

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


def marks_of(evidence: Evidence) -> list[Mark]:
    """Return the marks of all exercises, then of what the teacher marks, in the order of the worksheet."""
    made = [(exercise.number, mark_of(evidence, exercise)) for exercise in evidence.solution.exercises.values()]
    made += [(answer.number, open_mark(answer)) for answer in evidence.solution.open_answers]
    return [mark for _, mark in sorted(made, key=lambda pair: pair[0])]


def unmarked(solution: Solution, problem: str) -> list[Mark]:
    """Return no points for every exercise of a submission that could not be read."""
    marks = [Mark(name, 0, solution.points_of(name), problem) for name in solution.exercises]
    return marks + [open_mark(answer) for answer in solution.open_answers]


def open_mark(answer: OpenAnswer) -> Mark:
    """Return the mark of an answer that the teacher reads, with its rubric."""
    rubric = "; ".join(f"{row.get('points', 0):g}: {row.get('criterion', '')}" for row in answer.rubric)
    return Mark(answer.name, None, answer.points, TEACHER, rubric)


def mark_of(evidence: Evidence, exercise: Exercise) -> Mark:
    """Return the mark of one exercise: the points of its right checks, and what to say."""
    worth = {check.name: check.points for check in evidence.solution.checks_of(exercise.name)}
    judged = evidence.of(exercise.name, "check")
    points = sum(worth[step.name] for step, verdict in judged if verdict.state == "right")
    return Mark(exercise.name, points, sum(worth.values()), message(evidence, exercise))
