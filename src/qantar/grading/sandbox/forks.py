"""The fast and shut-in way, on Linux: kernels from a fork server."""

import itertools
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import weakref
from contextlib import suppress
from pathlib import Path

from qantar.grading.sandbox.jail import HOME, inside
from qantar.grading.sandbox.limits import PROCESSES, START_S, Limits
from qantar.grading.sandbox.processes import clean_environment
from qantar.grading.sandbox.relay import Relay, read_line, waiting
from qantar.grading.sandbox.wire import KernelLost

# Before Linux 5.14 the limit of processes counted all that the teacher runs, so there only a control group sets it.
COUNTED_ALONE = (5, 14)
# Where the grader is root every kernel gets a user number of its own, so that limits of one do not touch others.
FIRST_USER = 3_100_000_000
# Seconds for a process that was told to end.
WAIT_S = 5.0


def linux() -> tuple[int, int]:
    """Return the version of the system's kernel."""
    numbers = re.findall(r"\d+", os.uname().release)
    return int(numbers[0]), int(numbers[1])


NAME = "fork server (namespaces, filtered system calls, a limited reader for each submission; {})"
NO_GROUP = "no control group, so memory is limited for each process only"
# What the guide for teachers says at more length.
ALLOW = "Allow namespaces (in Docker: --cap-add SYS_ADMIN --security-opt apparmor=unconfined)"


class Refused(Exception):
    """This machine cannot isolate kernels; the message says why, `remedy` what helps."""

    remedy = "See what isolation needs in the guide for teachers"

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        if remedy or "unshare" in reason:
            self.remedy = remedy or ALLOW


class ForkedKernel:
    """A kernel in a jail of its own, with its reader; it lives as long as its connection."""

    def __init__(self, connection: socket.socket, limits: Limits) -> None:
        self.connection = connection
        self.handles: list[int] = []
        try:
            self.wire = self.connect(limits)
        except BaseException:
            self.stop()
            raise

    def connect(self, limits: Limits) -> Relay:
        """Wait until the reader says that the kernel is ready; raise Refused with what it says against it."""
        self.connection.settimeout(START_S)
        first, self.handles, _, _ = socket.recv_fds(self.connection, 1, 2)
        answer = read_line(self.connection, time.monotonic() + 2 * START_S, 4096, first)
        if "error" in answer:
            raise Refused(answer["error"])
        return Relay(self.connection, limits.output)

    def kill(self) -> None:
        """End the kernel with everything it started, then its reader; wait until they are gone."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
        for number, handle in enumerate(self.handles):
            if number == 0 or not waiting(handle, WAIT_S):  # the reader ends by itself, when the kernel is buried
                with suppress(OSError):
                    signal.pidfd_send_signal(handle, signal.SIGKILL)
            waiting(handle, WAIT_S)

    def stop(self) -> None:
        """End the kernel and close the connection."""
        self.kill()
        self.connection.close()
        while self.handles:
            os.close(self.handles.pop())


class Forks:
    """A fork server and the kernels it forks."""

    name = isolation = ""

    def __init__(self, hidden: list[Path]) -> None:
        """Begin to start the server; raise Refused on a machine that has no such thing. See `wait`."""
        if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
            raise Refused("that needs Linux", "Grade on a computer or virtual machine with Linux")
        self.hidden = inside(hidden)
        self.running: weakref.WeakSet[ForkedKernel] = weakref.WeakSet()
        self.users = itertools.count(FIRST_USER + secrets.randbelow(1_000_000) * 1_000)
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.server = subprocess.Popen(
            [sys.executable, "-P", "-m", "qantar.grading.sandbox.forkserver", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=clean_environment(HOME),
            start_new_session=True,
        )
        theirs.close()

    def wait(self) -> None:
        """Wait until the server has imported everything and try it once; raise Refused when it does not work."""
        self.control.settimeout(START_S)
        try:
            ready = json.loads(self.control.recv(4096) or b'{"error": "the server did not start"}')
        except OSError as error:
            raise Refused(str(error)) from error
        if "error" in ready:
            raise Refused(ready["error"], ready.get("remedy", ""))
        self.isolation = "full" if ready["groups"] else "without cgroup"
        self.name = NAME.format("memory, processes and processor limited together" if ready["groups"] else NO_GROUP)
        self.fork(Limits()).stop()

    def warm(self, modules: list[str]) -> None:
        """Have kernels started from now on begin with these modules imported."""
        with suppress(OSError):
            self.control.send(json.dumps({"modules": modules}).encode())

    def start(self, limits: Limits) -> ForkedKernel:
        """Return a fresh kernel; raise KernelLost("start") when none comes up."""
        try:
            return self.fork(limits)
        except (Refused, KernelLost, OSError, ValueError) as error:
            raise KernelLost("start") from error

    def fork(self, limits: Limits) -> ForkedKernel:
        """Ask the server for a kernel."""
        ours, theirs = socket.socketpair()
        key = secrets.token_hex(32)
        settings = {
            **limits.settings(),
            **{"transport": "ipc", "ip": "/run/k", "ports": [1, 2, 3, 4, 5], "key": key, "folder": HOME},
            **{"hidden": self.hidden, "user": next(self.users)},
            **{"processes": PROCESSES if linux() >= COUNTED_ALONE else None},
        }
        with theirs:
            socket.send_fds(self.control, [json.dumps(settings).encode()], [theirs.fileno()])
        kernel = ForkedKernel(ours, limits)
        self.running.add(kernel)
        return kernel

    def close(self) -> None:
        """End all kernels and start no more."""
        for kernel in list(self.running):
            kernel.kill()
        self.control.close()
        with suppress(subprocess.TimeoutExpired):
            self.server.wait(WAIT_S)
        self.server.kill()
        self.server.wait()
