"""nbval as the judge: its own items, built from memory, compare what a kernel prints with the reference."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

from qantar.lean import lean_imports

with lean_imports():
    from nbformat import NotebookNode, v4
    from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError

from qantar.grading.sandbox.wire import SILENCE_S, KernelLost, Wire, end_of
from qantar.grading.tutor.lines import is_marked, marked_lines

Result = TypeVar("Result")


@dataclass(frozen=True)
class Verdict:
    """What became of one cell: right, differs, error or lost; with what it printed and what stopped it."""

    state: str
    printed: str = ""
    error: str = ""
    message: str = ""
    reason: str = ""


class NbvalKernel:
    """A wire in the form in which nbval talks to a kernel; what breaks a limit raises KernelLost."""

    def __init__(self, wire: Wire, timeout: float) -> None:
        self.wire, self.timeout = wire, timeout

    def is_alive(self) -> bool:
        """Say whether the kernel's process lives."""
        return self.wire.alive()

    def execute_cell_input(self, source: str, allow_stdin: bool | None = None) -> str:
        """Send a cell; return the request's id."""
        return self.wire.execute(source)

    def await_reply(self, request: str, timeout: float | None = None) -> None:
        """Wait for the end of a cell."""
        self.wire.await_reply(request, self.timeout)

    def await_idle(self, request: str, timeout: float) -> None:
        """Wait until all outputs of a cell have come."""
        self.wire.await_idle(SILENCE_S)

    def get_message(self, stream: str, timeout: float | None = None) -> dict[str, Any]:
        """Return the next output."""
        return self.wire.next_output(SILENCE_S)


class MemoryNotebook(IPyNbFile):
    """A notebook that stands on no disk: it holds one kernel and makes items for single cells."""

    def item(self, source: str, outputs: list[dict[str, Any]] | None) -> "MemoryCell":
        """Return the item of one cell; without reference outputs it runs and is not compared."""
        stored = [NotebookNode(output) for output in outputs or []]
        cell = v4.new_code_cell(source, outputs=stored, execution_count=1)
        options = {"check": outputs is not None, "check_exception": False, "skip": False}
        return MemoryCell.from_parent(self, name="cell", cell_num=0, cell=cell, options=options)


class MemoryCell(IPyNbCell):
    """One cell, compared by nbval on what it prints to standard output."""

    def compare_outputs(self, test: Any, ref: Any, skip_compare: Any = None) -> bool:
        """Compare as nbval does, without warnings, displays and prints that are none of the check's lines."""
        return super().compare_outputs(essential(test, ref), essential(ref, ref), skip_compare)

    def format_output_compare(self, key: str, left: Any, right: Any) -> None:
        """Nobody reads the difference, and a long one takes long to describe."""
        self.comparison_traceback.append("the printed values differ")


def essential(outputs: Any, reference: Any) -> list[Any]:
    """Return the standard output of a cell; if the reference holds only lines of `show`, only such lines."""
    text = stdout(outputs)
    if is_marked(stdout(reference)):
        text = "\n".join(marked_lines(text))
    return [NotebookNode(output_type="stream", name="stdout", text=text)] if text else []


def stdout(outputs: Any) -> str:
    """Return what outputs print to standard output."""
    return "".join(
        output["text"] if isinstance(output["text"], str) else "".join(output["text"])
        for output in outputs
        if output.get("output_type") == "stream" and output.get("name") == "stdout"
    )


class Judge:
    """Judges cells under one pytest session."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def judge(self, wire: Wire, source: str, outputs: list[dict[str, Any]] | None, timeout: float) -> Verdict:
        """Run one cell in a kernel and say what became of it."""
        notebook = MemoryNotebook.from_parent(self.session, path=Path(self.session.path, "submission.ipynb"))
        notebook.kernel = NbvalKernel(wire, timeout)
        item = notebook.item(source, outputs)
        try:
            verdict = verdict_of(item)
        except KernelLost as lost:
            return Verdict("lost", reason=lost.reason)
        except RuntimeError:  # nbval's word for a kernel that is dead before the cell starts
            return Verdict("lost", reason="died")
        except (LookupError, TypeError, ValueError, AttributeError):  # a message that no kernel sends
            return Verdict("lost", reason="silent")
        end = end_of(wire.reply)
        return Verdict("lost", reason=end) if end else verdict


def verdict_of(item: MemoryCell) -> Verdict:
    """Run an item and return the verdict of a cell that left the kernel alive."""
    try:
        item.runtest()
    except NbCellError:
        return failed(item)
    return Verdict("right", printed=stdout(item.test_outputs))


def failed(item: MemoryCell) -> Verdict:
    """Return the verdict of a cell that nbval refused."""
    printed = stdout(item.test_outputs)
    for output in item.test_outputs:
        if output["output_type"] == "error":
            return Verdict("error", printed, str(output["ename"]), str(output["evalue"]))
    return Verdict("differs", printed)


class Host:
    """A pytest plugin that lends its session to other work instead of collecting tests."""

    def __init__(self, work: Callable[[Judge], Any]) -> None:
        self.work, self.result, self.error = work, None, None

    def pytest_addoption(self, parser: pytest.Parser) -> None:
        """Add the one option of the absent terminal reporter that nbval reads."""
        parser.addoption("--color", default="no")

    def pytest_collection(self) -> bool:
        """Collect nothing."""
        return True

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do the work; keep its error for the caller."""
        try:
            self.result = self.work(Judge(session))
        except BaseException as error:
            self.error = error
        return True


def with_judge(work: Callable[[Judge], Result]) -> Result:
    """Call `work` with a judge, inside a pytest session that prints and writes nothing."""
    host = Host(work)
    quiet = ["-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "no:logging", "-s"]
    alone = ["--disable-plugin-autoload", "-p", "nbval.plugin", "--nbval", "--noconftest", "--assert=plain"]
    root = ["--rootdir", str(Path(__file__).parent), "-c", os.devnull]
    pytest.main([*quiet, *alone, *root], plugins=[host])
    if host.error is not None:
        raise host.error
    return host.result
