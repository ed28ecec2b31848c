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
from qantar.grading.sandbox.keeper import keep
from qantar.grading.sandbox.limits import START_S
from qantar.grading.sandbox.relay import read_line, tell, words
from qantar.grading.sandbox.wire import LARGEST, KernelLost, Wire, end_of

TEXTS = {"stream": ("name", "text"), "error": ("ename", "evalue")}
"""Of which messages texts are passed on; of others it is told that they came, and what they held."""
PARTS = {"data", "metadata", "execution_count", "execution_state", "name", "text", "ename", "evalue", "traceback"}


def attend(connection: socket.socket, settings: dict[str, Any]) -> None:
    """Start a kernel and read what it says, until it or the grader has gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    ours, theirs = socket.socketpair()
    keeper = os.fork()
    if keeper == 0:
        connection.close()
        ours.close()
        keep(theirs, settings)
    theirs.close()
    try:
        read(connection, ours, settings)
    except BaseException as error:
        tell(connection, {"error": words(error)})
    ours.close()
    os.waitpid(keeper, 0)
    os._exit(0)


def read(connection: socket.socket, keeper: socket.socket, settings: dict[str, Any]) -> None:
    """Read from inside the kernel's own jail; raise KernelLost with what was said when there is no kernel."""
    said, handles, _, _ = socket.recv_fds(keeper, 4096, 1)
    kept = json.loads(said)
    if "error" in kept:
        raise KernelLost(kept["error"])
    (handle,) = handles
    socket.send_fds(connection, [b" "], [handle, os.pidfd_open(os.getpid())])

    def alive() -> bool:
        return not select.select([handle, connection], [], [], 0)[0]

    wait_for_sockets(f"/proc/{kept['pid']}/root{jail.HOME}/kernel.json", alive, keeper)
    shut_in(kept["pid"], kept["own_users"], settings["output"])
    wire = Wire(lambda number: f"ipc:///run/k-{number}", settings["key"].encode(), alive, settings["output"])
    wire.ready(START_S)
    tell(connection, {"ready": True})
    serve(connection, wire, handle)


def wait_for_sockets(sign: str, alive: Callable[[], bool], keeper: socket.socket) -> None:
    """Wait until the kernel has opened its sockets, which this file is the sign of."""
    deadline = time.monotonic() + START_S
    while not os.path.exists(sign):
        if not alive() or time.monotonic() > deadline:
            raise KernelLost(read_line(keeper, time.monotonic() + 1, 4096).get("error", "start"))
        time.sleep(0.002)


def shut_in(kernel: int, own_users: bool, output: int) -> None:
    """Become the kernel's user in the kernel's jail, and take no more memory than the largest messages need."""
    user, room = os.stat(f"/proc/{kernel}").st_uid, child.address_space() + 4 * LARGEST * output
    jail.join(kernel, own_users)
    jail.drop_privileges(user)
    jail.die_with_parent()
    calls.refusals().load()
    child.limit_to({"RLIMIT_AS": room, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0})


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
