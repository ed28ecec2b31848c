"""The process that runs a student's code: an IPython kernel that is limited before it takes its first cell."""

import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from qantar.lean import warm_up

# What worksheets import: loaded once, before any limit counts.
WARM = (
    "numpy",
    "pandas",
    "altair",
    "qantar.data",
    "qantar.models",
    "qantar.figures",
    "qantar.grading.tutor.showing",
    "qantar.grading.tutor.frames",
    "qantar.grading.tutor.charts",
    "qantar.grading.tutor.expects",
)
MEGABYTE = 1_000_000
WARMED: set[str] = set()
"""The modules that a kernel has when it starts."""


def address_space() -> int:
    """Return the bytes of address space this process has now; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def first_to_go() -> None:
    """Have the system end this process and all it starts before others when it runs out of memory."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def limit(settings: dict[str, Any]) -> None:
    """Limit this process and each that it starts: memory beyond what it has, processor time, file size, open files."""
    limit_to(
        {
            "RLIMIT_AS": address_space() + settings["memory"] * MEGABYTE,
            "RLIMIT_CPU": settings["cpu"],
            "RLIMIT_FSIZE": 50 * MEGABYTE,
            "RLIMIT_NOFILE": 256,
            "RLIMIT_NPROC": settings.get("processes"),
            "RLIMIT_CORE": 0,
        }
    )


def limit_to(wanted: dict[str, int | None]) -> None:
    """Set limits of this process and of all that it starts; never above those that it has."""
    try:
        import resource
    except ImportError:  # Windows: time and output limits still hold
        return
    for name, value in wanted.items():
        number = getattr(resource, name, None)
        if number is not None and value is not None:
            with suppress(ValueError, OSError):
                hard = resource.getrlimit(number)[1]
                value = value if hard == resource.RLIM_INFINITY else min(value, hard)
                resource.setrlimit(number, (value, value))


def warm(names: Iterable[str]) -> None:
    """Import modules for the kernels to come; what cannot be imported is left to those who need it."""
    warm_up(names)
    WARMED.update(sys.modules)


def kernel(settings: dict[str, Any]) -> None:
    """Turn this process into a limited kernel at the given addresses; return when it is told to end."""
    from ipykernel.kernelapp import IPKernelApp
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Minimal"  # nobody reads the traceback, and a deep one takes seconds to make
    config.IPKernelApp.log_level = 50
    config.Kernel._execute_sleep = 0  # the pause after a cell is for outputs of other threads; the grader awaits idle
    config.Session.key = settings["key"].encode()
    config.IPKernelApp.parent_handle = settings.get("parent", 0)
    app = IPKernelApp.instance(config=config)
    app.transport, app.ip = settings["transport"], settings["ip"]
    ports = settings["ports"]
    app.shell_port, app.iopub_port, app.stdin_port, app.control_port, app.hb_port = ports
    app.connection_file = os.path.join(settings["folder"], "kernel.json")
    app.initialize([])
    limit(settings)  # by now the kernel's own threads have their memory: it is the student's that is limited
    app.start()


def main() -> None:
    """Read the settings from standard input, then be the kernel."""
    settings = json.loads(sys.stdin.readline())
    first_to_go()
    warm(WARM)
    os.chdir(settings["folder"])
    kernel(settings)


if __name__ == "__main__":
    main()
