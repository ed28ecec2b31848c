"""What a student's feedback shows of one exercise, beside its points."""

from dataclasses import dataclass

from qantar.grading.marking.messages import OTHER_INPUTS, Evidence, card_of
from qantar.grading.tutor.card import Card
from qantar.grading.tutor.checkfile import ExpectedTable
from qantar.grading.tutor.expects import called
from qantar.grading.tutor.showing import MARK
from qantar.grading.worksheets.cells import Cell
from qantar.grading.worksheets.solution import Solution

SOME = 3
"""So many of the values that a check prints are named."""


@dataclass(frozen=True)
class Earned:
    """The points of one check: what it prints values of, and why it earned none where the card does not say so."""

    about: str
    points: float
    most: float
    why: str = ""


@dataclass(frozen=True)
class Work:
    """What a student's feedback shows of one exercise: the tutor's card, the own answer, what was asked for, the points
    of each check, and what to read next."""

    card: Card
    answer: str
    asked: list[str]
    checks: list[Earned]
    reading: str


def work_of(evidence: Evidence, solution: Solution, right: set[str]) -> Work:
    """Return what the feedback on an exercise shows; `right` are the names of the checks that were right each time."""
    exercise, tables = evidence.exercise, evidence.checks.tables if evidence.checks else {}
    asked = [asked_for(entry, tables.get(entry["name"])) for entry in exercise.expects]
    answer = "\n".join(evidence.answers.sources.get(exercise.name, []))
    checks = [earned(evidence, check, right) for check in solution.checks_of(exercise.name) if check.points]
    return Work(card_of(evidence), answer, asked, checks, exercise.hints[-1] if exercise.hints else "")


def earned(evidence: Evidence, check: Cell, right: set[str]) -> Earned:
    """Return the points of one check."""
    if check.name in right:
        return Earned(about(check), check.points, check.points)
    first = [verdict for step, verdict in evidence.ran if step.name == check.name and not step.redrawn]
    once = any(verdict.state == "right" for verdict in first)
    return Earned(about(check), 0, check.points, OTHER_INPUTS if once else "")


def asked_for(entry: dict[str, str], table: ExpectedTable | None) -> str:
    """Return what an exercise asks for under one name: its type and, of a table, the columns and what they hold."""
    columns = ", ".join(f"{name} ({kind})" for name, kind in table.kinds.items()) if table else ""
    return f"`{entry['name']}`: {called(entry['type'])}" + (f" with the columns {columns}" if columns else "")


def about(check: Cell) -> str:
    """Return what a check prints values of, in the words of its lines."""
    names = list(dict.fromkeys(line.partition(MARK)[0] for line in check.printed.splitlines() if MARK in line))
    listed = ", ".join(names[:SOME]) + (", …" if len(names) > SOME else "") or check.name
    return f"{listed}; with inputs that are drawn at grading" if check.role == "probe" else listed
