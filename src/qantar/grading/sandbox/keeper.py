"""The keeper of one kernel: shuts it in, buries it, and ends it with the connection to its reader."""

import json
import os
import select
import signal
import socket
from typing import Any

from qantar.grading.sandbox import calls, child, jail
from qantar.grading.sandbox.groups import enter
from qantar.grading.sandbox.relay import tell, words


def keep(connection: socket.socket, settings: dict[str, Any], group: list[str]) -> None:
    """Start the kernel as the first process of new namespaces; end with it, or end it with the connection."""
    try:
        os.setsid()
        own_users = jail.enter_namespaces()
        inner = os.fork()
        if inner == 0:
            run(connection, settings, group, own_users)
        handle = os.pidfd_open(inner)
        socket.send_fds(connection, [b"{}"], [handle])
        select.select([connection, handle], [], [])
        os.kill(inner, signal.SIGKILL)
        os.waitpid(inner, 0)
    except BaseException as error:
        tell(connection, {"error": words(error)})
    os._exit(0)


def run(connection: socket.socket, settings: dict[str, Any], group: list[str], own_users: bool) -> None:
    """Shut this process in, tell the reader how to follow, and be the kernel."""
    try:
        jail.die_with_parent()
        enter(group)
        child.first_to_go()  # while it has the privilege to make that the least it can go back to
        namespaces = jail.enter_mounts(own_users)
        jail.build(settings["hidden"])
        jail.drop_privileges(jail.possible(settings["user"]))
        jail.die_with_parent()
        calls.refusals().load()
        socket.send_fds(connection, [json.dumps({"user": os.getuid()}).encode()], namespaces)
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
