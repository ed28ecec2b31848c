"""The portable way: one limited kernel process per run, on any system."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import zmq

from qantar.grading.sandbox.limits import START_S, Limits
from qantar.grading.sandbox.wire import KernelLost, Wire

MARK = "QANTAR_KERNEL"
# While some are killed others may start more; this often is looked for them.
PASSES = 20
PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONPATH")


def clean_environment(folder: str) -> dict[str, str]:
    """Return the environment for a student's code: no secrets, one thread per library, its own home."""
    own = dict.fromkeys(("HOME", "USERPROFILE", "IPYTHONDIR", "TMPDIR", "TEMP", "TMP", "MPLCONFIGDIR"), folder)
    calm = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"}
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | own | calm


def free_ports(count: int) -> list[int]:
    """Return free TCP ports of this machine."""
    with_sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [opened.getsockname()[1] for opened in with_sockets]
    for opened in with_sockets:
        opened.close()
    return ports


class ProcessKernel:
    """One kernel process in a session of its own, with a temporary folder that vanishes with it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.folder = tempfile.mkdtemp(prefix="qantar-")
        settings = self.settings()
        self.mark = secrets.token_hex(16)
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "qantar.grading.sandbox.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env=clean_environment(self.folder) | {MARK: self.mark},
            start_new_session=True,
        )
        with suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(settings).encode() + b"\n")
            self.process.stdin.flush()
        self.connect(settings)

    def settings(self) -> dict[str, Any]:
        """Return what the child needs to know: folder, addresses, key and limits."""
        ipc = zmq.has("ipc") and os.name == "posix" and len(self.folder) < 80
        where = (
            {"transport": "ipc", "ip": os.path.join(self.folder, "k"), "ports": [1, 2, 3, 4, 5]}
            if ipc
            else {"transport": "tcp", "ip": "127.0.0.1", "ports": free_ports(5)}
        )
        own = {"folder": self.folder, "key": secrets.token_hex(32), "parent": os.getpid() if os.name == "posix" else 0}
        return {**where, **own, **self.limits.settings()}

    def connect(self, settings: dict[str, Any]) -> None:
        """Wait for the kernel's sockets and connect to them."""
        between = "-" if settings["transport"] == "ipc" else ":"

        def address(number: int) -> str:
            return f"{settings['transport']}://{settings['ip']}{between}{settings['ports'][number - 1]}"

        deadline = time.monotonic() + START_S
        while not Path(self.folder, "kernel.json").exists() and self.is_alive() and time.monotonic() < deadline:
            time.sleep(0.02)
        self.wire = Wire(address, settings["key"].encode(), self.is_alive, self.limits.output)
        try:
            self.wire.ready(max(1.0, deadline - time.monotonic()))
        except KernelLost:
            self.stop()
            raise

    def is_alive(self) -> bool:
        """Say whether the process still runs; where possible without reaping it, so that its id stays its own."""
        if self.process.returncode is None and hasattr(os, "waitid"):
            return os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        return self.process.poll() is None

    def stop(self) -> None:
        """End the process with everything it started, and remove its folder."""
        if getattr(self, "wire", None):
            self.wire.close()
        self.kill()
        self.process.stdin.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def kill(self) -> None:
        """End the process with everything in its group, and what left the group but carries its mark."""
        if os.name == "posix":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        for _ in range(PASSES):
            if not self.kill_strays():
                return

    def kill_strays(self) -> int:
        """End the processes that carry this kernel's mark; return how many there were."""
        count = 0
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if process.environ().get(MARK) == self.mark:
                    process.kill()
                    count += 1
        return count


class Processes:
    """Starts one process per kernel."""

    isolation = "portable"

    def __init__(self, reason: str = "") -> None:
        """Prepare; `reason` says why nothing better is used."""
        self.name = "one process per submission, with limits but not isolated" + (f" ({reason})" if reason else "")
        self.running: weakref.WeakSet[ProcessKernel] = weakref.WeakSet()
        self.closed = False

    def warm(self, modules: list[str]) -> None:
        """Do nothing: each process imports what its cells need."""

    def start(self, limits: Limits) -> ProcessKernel:
        """Return a fresh kernel; raise KernelLost("start") when it does not come up."""
        if self.closed:
            raise KernelLost("start")
        kernel = ProcessKernel(limits)
        self.running.add(kernel)
        return kernel

    def close(self) -> None:
        """End all kernels and start no more."""
        self.closed = True
        for kernel in list(self.running):
            kernel.kill()
