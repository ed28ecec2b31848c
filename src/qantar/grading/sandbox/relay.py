"""The way from the grader to a kernel: by its reader, in lines of JSON over a connection that only these two have."""

import json
import select
import socket
import time
from typing import Any

from qantar.grading.sandbox.wire import KernelLost

# The grader waits so much longer than the cell's own limit: by then the reader has said what there is to say.
SLACK_S = 5.0
# Characters outside ASCII take up to six bytes in JSON, and each message a few words around its text.
LARGER = 8


def words(error: BaseException) -> str:
    """Return what was refused, or what went wrong."""
    if isinstance(error, KernelLost):
        return error.reason
    return (isinstance(error, OSError) and error.strerror) or f"{type(error).__name__}: {error}"


def tell(connection: socket.socket, answer: dict[str, Any]) -> None:
    """Send an answer, if anybody still listens."""
    try:
        connection.sendall(json.dumps(answer).encode() + b"\n")
    except OSError:
        return


class Relay:
    """The grader's end: a wire to one kernel by way of its reader."""

    def __init__(self, connection: socket.socket, output: int) -> None:
        """Take a connection to a reader that is ready; `output` is the limit for one cell, in bytes."""
        self.connection, self.largest = connection, LARGER * output
        self.reply: dict[str, Any] = {}

    def alive(self) -> bool:
        """Say whether the reader still waits for a cell: unasked, it only ever ends."""
        return not waiting(self.connection, 0)

    def run(self, source: str, timeout: float) -> list[dict[str, Any]]:
        """Run a cell; return the messages of what it put out; raise KernelLost on any limit."""
        deadline = time.monotonic() + timeout + SLACK_S
        tell(self.connection, {"source": source, "timeout": timeout})
        answer = read_line(self.connection, deadline, self.largest)
        if "lost" in answer:
            raise KernelLost(answer["lost"])
        self.reply = answer["reply"]
        return answer["messages"]


def read_line(connection: socket.socket, deadline: float, largest: int, begun: bytes = b"") -> dict[str, Any]:
    """Return the next answer, the line that has `begun`; raise KernelLost when it is late, too large or does not come.

    A reader ends without a word when what it was sent took all memory that it may have.
    """
    line = bytearray(begun)
    while not line.endswith(b"\n"):
        if not waiting(connection, max(0.0, deadline - time.monotonic())):
            raise KernelLost("time")
        piece = received(connection)
        if not piece or len(line) > largest:
            raise KernelLost("output")
        line += piece
    return json.loads(line)


def waiting(source: socket.socket | int, seconds: float) -> bool:
    """Say whether there is something to read within so many seconds, be it the end; select() counts only to 1024."""
    poller = select.poll()
    poller.register(source, select.POLLIN)
    return bool(poller.poll(1000 * seconds))


def received(connection: socket.socket) -> bytes:
    """Return what has come; nothing when the connection has ended."""
    try:
        return connection.recv(65_536)
    except OSError:
        return b""
