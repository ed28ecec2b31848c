"""The reader of one kernel: a limited process, the only one that takes in what a student's program sends.

It passes on one line of JSON for each cell, with nothing in it but the texts that marking needs, over a connection that
no student's program has. Whatever a kernel sends, it can only end its own reader.
"""

import json
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

from qantar.grading.sandbox import calls, child, jail
from qantar.grading.sandbox.groups import Groups
from qantar.grading.sandbox.keeper import keep
from qantar.grading.sandbox.limits import PROCESSES, START_S
from qantar.grading.sandbox.relay import tell, words
from qantar.grading.sandbox.wire import LARGEST, KernelLost, Wire, end_of

TEXTS = {"stream": ("name", "text"), "error": ("ename", "evalue")}
"""Of which messages texts are passed on; of others it is told that they came, and what they held."""
PARTS = {"data", "metadata", "execution_count", "execution_state", "name", "text", "ename", "evalue", "traceback"}


def attend(connection: socket.socket, settings: dict[str, Any], groups: Groups | None) -> None:
    """Start a kernel and read what it says, until it or the grader has gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        group = groups.enclose(settings["memory"], PROCESSES) if groups else []
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        keeper = os.fork()
        if keeper == 0:
            connection.close()
            ours.close()
            keep(theirs, settings, group)
        theirs.close()
        read(connection, ours, settings)
    except BaseException as error:
        tell(connection, {"error": words(error)})
        os._exit(1)
    ours.close()
    os.waitpid(keeper, 0)
    os._exit(0)


def read(connection: socket.socket, keeper: socket.socket, settings: dict[str, Any]) -> None:
    """Read from inside the kernel's own jail; raise KernelLost with what was said when there is no kernel."""
    handle, user, namespaces = introduced(keeper)
    socket.send_fds(connection, [b" "], [handle, os.pidfd_open(os.getpid())])

    def alive() -> bool:
        return not select.select([handle, connection], [], [], 0)[0]

    room = child.address_space() + 4 * LARGEST * settings["output"]
    jail.join(namespaces)
    jail.drop_privileges(user)
    jail.die_with_parent()
    calls.refusals().load()
    child.limit_to({"RLIMIT_AS": room, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0})
    wait_for_sockets(alive)
    wire = Wire(lambda number: f"ipc:///run/k-{number}", settings["key"].encode(), alive, settings["output"])
    wire.ready(START_S)
    tell(connection, {"ready": True})
    serve(connection, wire, handle)


def introduced(keeper: socket.socket) -> tuple[int, int, list[int]]:
    """Return a handle of the kernel, from its keeper, and the kernel's user and namespaces, from itself."""
    keeper.settimeout(START_S)
    handle, user, namespaces = -1, -1, []
    while handle < 0 or user < 0:
        said, handles, _, _ = socket.recv_fds(keeper, 4096, 8)
        told = json.loads(said or b'{"error": "the kernel did not start"}')
        if "error" in told:
            raise KernelLost(told["error"])
        if "user" in told:
            user, namespaces = told["user"], handles
        else:
            (handle,) = handles
    return handle, user, namespaces


def wait_for_sockets(alive: Callable[[], bool]) -> None:
    """Wait until the kernel has opened its sockets, which this file is the sign of."""
    deadline = time.monotonic() + START_S
    while not os.path.exists(f"{jail.HOME}/kernel.json"):
        if not alive() or time.monotonic() > deadline:
            raise KernelLost("the kernel did not start")
        time.sleep(0.002)


def serve(connection: socket.socket, wire: Wire, handle: int) -> None:
    """Run the cells that the grader sends; return when it has gone or the kernel, of this handle, is lost."""
    lines = connection.makefile("rb")
    while handle not in select.select([connection, handle], [], [])[0]:
        line = lines.readline()
        if not line:
            return
        cell = json.loads(line)
        try:
            messages = [reduced(message) for message in wire.run(cell["source"], cell["timeout"])]
            tell(connection, {"messages": messages, "reply": ending(wire.reply)})
        except KernelLost as lost:
            return tell(connection, {"lost": lost.reason})
        except MemoryError:
            return tell(connection, {"lost": "output"})
    tell(connection, {"lost": "died"})


def reduced(message: dict[str, Any]) -> dict[str, Any]:
    """Return what marking needs of a message."""
    kind, texts = message["msg_type"], TEXTS.get(str(message["msg_type"]), ())
    content = {
        name: value if name in texts and isinstance(value, str) else None
        for name, value in message["content"].items()
        if name in PARTS
    }
    return {"msg_type": kind if isinstance(kind, str) else "", "content": content}


def ending(reply: dict[str, Any]) -> dict[str, Any]:
    """Return what of a reply says that the kernel must be ended."""
    return {
        "": {},
        "died": {"payload": [{"source": "ask_exit"}]},
        "memory": {"ename": "MemoryError"},
    }[end_of(reply)]
