"""`check("causes-1")`: feedback in the notebook, for learning; it earns nothing."""

import difflib
import io
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import redirect_stdout
from typing import Any

from qantar.errors import QantarError
from qantar.grading.tutor.card import Card, parts_of
from qantar.grading.tutor.checkfile import ExerciseChecks, load_checks
from qantar.grading.tutor.expects import faults
from qantar.grading.tutor.lines import error_line, marked_lines

STALE = "The cell that you ran last stopped with an error: what is compared here may be older."
_attempts: Counter[str] = Counter()
_last: dict[str, list[str]] = {}


def check(exercise: str) -> None:
    """Show what is still missing in an exercise: existence, types, each part with its first wrong row, then a hint.

    Each further call gives the next hint, and the first again when other values differ; a hint never gives the answer.
    Nothing is graded here.
    """
    shell = notebook()
    names = shell.user_ns if shell else sys._getframe(1).f_globals
    try:
        answer = card(find(exercise), names, stale(shell))
    except QantarError as error:
        print(error)
        return
    if shell is None or answer.is_right:
        print(answer.as_text())
    else:
        both = {"text/plain": answer.as_text(), "text/markdown": answer.as_markdown()}
        sys.modules["IPython"].display.display(both, raw=True)


def notebook() -> Any:
    """Return the running IPython shell, or None outside of notebooks."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def stale(shell: Any) -> list[str]:
    """Say so when the cell that was run before this one stopped with an error: what it should make may be old."""
    return [STALE] if shell is not None and not shell.last_execution_succeeded else []


def find(exercise: str) -> ExerciseChecks:
    """Return the checks of an exercise; raise QantarError naming the nearest exercises if there is none."""
    known = load_checks(exercise.rpartition("-")[0] or exercise)
    if exercise in known:
        return known[exercise]
    near = difflib.get_close_matches(exercise, known, n=3, cutoff=0) or list(known)
    raise QantarError(f"There is no exercise {exercise!r}; try {', '.join(near)}.")


def card(checks: ExerciseChecks, names: Mapping[str, Any], notes: list[str]) -> Card:
    """Return what to tell the student: right, as the grader would find; else all that is known to be missing."""
    lines, error = printed_lines(checks.sources, names)
    if checks.is_right(lines):
        return Card(checks.name, is_right=True, complaints=notes)
    missing = [entry["name"] for entry in checks.expects if names.get(entry["name"], ...) is ...]
    parts = parts_of(checks, lines, missing)
    right = {part.name for part in parts if part.state == "right"}
    complaints = notes + faults([entry for entry in checks.expects if entry["name"] not in right], names)
    complaints += [error] if error and not missing else []
    advice = "" if len(missing) == len(checks.expects) else hint(checks, lines)
    return Card(checks.name, False, complaints, parts, advice)


def hint(checks: ExerciseChecks, lines: list[str]) -> str:
    """Return the hint of a recognised mistake, else the next of the ladder."""
    mistake = checks.mistake(lines)
    if mistake:
        return mistake.hint
    if _last.get(checks.name) != lines:  # another mistake: the ladder starts again
        _last[checks.name], _attempts[checks.name] = lines, 0
    step = _attempts[checks.name]
    _attempts[checks.name] += 1
    return checks.hints[min(step, len(checks.hints) - 1)] if checks.hints else ""


def printed_lines(sources: list[str], names: Mapping[str, Any]) -> tuple[list[str], str]:
    """Run check cells on a copy of the student's names; return their lines and what stopped them, if anything."""
    lines: list[str] = []
    stopped = ""
    for source in sources:
        out = io.StringIO()
        try:
            with redirect_stdout(out):
                exec(compile(source, "<check>", "exec"), dict(names))
        except (Exception, SystemExit) as error:
            stopped = f"The check stopped with {type(error).__name__}: {error}."
            lines += [*marked_lines(out.getvalue()), error_line(type(error).__name__)]
        else:
            lines += marked_lines(out.getvalue())
    return lines, stopped
