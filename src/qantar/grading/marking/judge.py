"""The verdict on one cell: run in a student's kernel, compared here, where no student's code runs."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from qantar.grading.sandbox.wire import KernelLost, Wire, end_of
from qantar.grading.tutor.lines import essential

# What a terminal would have overwritten: the solutions' tests by nbval leave it out, too.
OVERWRITTEN = re.compile(r"^.*\r(?=[^\n])", re.MULTILINE)
PARTS = {
    "status": ["execution_state"],
    "stream": ["name", "text"],
    "display_data": ["data", "metadata"],
    "execute_result": ["data", "metadata", "execution_count"],
    "error": ["ename", "evalue", "traceback"],
}
"""What messages of each kind must hold."""


@dataclass(frozen=True)
class Verdict:
    """What became of one cell: right, differs, error or lost; with what it printed and what stopped it."""

    state: str
    printed: str = ""
    error: str = ""
    message: str = ""
    reason: str = ""


def judge(wire: Wire, source: str, reference: str | None, timeout: float) -> Verdict:
    """Run one cell in a kernel; it is right if it prints what the reference holds, or if there is none."""
    if not wire.alive():
        return Verdict("lost", reason="died")
    try:
        text, error = put_out(wire.run(source, timeout))
    except KernelLost as lost:
        return Verdict("lost", reason=lost.reason)
    except (LookupError, TypeError, ValueError, AttributeError):  # a message that no kernel sends
        return Verdict("lost", reason="silent")
    end = end_of(wire.reply)
    if end:
        return Verdict("lost", reason=end)
    if error:
        return Verdict("error", text, *error)
    printed = OVERWRITTEN.sub("", text)
    same = reference is None or essential(printed, reference) == essential(reference, reference)
    return Verdict("right" if same else "differs", printed)


def put_out(messages: list[dict[str, Any]]) -> tuple[str, list[str]]:
    """Return what a cell's messages print to standard output, and the name and words of the error that ends them."""
    streams: defaultdict[str, str] = defaultdict(str)
    for message in messages:
        kind = message["msg_type"]
        parts = [message["content"][name] for name in PARTS.get(kind, [])]
        if kind == "stream":
            streams[parts[0]] += parts[1]
        if kind == "error":
            return streams["stdout"], [str(parts[0]), str(parts[1])]
    return streams["stdout"], []
