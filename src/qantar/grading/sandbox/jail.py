"""Shut the process in, on Linux: it sees Python and this package, read-only, and nothing else of the machine."""

import ctypes
import functools
import os
import signal
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path

HOME = "/home/student"
SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store"]
SETTINGS = ["/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/nsswitch.conf", "/etc/mime.types"]
PYTHON = ["bin", "lib", "lib64", "share", "pyvenv.cfg"]
"""What belongs to Python in its own folder, which may be anything else besides: a whole project, with all in it."""
DEVICES = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"]

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x20000, 0x4000000, 0x8000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
FILES = "nr_inodes=4k"
"""Empty files, too, take memory: about a kilobyte each."""
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND = 1, 2, 4, 8, 32, 4096
MS_REC, MS_PRIVATE, MNT_DETACH = 16384, 1 << 18, 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
# Flags of a mount that an unprivileged remount must repeat: (as statvfs names them, as mount takes them).
KEPT_FLAGS = [(2, 2), (4, 4), (8, 8), (1024, 1024), (2048, 2048), (4096, 1 << 21)]


def call(name: str, *arguments: object) -> None:
    """Call a function of the C library; raise OSError, naming it, when it fails."""
    ready = [argument.encode() if isinstance(argument, str) else argument for argument in arguments]
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*ready) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """Mount; raise OSError when it is refused."""
    call("mount", source, target, kind, ctypes.c_ulong(flags), data)


def die_with_parent(number: int = signal.SIGKILL) -> None:
    """Have this process sent a signal when its parent ends."""
    call("prctl", PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def enter_namespaces() -> bool:
    """Leave the network, other processes and shared memory behind; say whether that took a user namespace, too."""
    user, group = os.getuid(), os.getgid()
    others = CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
    if user == 0:
        with suppress(OSError):
            call("unshare", others)
            return False
    call("unshare", CLONE_NEWUSER | others)
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    return True


def enter_mounts(own_users: bool) -> list[int]:
    """Have mounts of its own from now on; return handles with which another process can follow this one: see `join`."""
    call("unshare", CLONE_NEWNS)
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    names = [*(["user"] if own_users else []), "ipc", "net", "mnt"]
    return [os.open(f"/proc/self/ns/{name}", os.O_RDONLY) for name in names]


def join(handles: list[int]) -> None:
    """Move into the root and the network of a process that was shut in, but not among its processes."""
    for handle in handles:
        call("setns", handle, 0)
        os.close(handle)


@functools.cache
def visible() -> tuple[str, ...]:
    """Return what can be seen inside: the system's libraries, Python, and this package."""
    prefixes = [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix]
    python = [os.path.join(prefix, part) for prefix in prefixes for part in PYTHON]
    python += [*map(sysconfig.get_path, ("stdlib", "platstdlib")), str(Path(__file__).parents[2])]
    libraries = [path for path in sys.path if Path(path).name in {"site-packages", "dist-packages"}]
    behind_links = map(os.path.realpath, [*python, *libraries])
    wanted = dict.fromkeys([*SYSTEM, *python, *libraries, *behind_links, *SETTINGS, *DEVICES])
    found = [path for path in wanted if os.path.exists(path)]
    return tuple(
        path for path in found if not any(Path(path).is_relative_to(other) for other in found if other != path)
    )


def inside(paths: list[Path]) -> list[str]:
    """Return those folders that would be visible inside, and whose hiding hides nothing that Python needs."""
    seen = [Path(path) for path in visible()]
    folders = [path.resolve() for path in paths if path.is_dir()]
    return [
        str(folder)
        for folder in dict.fromkeys(folders)
        if any(folder.is_relative_to(path) for path in seen) and not any(path.is_relative_to(folder) for path in seen)
    ]


def build(hidden: list[str]) -> None:
    """Move into a root of its own; call as the first process of its namespaces, which has mounts of its own."""
    root = "/tmp"
    handles = {path: os.open(path, os.O_PATH) for path in visible() if not os.path.islink(path)}
    links = {path: os.readlink(path) for path in visible() if os.path.islink(path)}
    mount("tmpfs", root, "tmpfs", MS_NOSUID | MS_NODEV, f"size=1m,mode=755,{FILES}")
    make_writable(root)  # first, because Python may live in one of those folders
    for path, handle in handles.items():
        show_read_only(root + path, handle)
    for path, target in links.items():
        os.symlink(target, root + path)
    for path in hidden:
        if os.path.isdir(root + path):
            mount("tmpfs", root + path, "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV, "size=4k,mode=755")
    mount_processes(root)
    change_root(root)


def show_read_only(target: str, handle: int) -> None:
    """Bind an opened file or folder to a path of the new root, read-only."""
    source = f"/proc/self/fd/{handle}"
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        Path(target).touch()
    mount(source, target, None, MS_BIND | MS_REC)
    os.close(handle)
    if target.rpartition("/")[0].endswith("/dev"):
        return
    flags = os.statvfs(target).f_flag
    kept = sum(to for seen, to in KEPT_FLAGS if flags & seen)
    mount("none", target, None, MS_BIND | MS_REMOUNT | MS_RDONLY | kept)


def make_writable(root: str) -> None:
    """Give the student's code a home, a /tmp and shared memory; all small, in memory, and gone with the process."""
    for path, size in ((HOME, "64m"), ("/tmp", "64m"), ("/dev/shm", "16m"), ("/run", "64k")):
        os.makedirs(root + path, exist_ok=True)
        mount("tmpfs", root + path, "tmpfs", MS_NOSUID | MS_NODEV, f"size={size},mode=1777,{FILES}")


def mount_processes(root: str) -> None:
    """Show this namespace's own processes under /proc, read-only: no process changes what the system keeps of it.

    Where that is refused there is no /proc, which also works.
    """
    os.makedirs(root + "/proc", exist_ok=True)
    with suppress(OSError):
        mount("proc", root + "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY)


def change_root(root: str) -> None:
    """Make the new root the root and let go of the old one for good."""
    os.makedirs(root + "/old")
    call("pivot_root", root, root + "/old")
    os.chdir("/")
    call("umount2", "/old", MNT_DETACH)
    os.rmdir("/old")
    mount("none", "/", None, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV)
    os.chdir(HOME)


def drop_privileges(user: int) -> None:
    """Give up every privilege for good; root becomes the user of this number."""
    for capability in range(64):
        with suppress(OSError):
            call("prctl", PR_CAPBSET_DROP, capability, 0, 0, 0)
    if os.getuid() == 0 and user:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    call("capset", ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)()))
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)


def possible(user: int) -> int:
    """Return the number of a user without files, if there can be one here who can read what Python needs; else 0."""
    if os.getuid() != 0:
        return 0
    needed = [os.__file__, __file__, ctypes.__file__]
    try:
        os.setgroups([])
        os.setegid(user)
        os.seteuid(user)
        readable = all(os.access(path, os.R_OK, effective_ids=True) for path in needed)
    except OSError:
        readable = False
    os.seteuid(0)
    os.setegid(0)
    return user if readable else 0
