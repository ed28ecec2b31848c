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


def check(exercise: str) -> None:
    """Print what is still missing in an exercise: first existence, then type, then value, then a hint.

    Each further call gives the next hint; a hint never gives the answer. Nothing is graded here.
    """
    names = names_of_caller()
    try:
        print(f"{exercise}: {advice(find(exercise), names)}")
    except QantarError as error:
        print(error)


def names_of_caller() -> Mapping[str, Any]:
    """Return the names of the notebook, or of the module that called `check`."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return shell.user_ns if shell is not None else sys._getframe(2).f_globals


def find(exercise: str) -> ExerciseChecks:
    """Return the checks of an exercise; raise QantarError naming the nearest exercises if there is none."""
    known = load_checks(exercise.rpartition("-")[0] or exercise)
    if exercise in known:
        return known[exercise]
    near = difflib.get_close_matches(exercise, known, n=3, cutoff=0) or list(known)
    raise QantarError(f"There is no exercise {exercise!r}; try {', '.join(near)}.")


def advice(checks: ExerciseChecks, names: Mapping[str, Any]) -> str:
    """Return the next thing to tell the student."""
    missing = faults(checks.expects, names)
    if missing:
        return " ".join(missing)
    lines, error = printed_lines(checks.sources, names)
    if checks.is_right(lines):
        return "right. Your values are the expected ones."
    found = error or absent_columns(lines) or "not yet: a value differs from the expected one."
    return " ".join(filter(None, [found, hint(checks, lines)]))


def hint(checks: ExerciseChecks, lines: list[str]) -> str:
    """Return the hint of a recognised mistake, else the next of the ladder."""
    mistake = checks.mistake(lines)
    if mistake:
        return mistake.hint
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
