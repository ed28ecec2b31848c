"""The grader's desk: solutions and references by worksheet, and the grading of single submissions."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from qantar.errors import QantarError
from qantar.grading.marking.answers import find_answers
from qantar.grading.marking.marks import Graded, marks_of, unmarked
from qantar.grading.marking.reference import reference_of
from qantar.grading.marking.run import Run
from qantar.grading.marking.steps import steps_of
from qantar.grading.marking.submission import Submission
from qantar.grading.sandbox.kernels import Kernels
from qantar.grading.sandbox.limits import Limits
from qantar.grading.tutor.checkfile import ExerciseChecks, load_checks
from qantar.grading.worksheets.release import Places, load_named
from qantar.grading.worksheets.solution import Solution


@dataclass(frozen=True)
class Master:
    """All that is needed to grade one worksheet; it never leaves this process."""

    solution: Solution
    reference: dict[str, str]
    checks: dict[str, ExerciseChecks]


@dataclass
class Desk:
    """Grades submissions, one call each; safe to use from several threads."""

    place: Places
    kernels: Kernels
    limits: Limits
    seed: int
    masters: dict[str, Master] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def grade(self, submission: Submission) -> Graded:
        """Grade one submission; what is wrong with it becomes a message, what is wrong with the solution an error."""
        graded = Graded(submission.handed.student, "", submission.handed.shown, problem=submission.problem)
        if submission.worksheet is None:
            return graded
        master = self.master(submission.worksheet)
        if submission.problem:
            return filled(graded, master)
        answers = find_answers(submission.cells, master.solution)
        steps = steps_of(master.solution, answers.sources, self.seed, master.reference)
        ran = Run(self.kernels, self.limits).go(steps)
        marks = marks_of(master.solution, answers, ran, master.checks)
        return replace(graded, worksheet=master.solution.name, marks=marks)

    def settled(self, graded: Graded) -> Graded:
        """Give a submission of unknown worksheet its rows of no points, if the whole batch is one worksheet."""
        if graded.marks or len(self.masters) != 1:
            return graded
        return filled(graded, *self.masters.values())

    def master(self, name: str) -> Master:
        """Return what is needed to grade a worksheet; the solution is run when it is first asked for."""
        with self.lock:
            if name not in self.masters:
                solution = load_named(name, self.place)
                reference = reference_of(solution, self.kernels, self.seed)
                self.masters[name] = Master(solution, reference, checks_if_any(name, self.place.checks))
            return self.masters[name]


def filled(graded: Graded, master: Master) -> Graded:
    """Give a submission that could not be graded no points, by exercise."""
    return replace(graded, worksheet=master.solution.name, marks=unmarked(master.solution, graded.problem))


def checks_if_any(name: str, folder: Path) -> dict[str, ExerciseChecks]:
    """Return the released checks; without them grading works, only listed mistakes are not recognised."""
    try:
        return load_checks(name, folder)
    except QantarError:
        return {}
