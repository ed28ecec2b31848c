"""A small client for one kernel that runs code nobody trusts: every wait, every byte and every frame is limited."""

import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import zmq
from jupyter_client.session import Session

SLICE_MS = 25
SILENCE_S = 5.0
WELCOME_MS = 2_000
SEND_MS = 1_000
# Longer than any run. "Never" would be -1, but then ZeroMQ drops a lost connection with what it brought, and a reader
# who is in the middle of a message waits for its end for ever, or takes the whole process down.
RECONNECT_MS = 24 * 60 * 60 * 1000
# What a frame counts for, however little it holds: it takes memory and time.
FRAME = 64
# A message of so many times the limit of output is not even taken in: the connection ends with it.
LARGEST = 128


class KernelLost(Exception):
    """The kernel must be ended; `reason` is one of time, output, memory, died, silent, start."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Wire:
    """The shell and iopub channels of one kernel."""

    def __init__(self, address: Callable[[int], str], key: bytes, alive: Callable[[], bool], output: int) -> None:
        """Connect: `address(n)` gives the address of port n (1 shell, 2 iopub); `output` is in bytes per cell."""
        self.alive, self.output = alive, output
        self.context = zmq.Context()
        self.session = Session(key=key)
        self.shell = self.connect(zmq.DEALER, address(1))
        self.hung_up = self.shell.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        self.iopub = self.connect(zmq.SUB, address(2))
        self.iopub.subscribe(b"")
        self.pending: deque[dict[str, Any]] = deque()
        self.current, self.received = "", 0
        self.limit = (float("inf"), "")
        self.reply: dict[str, Any] = {}

    def connect(self, kind: int, address: str) -> zmq.Socket:
        """Return a connected socket that never holds up the end of this process.

        It does not connect anew: by then a student's code may have put something else in the kernel's place.
        """
        socket = self.context.socket(kind)
        socket.linger = 0
        socket.reconnect_ivl = RECONNECT_MS
        socket.sndtimeo = SEND_MS
        socket.rcvhwm = 0
        socket.maxmsgsize = LARGEST * self.output
        socket.connect(address)
        return socket

    def close(self) -> None:
        """Close both channels."""
        self.context.destroy(linger=0)

    def ready(self, timeout: float) -> None:
        """Wait until the kernel is heard; raise KernelLost("start") if it is not.

        Newer kernels welcome whoever subscribes; others are asked until an answer comes on both channels.
        """
        deadline = time.monotonic() + timeout
        if self.iopub.poll(WELCOME_MS) and (self.receive(self.iopub) or {}).get("msg_type") == "iopub_welcome":
            return
        while time.monotonic() < deadline:
            try:
                self.limit = (deadline, "start")
                self.current = self.send("kernel_info_request", {})
                self.await_reply(self.current)
                self.limit = (time.monotonic() + 0.2, "silent")
                self.await_idle()
            except KernelLost as lost:
                if lost.reason != "silent":
                    raise KernelLost("start") from lost
            else:
                return
        raise KernelLost("start")

    def send(self, kind: str, content: dict[str, Any]) -> str:
        """Send a request and return its id; raise KernelLost when the kernel has closed its socket."""
        with suppress(zmq.Again):
            if not self.hung_up.poll(0):
                return self.session.send(self.shell, kind, content)["header"]["msg_id"]
        raise KernelLost("silent" if self.alive() else "died")

    def run(self, source: str, timeout: float) -> list[dict[str, Any]]:
        """Run a cell; return the messages of what it put out; raise KernelLost on any limit.

        The time is that of all together: the cell, its reply, and what comes after.
        """
        self.limit = (time.monotonic() + timeout, "time")
        self.await_reply(self.execute(source))
        self.limit = min(self.limit, (time.monotonic() + SILENCE_S, "silent"))
        return self.await_idle()

    def execute(self, source: str) -> str:
        """Ask the kernel to run a cell; return the request's id."""
        content = {"code": source, "silent": False, "store_history": False, "user_expressions": {}}
        self.pending.clear()
        self.received = 0
        self.current = self.send("execute_request", {**content, "allow_stdin": False, "stop_on_error": False})
        return self.current

    def await_reply(self, request: str) -> None:
        """Wait for the reply to a request, keeping outputs that come before it; raise KernelLost on any limit."""
        while True:
            if self.shell in self.readable(self.shell, self.iopub):
                reply = self.receive(self.shell)
                if reply and reply["parent_header"].get("msg_id") == request:
                    self.reply = reply["content"]
                    return

    def await_idle(self) -> list[dict[str, Any]]:
        """Read iopub until the current request is done; return the messages that came before."""
        messages = []
        while True:
            message = self.next_output()
            if message["msg_type"] == "status" and message["content"].get("execution_state") == "idle":
                return messages
            messages.append(message)

    def next_output(self) -> dict[str, Any]:
        """Return the next iopub message of the current request; raise KernelLost when none comes."""
        while not self.pending:
            self.readable(self.iopub)
        return self.pending.popleft()

    def readable(self, *sockets: zmq.Socket) -> set[zmq.Socket]:
        """Wait a moment for messages; take outputs in; return the sockets that have something to read."""
        poller = zmq.Poller()
        for socket in sockets:
            poller.register(socket, zmq.POLLIN)
        found = {socket for socket, _ in poller.poll(SLICE_MS)}
        if self.iopub in found:
            self.take_outputs()
        elif not found and not self.alive():
            raise KernelLost("died")
        self.hold_to_limit()
        return found

    def hold_to_limit(self) -> None:
        """Raise KernelLost when the time is over."""
        if time.monotonic() > self.limit[0]:
            raise KernelLost(self.limit[1])

    def take_outputs(self) -> None:
        """Move waiting iopub messages of the current request into the queue."""
        while self.iopub.poll(0):
            message = self.receive(self.iopub)
            if message and message["parent_header"].get("msg_id") == self.current:
                self.pending.append(message)
            self.hold_to_limit()

    def receive(self, socket: zmq.Socket) -> dict[str, Any] | None:
        """Return one message, or None for a malformed one; raise KernelLost above the limit of output."""
        try:
            _, parts = self.session.feed_identities(self.frames(socket))
            message = self.session.deserialize(parts)
            return message if isinstance(message["content"], dict) else None
        except KernelLost:
            raise
        except Exception:  # a student's code can send anything; what is no message is nothing
            return None

    def frames(self, socket: zmq.Socket) -> list[bytes]:
        """Return the parts of one message, counting them as they come."""
        frames: list[bytes] = []
        while not frames or socket.rcvmore:
            frames.append(socket.recv())
            self.received += len(frames[-1]) + FRAME
            if self.received > self.output:
                raise KernelLost("output")
        return frames


def end_of(reply: dict[str, Any]) -> str:
    """Return why a kernel must be ended after this reply to a cell: died, memory, or an empty text if it need not.

    After `exit()` it ends a moment later, in the middle of other cells; one without memory may not answer any more.
    """
    payload = reply.get("payload")
    if isinstance(payload, list) and any(isinstance(p, dict) and p.get("source") == "ask_exit" for p in payload):
        return "died"
    return "memory" if reply.get("ename") == "MemoryError" else ""
