"""The verdict on one cell, from the messages that its kernel sent."""

import pytest

from qantar.grading.marking.judge import judge
from qantar.grading.sandbox.wire import KernelLost
from qantar.grading.tutor.showing import MARK

LINE = f"growth{MARK}25\n"


class Wire:
    """A wire over which these messages come, or which is lost."""

    def __init__(self, *messages: dict, lost: str = "", alive: bool = True, reply: dict | None = None) -> None:
        self.messages, self.lost, self.alive, self.reply = messages, lost, lambda: alive, reply or {}

    def run(self, source: str, timeout: float) -> list[dict]:
        if self.lost:
            raise KernelLost(self.lost)
        return list(self.messages)


def message(kind: str, **content: object) -> dict:
    return {"msg_type": kind, "content": content}


def stream(text: object, name: object = "stdout") -> dict:
    return message("stream", name=name, text=text)


ERROR = message("error", ename="ValueError", evalue="no", traceback=["…"])
BUSY = message("status", execution_state="busy")


def verdict(*messages: dict, reference: str | None = None) -> tuple[str, str]:
    """Return the state and what was printed."""
    found = judge(Wire(*messages), "", reference, 1)
    return found.state, found.printed


@pytest.mark.parametrize(
    ("text", "reference", "state"),
    [
        ("1\n2\n", "1\n2\n", "right"),
        ("1\n2", "1\n2\n", "differs"),
        ("1\n\n2\n", "1\n2\n", "differs"),
        ("", "1\n", "differs"),
        ("1\n", "", "differs"),
        ("debug\n" + LINE, LINE, "right"),
        (LINE.rstrip() + "  \n\n", LINE, "right"),
        (LINE + LINE, LINE, "differs"),
        ("debug\n" + LINE, "1\n" + LINE, "differs"),
        ("anything", None, "right"),
    ],
)
def test_only_what_the_reference_holds_is_right(text, reference, state):
    assert verdict(stream(text), reference=reference) == (state, text)


def test_a_text_may_come_in_parts_between_warnings_and_displays():
    shown = message("display_data", data={}, metadata={})
    parts = [BUSY, stream("1\n"), stream("careful\n", "stderr"), shown, message("comm_open"), stream("2\n")]
    assert verdict(*parts, reference="1\n2\n") == ("right", "1\n2\n")


@pytest.mark.parametrize(
    ("text", "left"), [("10%\r20%\rdone\n", "done\n"), ("1\r\n2\r", "1\r\n2\r"), ("a\n1\r2", "a\n2")]
)
def test_what_a_terminal_would_have_overwritten_is_left_out(text, left):
    assert verdict(stream(text[:3]), stream(text[3:]), reference=left) == ("right", left)


def test_an_error_ends_the_cell():
    found = judge(Wire(stream("1\n"), ERROR, stream("2\n")), "", "1\n", 1)
    assert (found.state, found.printed, found.error, found.message) == ("error", "1\n", "ValueError", "no")


@pytest.mark.parametrize(
    "forged",
    [
        message("stream", name="stdout"),
        stream(["1\n"]),
        stream(None, "stderr"),
        stream("1\n", ["stdout"]),
        message("status"),
        message("display_data", data={}),
        message("execute_result", data={}, metadata={}),
        message("error", ename="ValueError"),
    ],
)
def test_a_kernel_that_sends_what_none_sends_is_lost(forged):
    found = judge(Wire(stream("1\n"), forged), "", "1\n", 1)
    assert (found.state, found.reason) == ("lost", "silent")


@pytest.mark.parametrize(
    ("wire", "reason"),
    [
        (Wire(lost="time"), "time"),
        (Wire(stream("1\n"), alive=False), "died"),
        (Wire(stream("1\n"), reply={"payload": [{"source": "ask_exit"}]}), "died"),
        (Wire(ERROR, reply={"ename": "MemoryError"}), "memory"),
    ],
)
def test_a_kernel_that_must_be_ended_is_lost(wire, reason):
    found = judge(wire, "", "1\n", 1)
    assert (found.state, found.reason, found.printed) == ("lost", reason, "")
