"""The fork server: imports everything once, then forks one shut-in kernel per request that brings a connection.

It is started as a fresh process and never holds a solution or a reference: what is not in its memory cannot be in
that of its children. A kernel lives as long as its connection. A request without one names more modules to import.
"""

import json
import os
import select
import signal
import socket
import sys
from typing import Any

from qantar.grading.sandbox import child, jail

REQUEST_BYTES = 65_536


def serve(control: socket.socket) -> None:
    """Answer requests until the grader is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child.warm(child.WARM)
    jail.visible()  # found once for all kernels
    control.send(b"ready")
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
    """Start the keeper of one kernel."""
    if os.fork() == 0:
        control.close()
        keep(connection, settings)
    connection.close()


def keep(connection: socket.socket, settings: dict[str, Any]) -> None:
    """Start the kernel as the first process of new namespaces; end with it, or end it with the connection."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        own_users = jail.enter_namespaces()
        inner = os.fork()
        if inner == 0:
            run(connection, settings, own_users)
        # Not killed outright when the server ends: a student's code can refuse to die with this process.
        signal.signal(signal.SIGTERM, lambda *_: os.kill(inner, signal.SIGKILL))
        jail.die_with_parent(signal.SIGTERM)
        tell(connection, {"pid": inner})
        handle = os.pidfd_open(inner)
        select.select([connection, handle], [], [])
        os.kill(inner, signal.SIGKILL)
        os.waitpid(inner, 0)
    except BaseException as error:
        tell(connection, {"error": words(error)})
    os._exit(0)


def run(connection: socket.socket, settings: dict[str, Any], own_users: bool) -> None:
    """Shut this process in, and be the kernel."""
    try:
        jail.die_with_parent()
        jail.build(settings["hidden"], own_users)
        jail.drop_privileges(settings["user"])
        jail.die_with_parent()
        point_to_nothing(connection.fileno())
    except BaseException as error:
        tell(connection, {"error": words(error)})
        os._exit(1)
    connection.close()
    try:
        child.kernel(settings)
    finally:
        os._exit(0)


def point_to_nothing(connection: int) -> None:
    """Close every inherited descriptor but the connection; standard streams lead nowhere."""
    nothing = os.open("/dev/null", os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.closerange(3, connection)
    os.closerange(connection + 1, 65_536)


def words(error: BaseException) -> str:
    """Return what was refused, or what went wrong."""
    return (isinstance(error, OSError) and error.strerror) or f"{type(error).__name__}: {error}"


def tell(connection: socket.socket, answer: dict[str, Any]) -> None:
    """Send an answer, if anybody still listens."""
    try:
        connection.send(json.dumps(answer).encode())
    except OSError:
        return


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
