"""The fork server: imports everything once, then forks one shut-in kernel per request that brings a connection.

It is started as a fresh process and never holds a solution or a reference: what is not in its memory cannot be in
that of its children. For each kernel it forks a reader, which forks a keeper, which forks the kernel; all three live
as long as the connection. A request without one names more modules to import.
"""

import json
import os
import select
import signal
import socket
import sys
from typing import Any

from qantar.grading.sandbox import calls, child, jail
from qantar.grading.sandbox.reader import attend
from qantar.grading.sandbox.relay import tell, words

REQUEST_BYTES = 65_536
LIBRARY = "Install libseccomp (on Debian and Ubuntu: apt install libseccomp2) and what pyproject.toml names for grading"


def serve(control: socket.socket) -> None:
    """Answer requests until the grader is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child.warm(child.WARM)
    jail.visible()  # found once for all kernels
    try:
        calls.refusals()
    except (ImportError, RuntimeError) as error:
        return tell(control, {"error": words(error), "remedy": LIBRARY})
    tell(control, {"ready": True})
    grader = os.getppid()
    while True:
        # A grader that is killed cannot say goodbye, and a stray copy of its socket would keep this one open for ever.
        if not select.select([control], [], [], 1)[0]:
            if os.getppid() != grader:
                return
            continue
        message, handles, _, _ = socket.recv_fds(control, REQUEST_BYTES, 1)
        if not message:
            return
        request = json.loads(message)
        if handles:
            fork(control, socket.socket(fileno=handles[0]), request)
        else:
            child.warm(request["modules"])


def fork(control: socket.socket, connection: socket.socket, settings: dict[str, Any]) -> None:
    """Start the reader of one kernel."""
    if os.fork() == 0:
        control.close()
        attend(connection, settings)
    connection.close()


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
