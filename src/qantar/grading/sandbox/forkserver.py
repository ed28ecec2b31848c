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

from qantar.grading.sandbox import calls, child, jail
from qantar.grading.sandbox.groups import Groups
from qantar.grading.sandbox.reader import attend
from qantar.grading.sandbox.relay import tell, words

REQUEST_BYTES = 65_536
LIBRARY = "Install libseccomp (on Debian and Ubuntu: apt install libseccomp2) and what pyproject.toml names for grading"


def serve(control: socket.socket) -> None:
    """Import everything, say so, and answer requests."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child.warm(child.WARM)
    jail.visible()  # found once for all kernels
    try:
        calls.refusals()
    except (ImportError, RuntimeError) as error:
        return tell(control, {"error": words(error), "remedy": LIBRARY})
    groups = opened_groups()
    tell(control, {"ready": True, "groups": groups is not None})
    try:
        answer(control, groups)
    finally:
        if groups:
            groups.close()


def opened_groups() -> Groups | None:
    """Return control groups, if this system lets them be made."""
    try:
        return Groups()
    except OSError:
        return None


def answer(control: socket.socket, groups: Groups | None) -> None:
    """Answer requests until the grader is gone."""
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
        if not handles:
            child.warm(request["modules"])
            continue
        if groups:
            groups.sweep()
        with socket.socket(fileno=handles[0]) as connection:
            if os.fork() == 0:
                control.close()
                attend(connection, request, groups)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
