"""The fast and shut-in way, on Linux: kernels from a fork server."""

import itertools
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import weakref
from contextlib import suppress
from pathlib import Path

from qantar.grading.sandbox.jail import HOME, inside
from qantar.grading.sandbox.limits import Limits
from qantar.grading.sandbox.processes import START_S, clean_environment
from qantar.grading.sandbox.wire import KernelLost, Wire

# Processes and threads of one kernel; a kernel alone takes about a dozen. Before Linux 5.14 the limit counted all
# that the teacher runs, so there it is not set.
PROCESSES = 64
COUNTED_ALONE = (5, 14)
# Where the grader is root every kernel gets a user number of its own, so that limits of one do not touch others.
FIRST_USER = 3_100_000_000


def linux() -> tuple[int, int]:
    """Return the version of the system's kernel."""
    numbers = re.findall(r"\d+", os.uname().release)
    return int(numbers[0]), int(numbers[1])


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
    """A kernel in a jail of its own; it lives as long as its connection."""

    def __init__(self, connection: socket.socket, key: str, limits: Limits) -> None:
        self.connection = connection
        answer = json.loads(connection.recv(4096) or b'{"error": "the server is gone"}')
        if "error" in answer:
            raise Refused(answer["error"])
        self.root = f"/proc/{answer['pid']}/root"
        self.wait_for_sockets()
        self.wire = Wire(lambda number: f"ipc://{self.root}/run/k-{number}", key.encode(), self.is_alive, limits.output)
        try:
            self.wire.ready(START_S)
        except KernelLost as lost:
            self.stop()
            raise Refused("the kernel does not answer") from lost

    def wait_for_sockets(self) -> None:
        """Wait until the kernel has opened its sockets; raise Refused with what the jail says against it."""
        deadline = time.monotonic() + START_S
        while not os.path.exists(f"{self.root}{HOME}/kernel.json"):
            if not self.is_alive() or time.monotonic() > deadline:
                raise Refused(self.last_words())
            time.sleep(0.002)

    def last_words(self) -> str:
        """Return what the dying kernel said."""
        with suppress(OSError, ValueError):
            return json.loads(self.connection.recv(4096, socket.MSG_DONTWAIT)).get("error", "")
        return "the kernel did not start"

    def is_alive(self) -> bool:
        """Say whether the kernel's keeper still holds the connection."""
        try:
            return bool(self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)) and False
        except BlockingIOError:
            return True
        except OSError:
            return False

    def kill(self) -> None:
        """End the kernel and everything it started, and wait until they are gone."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(5)
            while self.connection.recv(4096):
                pass

    def stop(self) -> None:
        """End the kernel and close the connection."""
        if hasattr(self, "wire"):
            self.wire.close()
        self.kill()
        self.connection.close()


class Forks:
    """A fork server and the kernels it forks."""

    name = "fork server (one isolated kernel per submission)"
    isolation = "without cgroup"

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
            ready = self.control.recv(16)
        except OSError as error:
            raise Refused(str(error)) from error
        if ready != b"ready":
            raise Refused("the server did not start")
        self.fork(Limits()).stop()

    def warm(self, modules: list[str]) -> None:
        """Have kernels started from now on begin with these modules imported."""
        with suppress(OSError):
            self.control.send(json.dumps({"modules": modules}).encode())

    def start(self, limits: Limits) -> ForkedKernel:
        """Return a fresh kernel; raise KernelLost("start") when none comes up."""
        try:
            return self.fork(limits)
        except (Refused, OSError, ValueError) as error:
            raise KernelLost("start") from error

    def fork(self, limits: Limits) -> ForkedKernel:
        """Ask the server for a kernel."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        key = secrets.token_hex(32)
        settings = {
            **limits.settings(),
            **{"transport": "ipc", "ip": "/run/k", "ports": [1, 2, 3, 4, 5], "key": key, "folder": HOME},
            **{"hidden": self.hidden, "user": next(self.users)},
            **{"processes": PROCESSES if linux() >= COUNTED_ALONE else None},
        }
        with theirs:
            socket.send_fds(self.control, [json.dumps(settings).encode()], [theirs.fileno()])
        try:
            kernel = ForkedKernel(ours, key, limits)
        except BaseException:
            ours.close()
            raise
        self.running.add(kernel)
        return kernel

    def close(self) -> None:
        """End all kernels and start no more."""
        for kernel in list(self.running):
            kernel.kill()
        self.control.close()
        self.server.kill()
        self.server.wait()
