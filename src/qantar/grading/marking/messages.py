"""What to tell a student about one exercise; no message ever holds an answer."""

import re

from qantar.grading.marking.evidence import Evidence
from qantar.grading.marking.judge import Verdict
from qantar.grading.marking.steps import printed_by_checks
from qantar.grading.marking.submission import is_untouched
from qantar.grading.tutor.lines import absent_columns, marked_lines
from qantar.grading.worksheets.solution import Exercise

LOSSES = {
    "time": "did not finish in the time allowed",
    "output": "printed more than is allowed",
    "memory": "stopped with MemoryError: it needed more memory than is allowed",
    "died": "ended the kernel",
    "silent": "left the kernel without an answer",
    "start": "could not be run: no kernel started",
    "budget": "was not run: the worksheet took too long as a whole",
}
LONGEST = 300


def clean(text: str) -> str:
    """Return a message on one line, without control characters, of bounded length."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def message(evidence: Evidence, exercise: Exercise) -> str:
    """Return what to tell the student: what stands in the way, then existence, type, value, and a hint."""
    return clean(" ".join(parts(evidence, exercise)))


def parts(evidence: Evidence, exercise: Exercise) -> list[str]:
    """Return the sentences of a message."""
    remark = evidence.answers.remarks.get(exercise.name, "")
    sources = evidence.answers.sources.get(exercise.name)
    if all(verdict.state == "right" for _, verdict in evidence.of(exercise.name, "check")):
        return ["Right.", remark]
    if not sources:
        return [remark or "Its answer cell is missing; copy it back from a fresh worksheet."]
    if all(is_untouched(source, exercise, evidence.solution) for source in sources):
        return ["Not started yet: put your answer into its cell and run the cell below it.", remark]
    stopped = loss(evidence, exercise.name)
    return [remark, stopped] if stopped else [remark, stop(evidence, exercise.name), advice(evidence, exercise)]


def loss(evidence: Evidence, exercise: str) -> str:
    """Return what broke a limit or ended the kernel: the student's cell, else the check of it."""
    for role, who in (("answer", "Your cell"), ("check", "The check of your work")):
        reasons = [verdict.reason for _, verdict in evidence.of(exercise, role) if verdict.state == "lost"]
        if reasons:
            return f"Your cell {LOSSES['died']}." if reasons[0] == "spoiled" else f"{who} {LOSSES[reasons[0]]}."
    return ""


def stop(evidence: Evidence, exercise: str) -> str:
    """Return the error that stopped the student's cell."""
    for _, verdict in evidence.of(exercise, "answer"):
        if verdict.state == "error":
            return f"Your cell stopped with {named(evidence, verdict)}"
    return ""


def named(evidence: Evidence, verdict: Verdict) -> str:
    """Return the error of a cell as the end of a sentence, and what it may come from."""
    text = f"{verdict.error}: {verdict.message}".rstrip(".: ")
    return f"{text}.{elsewhere(evidence, verdict)}"


def elsewhere(evidence: Evidence, verdict: Verdict) -> str:
    """Say so when a missing name is defined in a cell that is not an answer."""
    name = re.match(r"name '(\w+)' is not defined", verdict.message)
    if verdict.error == "NameError" and name:
        made = rf"(?m)^\s*(def {name[1]}\b|class {name[1]}\b|{name[1]}\s*=|.*\bimport\b.*\b{name[1]}\b)"
        if re.search(made, evidence.answers.other_code):
            return f" Only answer cells are graded: move what makes {name[1]} into this one."
    return ""


def advice(evidence: Evidence, exercise: Exercise) -> str:
    """Return what is missing or of a wrong type, else what differs, with a hint."""
    missing = [verdict.printed.strip() for _, verdict in evidence.of(exercise.name, "ask") if verdict.printed.strip()]
    if missing:
        return missing[0].splitlines()[0]
    visible = {check.name for check in evidence.solution.checks_of(exercise.name) if not check.probe}
    wrong = [pair for pair in evidence.of(exercise.name, "check") if pair[1].state != "right"]
    seen = any(step.name in visible for step, _ in wrong)
    found = difference(evidence, seen, [verdict for _, verdict in wrong])
    return " ".join([found, hint(evidence, exercise) if seen else first_hint(exercise)]).strip()


def difference(evidence: Evidence, seen: bool, wrong: list[Verdict]) -> str:
    """Say where the values differ: in the check that students see, or only with other inputs."""
    for verdict in wrong:
        if verdict.error:
            return f"The check of your work stopped with {named(evidence, verdict)}"
        if seen and absent_columns(marked_lines(verdict.printed)):
            return absent_columns(marked_lines(verdict.printed))
    return "A value differs from the expected one." if seen else "Right for the example, not yet for other inputs."


def hint(evidence: Evidence, exercise: Exercise) -> str:
    """Return the hint of a listed mistake if the printed values show it, else the first hint."""
    checks = evidence.checks.get(exercise.name)
    lines = printed_by_checks(evidence.solution, exercise.name, evidence.steps, evidence.verdicts)
    mistake = checks.mistake(lines) if checks and lines else None
    return mistake.hint if mistake else first_hint(exercise)


def first_hint(exercise: Exercise) -> str:
    """Return the first hint of an exercise."""
    return exercise.hints[0] if exercise.hints else ""
