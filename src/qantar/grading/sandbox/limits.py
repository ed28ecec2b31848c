"""What one submission may use."""

from dataclasses import dataclass
from typing import Any

# Processes and threads of one kernel; a kernel alone takes about a dozen.
PROCESSES = 64
START_S = 60.0
"""Seconds in which a kernel must have started."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use: seconds per cell, MB of memory, bytes of output per cell."""

    timeout: float = 20.0
    memory: int = 1024
    output: int = 1_000_000

    def settings(self) -> dict[str, Any]:
        """Return the limits that the process sets for itself."""
        cpu = int(self.timeout * 10) + 10
        return {"memory": self.memory, "cpu": cpu, "output": self.output, "processes": None}
