"""The client of a kernel, against a kernel that lies, talks too much, or is no kernel at all."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import zmq
from jupyter_client.session import Session

from qantar.grading.sandbox.wire import KernelLost, Wire

KEY = b"key"
LIMIT = 20_000


class FakeKernel:
    """Two sockets on which a test says whatever it wants a kernel to say."""

    def __init__(self) -> None:
        self.context = zmq.Context()
        self.session = Session(key=KEY)
        self.shell, self.iopub = self.context.socket(zmq.ROUTER), self.context.socket(zmq.XPUB)
        self.ports = [socket.bind_to_random_port("tcp://127.0.0.1") for socket in (self.shell, self.iopub)]
        self.wire = Wire(lambda n: f"tcp://127.0.0.1:{self.ports[n - 1]}", KEY, lambda: True, LIMIT)
        assert self.iopub.recv() == b"\x01"  # the client has subscribed
        self.talks = threading.Thread()
        self.talks.start()

    def request(self) -> dict:
        """Have the client send a cell; return the request as the kernel sees it."""
        self.wire.execute("1 + 1")
        self.client, *frames = self.shell.recv_multipart()
        self.allow(5)
        return self.session.deserialize(self.session.feed_identities([self.client, *frames])[1])

    def allow(self, seconds: float, reason: str = "silent") -> None:
        self.wire.limit = (time.monotonic() + seconds, reason)

    def reply(self, parent: dict | None) -> None:
        self.session.send(self.shell, "execute_reply", {"status": "ok"}, parent=parent, ident=self.client)

    def say(self, text: str, parent: dict | None) -> None:
        self.session.send(self.iopub, "stream", {"name": "stdout", "text": text}, parent=parent)


@pytest.fixture
def kernel() -> Iterator[FakeKernel]:
    made = FakeKernel()
    yield made
    made.talks.join()
    made.wire.close()
    made.context.destroy(linger=0)


def text_of(message: dict) -> str:
    return message["content"]["text"]


def test_only_the_reply_to_this_request_ends_the_wait(kernel):
    request = kernel.request()
    kernel.reply(parent=None)
    kernel.allow(0.3, "time")
    with pytest.raises(KernelLost, match="time"):
        kernel.wire.await_reply(request["header"]["msg_id"])
    kernel.allow(5)
    kernel.reply(parent=request)
    kernel.wire.await_reply(request["header"]["msg_id"])


def test_outputs_of_other_requests_are_not_taken(kernel):
    first, second = kernel.request(), kernel.request()
    kernel.say("late", parent=first)
    kernel.say("nobody's", parent=None)
    kernel.say("mine", parent=second)
    assert text_of(kernel.wire.next_output()) == "mine"


def test_outputs_that_nobody_read_are_forgotten_with_their_cell(kernel):
    first = kernel.request()
    kernel.say("old", parent=first)
    kernel.reply(parent=first)
    kernel.wire.await_reply(first["header"]["msg_id"])
    while not kernel.wire.pending:
        kernel.wire.readable(kernel.wire.iopub)
    second = kernel.request()
    kernel.say("new", parent=second)
    assert text_of(kernel.wire.next_output()) == "new"


def test_the_limit_of_output_counts_per_cell(kernel):
    for _ in range(3):
        request = kernel.request()
        kernel.say("x" * (LIMIT // 2), parent=request)
        assert len(text_of(kernel.wire.next_output())) == LIMIT // 2
    kernel.say("x" * LIMIT, parent=request)
    with pytest.raises(KernelLost, match="output"):
        kernel.wire.next_output()


def test_a_message_far_above_the_limit_is_not_even_received(kernel):
    request = kernel.request()
    kernel.say("x" * LIMIT * 150, parent=request)
    kernel.say("mine", parent=request)
    kernel.allow(0.5)
    with pytest.raises(KernelLost, match="silent"):
        kernel.wire.next_output()
    assert kernel.wire.received == 0


def beside(kernel: FakeKernel, *sent: Callable[[dict], None]) -> None:
    """Have the kernel answer the next cell: with what is `sent`, given the request, before it says that it is done."""

    def answer() -> None:
        kernel.client, *frames = kernel.shell.recv_multipart()
        request = kernel.session.deserialize(kernel.session.feed_identities([kernel.client, *frames])[1])
        kernel.reply(parent=request)
        for send in sent:
            send(request)
        kernel.session.send(kernel.iopub, "status", {"execution_state": "idle"}, parent=request)

    kernel.talks = threading.Thread(target=answer)
    kernel.talks.start()


def test_a_cell_may_print_and_is_done_when_its_kernel_says_so(kernel):
    beside(kernel, *[lambda request: kernel.say("mine", parent=request)] * 3)
    assert list(map(text_of, kernel.wire.run("1 + 1", 5))) == ["mine"] * 3


def test_after_a_reply_a_cell_that_goes_on_ends_at_its_limit(kernel):
    def trickle(request: dict) -> None:
        time.sleep(0.1)
        kernel.say("still here", parent=request)

    beside(kernel, *[trickle] * 20)
    with pytest.raises(KernelLost, match="time"):
        kernel.wire.run("1 + 1", 0.5)


@pytest.mark.parametrize("shape", [(LIMIT // 64, 2), (2, LIMIT // 64)])
def test_empty_messages_and_empty_parts_of_messages_weigh_something(kernel, shape):
    messages, parts = shape
    beside(kernel, *[lambda _: kernel.iopub.send_multipart([b""] * parts)] * messages)
    with pytest.raises(KernelLost, match="output"):
        kernel.wire.run("1 + 1", 5)


@pytest.mark.parametrize("frames", [[b"x"], [b"<IDS|MSG>", b"no signature", b"{}", b"{}", b"{}", b"{}"], [b""] * 9])
def test_what_is_no_message_is_nothing(kernel, frames):
    request = kernel.request()
    kernel.iopub.send_multipart(frames)
    kernel.say("mine", parent=request)
    assert text_of(kernel.wire.next_output()) == "mine"


def test_messages_with_another_signature_are_nothing(kernel):
    request = kernel.request()
    Session(key=b"other").send(kernel.iopub, "stream", {"name": "stdout", "text": "forged"}, parent=request)
    kernel.say("mine", parent=request)
    assert text_of(kernel.wire.next_output()) == "mine"


def test_a_kernel_that_closed_its_sockets_is_lost_and_nothing_that_takes_its_place_is_heard(kernel):
    kernel.shell.close(linger=0)
    kernel.wire.shell.poll(300)  # by then the end of the connection is known
    other = kernel.context.socket(zmq.ROUTER)
    other.bind(f"tcp://127.0.0.1:{kernel.ports[0]}")
    with pytest.raises(KernelLost, match="silent"):
        kernel.wire.execute("1 + 1")
    assert not other.poll(300)


TALKS = """
import os, threading, zmq

context = zmq.Context()
shell, iopub = context.socket(zmq.ROUTER), context.socket(zmq.XPUB)
print(*(socket.bind_to_random_port("tcp://127.0.0.1") for socket in (shell, iopub)), flush=True)
iopub.recv()
threading.Timer(0.05, os._exit, [0]).start()
while True:
    iopub.send_multipart([b"x"] * 2_000)
"""
"""A kernel of its own process, gone in the middle of a message."""
LISTENS = f"""
import subprocess, sys
from qantar.grading.sandbox.wire import Wire

for _ in range(10):
    kernel = subprocess.Popen([sys.executable, "-c", {TALKS!r}], stdout=subprocess.PIPE, text=True)
    ports = kernel.stdout.readline().split()
    wire = Wire(lambda n: f"tcp://127.0.0.1:{{ports[n - 1]}}", b"key", lambda: True, 10**9)
    while kernel.poll() is None or wire.iopub.poll(20):
        wire.take_outputs()
    wire.close()
print("still here")
"""


def test_a_kernel_that_goes_in_the_middle_of_a_message_does_not_take_the_grader_along():
    done = subprocess.run([sys.executable, "-c", LISTENS], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "still here\n"), done.stderr
