"""Choose how kernels are started: the fastest and safest way that this machine offers."""

from pathlib import Path
from typing import Protocol

from qantar.grading.sandbox.forks import Forks, Refused
from qantar.grading.sandbox.limits import Limits
from qantar.grading.sandbox.processes import Processes
from qantar.grading.sandbox.wire import Wire


class Kernel(Protocol):
    """A running kernel."""

    wire: Wire

    def stop(self) -> None:
        """End it and all it started."""


class Kernels(Protocol):
    """A way to start kernels."""

    name: str

    def warm(self, modules: list[str]) -> None:
        """Have kernels started from now on begin with these modules, where that saves time."""

    def start(self, limits: Limits) -> Kernel:
        """Return a fresh kernel; raise KernelLost("start") when none comes up."""

    def close(self) -> None:
        """End all kernels and start no more."""


class Opening:
    """A choice of kernels under way: it begins at once and is asked for when needed."""

    def __init__(self, hidden: list[Path], portable: bool = False) -> None:
        """Begin to start the fork server, unless `portable`; student code will not see the `hidden` folders."""
        self.forks: Forks | None = None
        self.reason = "as asked for" if portable else ""
        try:
            self.forks = None if portable else Forks(hidden)
        except (Refused, OSError) as refused:
            self.reason = f"no fork server: {refused}"

    def kernels(self) -> Kernels:
        """Return a way to start kernels that works here; close it when done."""
        if self.forks is None:
            return Processes(self.reason)
        try:
            self.forks.wait()
        except (Refused, OSError, ValueError) as refused:
            self.close()
            return Processes(f"no fork server: {refused}")
        return self.forks

    def close(self) -> None:
        """End the fork server, if one was begun."""
        if self.forks is not None:
            self.forks.close()
