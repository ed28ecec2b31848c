"""What to tell a student about one exercise; no message ever holds an answer."""

import re
from dataclasses import dataclass

from qantar.grading.marking.answers import Answers
from qantar.grading.marking.judge import Verdict
from qantar.grading.marking.run import Ran
from qantar.grading.marking.steps import printed_by_checks
from qantar.grading.tutor.card import Card, in_short, parts_of
from qantar.grading.tutor.checkfile import ExerciseChecks
from qantar.grading.tutor.lines import absent_columns
from qantar.grading.worksheets.cells import Cell

LOSSES = {
    "time": "did not finish in the time allowed",
    "output": "printed more than is allowed",
    "memory": "stopped with MemoryError: it needed more memory than is allowed",
    "died": "ended the kernel",
    "silent": "left the kernel without an answer",
    "budget": "was not run: the worksheet took too long as a whole",
}
LONGEST = 300
LONGEST_CODE = 100_000
CHECKS = ("check", "probe")
OTHER_INPUTS = "Right for the example, not yet for other inputs."


@dataclass(frozen=True)
class Evidence:
    """All that is known of a student's work on one exercise when it is marked."""

    exercise: Cell
    answers: Answers
    ran: Ran
    checks: ExerciseChecks | None = None

    @property
    def is_answered(self) -> bool:
        """Whether the student put something into the exercise's cell."""
        name = self.exercise.name
        return bool(self.answers.sources.get(name)) and name not in self.answers.untouched

    def of(self, *roles: str) -> list[Verdict]:
        """Return the verdicts on the steps of some roles."""
        return [verdict for step, verdict in self.ran if step.exercise == self.exercise.name and step.role in roles]


def clean(text: str) -> str:
    """Return a message on one line, without control characters, of bounded length."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def message(evidence: Evidence) -> str:
    """Return what to tell the student: what stands in the way, then existence, type, value, and a hint."""
    name, answers = evidence.exercise.name, evidence.answers
    remark = answers.remarks.get(name, "")
    if not answers.sources.get(name):
        return clean(remark or "Its answer cell is missing; copy it back from a fresh worksheet.")
    if name in answers.untouched:
        return clean(f"Not started yet: put your answer into its cell and run the cell below it. {remark}")
    if all(verdict.state == "right" for verdict in evidence.of(*CHECKS)):
        return clean(f"Right. {remark}")
    return clean(f"{remark} {loss(evidence) or f'{stop(evidence)} {advice(evidence)}'}")


def card_of(evidence: Evidence) -> Card:
    """Return the tutor's card on an answer: what `check` says of it, and what stopped it or differs on other inputs."""
    name, lines = evidence.exercise.name, printed_by_checks(evidence.ran, evidence.exercise.name)
    parts = parts_of(evidence.checks, lines, []) if evidence.checks else []
    remark = evidence.answers.remarks.get(name, "")
    if all(verdict.state == "right" for verdict in evidence.of(*CHECKS)):
        return Card(name, True, [remark] if remark else [], parts)
    asked = [line for verdict in evidence.of("ask") for line in verdict.printed.splitlines() if line.strip()]
    found = [remark, loss(evidence), stop(evidence), *asked, stopped_check(evidence)]
    seen = any(verdict.state != "right" for verdict in evidence.of("check"))
    told = [clean(line) for line in found if line] + ([] if seen else [OTHER_INPUTS])
    return Card(name, complaints=told, parts=parts, hint=hint(evidence) if seen else first_hint(evidence.exercise))


def loss(evidence: Evidence) -> str:
    """Return what broke a limit or ended the kernel: the student's cell, else the check of it."""
    for roles, who in ((["answer"], "Your cell"), (CHECKS, "The check of your work")):
        reasons = [verdict.reason for verdict in evidence.of(*roles) if verdict.state == "lost"]
        if reasons:
            return f"Your cell {LOSSES['died']}." if reasons[0] == "spoiled" else f"{who} {LOSSES[reasons[0]]}."
    return ""


def stop(evidence: Evidence) -> str:
    """Return the error that stopped the student's cell."""
    errors = (verdict for verdict in evidence.of("answer") if verdict.state == "error")
    return next((f"Your cell stopped with {named(evidence, verdict)}" for verdict in errors), "")


def named(evidence: Evidence, verdict: Verdict) -> str:
    """Return the error of a cell as the end of a sentence, and what it may come from."""
    text = f"{verdict.error}: {verdict.message}".rstrip(".: ")
    return f"{text}.{elsewhere(evidence, verdict)}"


def elsewhere(evidence: Evidence, verdict: Verdict) -> str:
    """Say so when a missing name is defined in a cell that is not an answer."""
    name = re.match(r"name '(\w{1,100})' is not defined", verdict.message)
    if verdict.error == "NameError" and name and makes(evidence.answers.other_code, name[1]):
        return f" Only answer cells are graded: move what makes {name[1]} into this one."
    return ""


def makes(source: str, name: str) -> bool:
    """Say whether a line of some code defines, assigns or imports a name; of long code only the beginning is read."""
    return any(name in line and makes_here(line, name) for line in source[:LONGEST_CODE].splitlines())


def makes_here(line: str, name: str) -> bool:
    """Say whether one line defines, assigns or imports a name; its time grows with its length, and no faster."""
    words = re.findall(r"\w+", line)
    defined = words[:2] in (["def", name], ["class", name])
    assigned = bool(re.match(rf"{name}\s*=", line.lstrip()))
    imported = "import" in words and name in words[words.index("import") :]
    return defined or assigned or imported


def advice(evidence: Evidence) -> str:
    """Return what is missing or of a wrong type, else what differs, with a hint."""
    missing = [verdict.printed.strip() for verdict in evidence.of("ask") if verdict.printed.strip()]
    if missing:
        return missing[0].splitlines()[0]
    seen = any(verdict.state != "right" for verdict in evidence.of("check"))
    found = difference(evidence, seen)
    return " ".join([found, hint(evidence) if seen else first_hint(evidence.exercise)]).strip()


def difference(evidence: Evidence, seen: bool) -> str:
    """Say where the values differ: in the check that students see, or only with other inputs."""
    stopped = stopped_check(evidence)
    if stopped or not seen:
        return stopped or OTHER_INPUTS
    lines = printed_by_checks(evidence.ran, evidence.exercise.name)
    return absent_columns(lines) or in_short(evidence.checks, lines)


def stopped_check(evidence: Evidence) -> str:
    """Return the error that stopped a check of the student's work."""
    errors = (verdict for verdict in evidence.of(*CHECKS) if verdict.error)
    return next((f"The check of your work stopped with {named(evidence, verdict)}" for verdict in errors), "")


def hint(evidence: Evidence) -> str:
    """Return the hint of a listed mistake if the printed values show it, else the first hint."""
    lines = printed_by_checks(evidence.ran, evidence.exercise.name)
    mistake = evidence.checks.mistake(lines) if evidence.checks and lines else None
    return mistake.hint if mistake else first_hint(evidence.exercise)


def first_hint(exercise: Cell) -> str:
    """Return the first hint of an exercise."""
    return exercise.hints[0] if exercise.hints else ""
