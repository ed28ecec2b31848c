"""The grader's desk: solutions and references by worksheet, and the grading of single submissions."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from qantar.errors import QantarError
from qantar.grading.marking.answers import find_answers
from qantar.grading.marking.marks import Graded, Mark, marks_of, not_graded, unmarked
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
    with_work: bool = False
    masters: dict[str, Master | QantarError] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def grade(self, submission: Submission) -> Graded:
        """Grade one submission; what is wrong with it becomes a message, what is wrong with us leaves it ungraded."""
        graded = Graded(submission.student, submission.worksheet or "", submission.handed.shown, [], submission.problem)
        if submission.fault:
            return not_graded(graded, submission.fault)
        if submission.worksheet is None:
            return replace(graded, marks=[Mark("", 0, 0, submission.problem)])
        try:
            master = self.master(submission.worksheet)
        except QantarError as error:
            return not_graded(graded, str(error))
        if submission.problem:
            return replace(graded, marks=unmarked(master.solution, submission.problem))
        return replace(graded, marks=self.marks(submission, master))

    def marks(self, submission: Submission, master: Master) -> list[Mark]:
        """Run a submission's answers among the master's cells and mark what they give."""
        answers = find_answers(submission.cells, master.solution)
        steps = steps_of(master.solution, answers.sources, self.seed, master.reference)
        ran = Run(self.kernels, self.limits).go(steps)
        return marks_of(master.solution, answers, ran, master.checks, self.with_work)

    def master(self, name: str) -> Master:
        """Return what is needed to grade a worksheet; its solution is run when it is first asked for, and only once."""
        with self.lock:
            if name not in self.masters:
                self.masters[name] = self.prepared(name)
        found = self.masters[name]
        if isinstance(found, QantarError):
            raise found
        return found

    def prepared(self, name: str) -> Master | QantarError:
        """Load and run a solution; return what came of it, or what is wrong with it."""
        try:
            solution = load_named(name, self.place)
            reference = reference_of(solution, self.kernels, self.seed)
        except QantarError as error:
            return error
        return Master(solution, reference, checks_if_any(name, self.place.checks))


def checks_if_any(name: str, folder: Path) -> dict[str, ExerciseChecks]:
    """Return the released checks; without them grading works, only listed mistakes are not recognised."""
    try:
        return load_checks(name, folder)
    except QantarError:
        return {}
