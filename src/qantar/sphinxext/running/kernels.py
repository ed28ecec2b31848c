"""Kernels that start at once: forked from a process that has already imported what chapters use.

A chapter's own work takes a second or less, the imports of its kernel took twice as long. Needs a system that can
fork safely (Linux); see `available`.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from contextlib import suppress
from typing import Any

import traitlets
from jupyter_client import AsyncKernelManager, KernelProvisionerBase
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient
from nbformat import NotebookNode

from qantar.lean import warm_up

FORKED = "qantar-forked"
"""The name of `ForkedKernel` among the entry points."""
USED_BY_CHAPTERS = (
    "altair",
    "pandas",
    "networkx",
    "qantar.claims",
    "qantar.data",
    "qantar.figures.verdicts",
    "qantar.models",
    "qantar.questions",
)
"""Imported before the first kernel starts. Not lifelines: one chapter uses it, and all others would wait for it."""


def available() -> bool:
    """Say whether kernels can be forked here."""
    return sys.platform == "linux"


class ForkServer:
    """The warm process, and the way to ask it for kernels. Use it as a context: at its end the process goes."""

    command = (sys.executable, "-m", __name__)

    def __enter__(self) -> ForkServer:
        self._process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        # Threads share the two pipes: without this, two questions can mix, and each then waits for ever.
        self._turn = threading.Lock()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def fork(self, connection_file: str, folder: str) -> int:
        """Start a kernel with that connection file in `folder` and return the number of its process."""
        with self._turn:
            print(connection_file, folder, sep="\t", file=self._process.stdin, flush=True)
            answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("The process that starts kernels has ended; its last message stands above.")
        return int(answer)


class ForkedKernel(KernelProvisionerBase):
    """How jupyter_client looks after a kernel of `server`: an entry point, which pyproject.toml registers as `FORKED`.

    A process that this one did not start itself: only its parent could learn how it ended.
    """

    server = traitlets.Any()
    pid = traitlets.Int(None, allow_none=True)

    @property
    def has_process(self) -> bool:
        """Say whether there is a kernel."""
        return self.pid is not None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Write the addresses of the sockets; there is no command line."""
        self.parent.write_connection_file()
        self.connection_info = self.parent.get_connection_info()
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        """Have a kernel forked into the folder `cwd`."""
        self.pid = self.server.fork(self.parent.connection_file, kwargs["cwd"])
        return self.connection_info

    async def poll(self) -> int | None:
        """Return None while the process lives, else 0."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    async def wait(self) -> int | None:
        """Wait until the process is gone."""
        while self.has_process and await self.poll() is None:
            await asyncio.sleep(0.02)
        self.pid = None
        return 0

    async def send_signal(self, signum: int) -> None:
        """Send a signal, unless the process is gone."""
        if self.has_process:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    async def kill(self, restart: bool = False) -> None:
        """End the process at once."""
        await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        """Ask the process to end."""
        await self.send_signal(signal.SIGTERM)

    async def cleanup(self, restart: bool = False) -> None:
        """Nothing is left: the sockets are files in the kernel's folder."""


class ForkedSpecs(KernelSpecManager):
    """Knows one kind of kernel: Python, forked by `server`."""

    server = traitlets.Any()

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return what jupyter_client asks about a kernel."""
        provisioner = {"provisioner_name": FORKED, "config": {"server": self.server}}
        return KernelSpec(language="python", display_name="Python", metadata={"kernel_provisioner": provisioner})


def manager(server: ForkServer, folder: str) -> AsyncKernelManager:
    """Return a manager for one kernel of `server`, with its sockets in `folder`: files, so that no port is open."""
    return AsyncKernelManager(
        kernel_name=FORKED,
        kernel_spec_manager=ForkedSpecs(server=server),
        transport="ipc",
        ip=f"{folder}/socket",
        connection_file=f"{folder}/kernel.json",
    )


def execute(server: ForkServer, notebook: NotebookNode, timeout: int) -> NotebookNode:
    """Execute `notebook` in a kernel of `server` and an empty folder of its own, and return it.

    A cell may take `timeout` seconds. Raises whatever nbclient raises.
    """
    with tempfile.TemporaryDirectory(prefix="qantar-kernel-") as folder:
        client = NotebookClient(
            notebook,
            km=manager(server, folder),
            timeout=timeout,
            resources={"metadata": {"path": folder}},
            record_timing=False,
            shutdown_kernel="immediate",
        )
        # Borrowed: nbclient names this word in its code only. Without it the kernel of a given manager is left running.
        return client.execute(cleanup_kc=True)


def _serve() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)
    warm_up(USED_BY_CHAPTERS)
    gc.disable()  # a chapter's kernel is gone before its garbage could matter
    for request in requests:
        connection_file, folder = request.rstrip("\n").split("\t")
        pid = os.fork()
        if pid == 0:
            _become_kernel(connection_file, folder)
        print(pid, file=answers, flush=True)


def _become_kernel(connection_file: str, folder: str) -> None:
    from ipykernel.kernelapp import IPKernelApp

    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        server = os.getppid()
        os.setsid()
        os.chdir(folder)
        settings = ["--HistoryManager.enabled=False", "--log-level=ERROR", f"--IPKernelApp.parent_handle={server}"]
        IPKernelApp.launch_instance(["-f", connection_file, *settings])
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(0)  # whatever happened: a kernel must never go on as a second server


if __name__ == "__main__":
    _serve()
