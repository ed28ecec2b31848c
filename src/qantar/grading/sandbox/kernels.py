"""Choose how kernels are started: isolated; the portable way only for code that is trusted, or when asked for."""

from pathlib import Path
from typing import Protocol

from qantar.errors import QantarError
from qantar.grading.sandbox.forks import Forks, Refused
from qantar.grading.sandbox.limits import Limits
from qantar.grading.sandbox.processes import Processes
from qantar.grading.sandbox.relay import Relay
from qantar.grading.sandbox.wire import Wire


class Kernel(Protocol):
    """A running kernel."""

    wire: Wire | Relay

    def stop(self) -> None:
        """End it and all it started."""


class Kernels(Protocol):
    """A way to start kernels."""

    name: str
    """What the wall around a kernel consists of, in words."""
    isolation: str
    """How isolated a kernel is: full, without cgroup, portable."""

    def warm(self, modules: list[str]) -> None:
        """Have kernels started from now on begin with these modules, where that saves time."""

    def start(self, limits: Limits) -> Kernel:
        """Return a fresh kernel; raise KernelLost("start") when none comes up."""

    def close(self) -> None:
        """End all kernels and start no more."""


class Opening:
    """A choice of kernels under way: it begins at once and is asked for when needed."""

    def __init__(self, hidden: list[Path], portable: bool = False, trusted: bool = False) -> None:
        """Begin to start the fork server, unless `portable`; student code will not see the `hidden` folders.

        Where isolation is refused, only `trusted` code runs all the same, the portable way.
        """
        self.unshut = portable or trusted
        self.forks: Forks | None = None
        self.refused = Refused("as asked for")
        if not portable:
            self.begin(hidden)

    def begin(self, hidden: list[Path]) -> None:
        """Begin to start the fork server, or remember why not."""
        try:
            self.forks = Forks(hidden)
        except (Refused, OSError) as refused:
            self.refuse(refused)

    def refuse(self, reason: Exception) -> None:
        """End the fork server, and remember why."""
        self.close()
        self.forks = None
        self.refused = reason if isinstance(reason, Refused) else Refused(str(reason))

    def kernels(self) -> Kernels:
        """Return a way to start kernels; close it when done. Raises QantarError where isolation is refused."""
        if self.forks is not None:
            try:
                self.forks.wait()
                return self.forks
            except (Refused, OSError, ValueError) as refused:
                self.refuse(refused)
        if not self.unshut:
            raise QantarError(
                f"Nothing was graded: students' programs cannot be isolated here ({self.refused}). "
                f"{self.refused.remedy}; or grade with --portable, where such a program can read and change all that "
                "you can."
            )
        return Processes(str(self.refused))

    def close(self) -> None:
        """End the fork server, if one was begun."""
        if self.forks is not None:
            self.forks.close()
