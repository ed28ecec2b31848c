"""`check("causes-1")`: feedback in the notebook, for learning; it earns nothing."""

import difflib
import io
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import redirect_stdout
from typing import Any

from qantar.errors import QantarError
from qantar.grading.tutor.checkfile import ExerciseChecks, load_checks
from qantar.grading.tutor.expects import faults
from qantar.grading.tutor.lines import absent_columns, error_line, marked_lines

_attempts: Counter[str] = Counter()
_last: dict[str, list[str]] = {}


def check(exercise: str) -> None:
    """Print what is still missing in an exercise: first existence, then type, then value, then a hint.

    Each further call gives the next hint, and the first again when other values differ; a hint never gives the answer.
    Nothing is graded here.
    """
    names = names_of_caller()
    try:
        print(f"{exercise}: {advice(find(exercise), names)}{stale()}")
    except QantarError as error:
        print(error)


def names_of_caller() -> Mapping[str, Any]:
    """Return the names of the notebook, or of the module that called `check`."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return shell.user_ns if shell is not None else sys._getframe(2).f_globals


def stale() -> str:
    """Say so when the cell that was run before this one stopped with an error: what it should make may be old."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    stopped = shell is not None and not shell.last_execution_succeeded
    return (
        " But the cell that you ran last stopped with an error: what is compared here may be older." if stopped else ""
    )


def find(exercise: str) -> ExerciseChecks:
    """Return the checks of an exercise; raise QantarError naming the nearest exercises if there is none."""
    known = load_checks(exercise.rpartition("-")[0] or exercise)
    if exercise in known:
        return known[exercise]
    near = difflib.get_close_matches(exercise, known, n=3, cutoff=0) or list(known)
    raise QantarError(f"There is no exercise {exercise!r}; try {', '.join(near)}.")


def advice(checks: ExerciseChecks, names: Mapping[str, Any]) -> str:
    """Return what to tell the student: right, as the grader would find; else all that is known to be missing.

    First existence, then types, then the parts whose values differ, then a hint.
    """
    lines, error = printed_lines(checks.sources, names)
    if checks.is_right(lines):
        return "right. Your values are the expected ones."
    right = checks.right_parts(lines)
    missing = faults([entry for entry in checks.expects if entry["name"] not in right], names)
    if missing and any(names.get(entry["name"], ...) is ... for entry in checks.expects):
        return " ".join(missing)
    found = error or absent_columns(lines) or "not yet: a value differs from the expected one."
    return " ".join(filter(None, [*missing, found, compared(checks, lines), hint(checks, lines)]))


def compared(checks: ExerciseChecks, lines: list[str]) -> str:
    """Say which parts are right and which differ, where some are right."""
    right = checks.right_parts(lines)
    differ = [part for part in dict.fromkeys(checks.parts) if part not in right]
    return f"Right: {', '.join(right)}; differs: {', '.join(differ)}." if right and differ else ""


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
            stopped = f"the check stopped with {type(error).__name__}: {error}."
            lines += [*marked_lines(out.getvalue()), error_line(type(error).__name__)]
        else:
            lines += marked_lines(out.getvalue())
    return lines, stopped
