"""The system calls that a student's program is refused: ways out of its jail, out of its limits, and to its fellows.

What is refused fails with "not permitted" and nothing else happens. libseccomp knows the calls' numbers.
"""

import errno
import functools
import socket
from typing import Any

REFUSED = {
    "memory that no limit counts": "memfd_create memfd_secret shmget shmat shmctl mq_open msgget semget userfaultfd",
    "another root or namespace": "unshare setns mount umount umount2 pivot_root chroot fsopen fsmount fspick open_tree "
    "move_mount mount_setattr name_to_handle_at open_by_handle_at",
    "keys of the user's other programs": "add_key request_key keyctl",
    "other processes' memory": "ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp",
    "large parts of the system that a worksheet has no use for": "io_uring_setup io_uring_enter io_uring_register bpf "
    "perf_event_open fanotify_init fanotify_mark quotactl quotactl_fd acct swapon swapoff syslog reboot kexec_load "
    "init_module finit_module delete_module personality",
    "signs to whoever has the same file open": "flock inotify_init inotify_init1 inotify_add_watch",
}
NAMESPACES = [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000]
"""The flags of clone that make a namespace."""
LOCKS = [6, 7, 37, 38, 1024, 1026]
"""What fcntl does to locks, leases and watches of a file."""
SOCKETS = [socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK]
"""The families of sockets that there are; all but the first lead nowhere in a network of one's own."""
PR_SET_PDEATHSIG = 1
INT = 0xFFFFFFFF
"""The part of an argument that the system looks at where it takes an int."""


@functools.cache
def refusals() -> Any:
    """Return the filter, ready to load. It holds for all that the loading process starts, and nothing takes it away.

    Raises ImportError or RuntimeError where the library is missing.
    """
    import pyseccomp
    from pyseccomp import ERRNO, GT, MASKED_EQ, Arg

    made = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    refuse = ERRNO(errno.EPERM)
    for name in " ".join(REFUSED.values()).split():
        if pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name) >= 0:
            made.add_rule(refuse, name)
    made.add_rule(ERRNO(errno.ENOSYS), "clone3")  # its flags cannot be seen from here; the C library then takes clone
    for flag in NAMESPACES:
        made.add_rule(refuse, "clone", Arg(0, MASKED_EQ, flag, flag))
    for command in LOCKS:
        made.add_rule(refuse, "fcntl", Arg(1, MASKED_EQ, INT, command))
    for family in set(range(max(SOCKETS))) - set(SOCKETS):
        made.add_rule(refuse, "socket", Arg(0, MASKED_EQ, INT, family))
    made.add_rule(refuse, "socket", Arg(0, GT, max(SOCKETS)))
    made.add_rule(refuse, "prctl", Arg(0, MASKED_EQ, INT, PR_SET_PDEATHSIG))  # it ends with whoever keeps it
    return made
