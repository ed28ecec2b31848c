"""The grader's desk: solutions and references by worksheet, and the grading of single submissions."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from qantar.errors import QantarError
from qantar.grading.marking.judge import Judge
from qantar.grading.marking.layout import Handed, readable
from qantar.grading.marking.marks import Evidence, Graded, marks_of, unmarked
from qantar.grading.marking.reference import reference_of
from qantar.grading.marking.run import Kernels, Run
from qantar.grading.marking.steps import Reference, steps_of
from qantar.grading.marking.submission import find_answers, worksheet_of
from qantar.grading.sandbox.limits import Limits
from qantar.grading.tutor.checkfile import ExerciseChecks, load_checks
from qantar.grading.worksheets.notebook import read_notebook
from qantar.grading.worksheets.release import Places, load_named
from qantar.grading.worksheets.solution import Solution


@dataclass(frozen=True)
class Master:
    """All that is needed to grade one worksheet; it never leaves this process."""

    solution: Solution
    reference: Reference
    checks: dict[str, ExerciseChecks]


@dataclass
class Desk:
    """Grades submissions, one call each; safe to use from several threads."""

    place: Places
    judge: Judge
    kernels: Kernels
    limits: Limits
    seed: int
    worksheet: str | None = None
    masters: dict[str, Master] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def grade(self, handed: Handed) -> Graded:
        """Grade one submission; what is wrong with it becomes a message, what is wrong with the solution an error."""
        known = self.known()
        name = self.worksheet or handed.worksheet
        if handed.linked:
            return self.refused(handed, name, f"{handed.path.name} is a link; put the file itself into the folder.")
        try:
            notebook = read_notebook(handed.path)
        except QantarError as error:
            return self.refused(handed, name, str(error))
        declared = worksheet_of(notebook, known)
        if self.worksheet and declared not in {None, self.worksheet}:
            return self.refused(handed, None, f"{handed.path.name} is worksheet {declared!r}, not {self.worksheet!r}.")
        name = declared if declared in known else name
        if name is None:
            return self.refused(handed, None, f"{handed.path.name} is no worksheet of {', '.join(known)}.")
        return self.marked(handed, notebook, self.master(name))

    def known(self) -> list[str]:
        """Return the worksheets that have a solution."""
        return sorted(path.stem for path in self.place.solutions.glob("*.ipynb"))

    def refused(self, handed: Handed, name: str | None, problem: str) -> Graded:
        """Return no points, with the reason; by exercise if the worksheet is known."""
        problem = readable(problem)
        marks = unmarked(self.master(name).solution, problem) if name else []
        return Graded(handed.student, name or "", handed.shown, marks, problem)

    def marked(self, handed: Handed, notebook: dict, master: Master) -> Graded:
        """Run a submission and mark it."""
        solution = master.solution
        answers = find_answers(notebook, solution)
        steps = steps_of(solution, answers.sources, self.seed, master.reference)
        verdicts = Run(self.judge, self.kernels, self.limits).go(steps)
        marks = marks_of(Evidence(solution, master.checks, answers, steps, verdicts))
        return Graded(handed.student, solution.name, handed.shown, marks)

    def settled(self, graded: Graded) -> Graded:
        """Give a submission of unknown worksheet its rows of no points, if the whole batch is one worksheet."""
        if graded.marks or len(self.masters) != 1:
            return graded
        name, master = next(iter(self.masters.items()))
        return replace(graded, worksheet=name, marks=unmarked(master.solution, graded.problem))

    def master(self, name: str) -> Master:
        """Return what is needed to grade a worksheet; the solution is run when it is first asked for."""
        with self.lock:
            if name not in self.masters:
                solution = load_named(name, self.place)
                reference = reference_of(solution, self.judge, self.kernels, self.seed)
                self.masters[name] = Master(solution, reference, checks_if_any(name, self.place.checks))
            return self.masters[name]


def checks_if_any(name: str, folder: Path) -> dict[str, ExerciseChecks]:
    """Return the released checks; without them grading works, only listed mistakes are not recognised."""
    try:
        return load_checks(name, folder)
    except QantarError:
        return {}
