"""Choose how kernels are started: the fastest and safest way that this machine offers."""

from pathlib import Path

from .forks import Forks, Refused
from .processes import Processes
from .run import Kernels


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
