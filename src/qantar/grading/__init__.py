"""The grading room: worksheets from solutions, feedback in the notebook, and the teacher's grader."""

from typing import Any

__all__ = ["check", "show"]


def __getattr__(name: str) -> Any:
    """Import `check` and `show` when they are first asked for: neither needs a kernel to be imported."""
    if name == "check":
        from qantar.grading.tutor.checking import check

        return check
    if name == "show":
        from qantar.grading.tutor.showing import show

        return show
    raise AttributeError(name)
