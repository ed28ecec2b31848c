"""One control group of the system around each kernel and all that it starts: memory, processes and processor together.

Both versions of control groups are used, where this process may make groups: root may, and so may what
`systemd-run --user --scope -p Delegate=yes` starts.
"""

import os
import time
from contextlib import suppress
from pathlib import Path

MEGABYTE = 1_000_000
# Megabytes that a kernel needs beside its program's limit: its own pages, and what its program may put into files.
OWN = 400
PERIOD = 100_000
V1 = {"memory": "memory.limit_in_bytes", "pids": "pids.max", "cpu": "cpu.cfs_quota_us"}
V2 = {"memory": "memory.max", "pids": "pids.max", "cpu": "cpu.max"}
PATIENCE_S = 2.0
"""Seconds in which the last group must have emptied."""


def mounted() -> dict[str, Path]:
    """Return where the system shows each controller of the first version, and under "" the second version."""
    found = {}
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        names = {"cgroup": set(options.split(",")) & set(V1), "cgroup2": {""}}.get(kind, set())
        found |= dict.fromkeys(names, Path(before.split()[4]))
    return found


def own_folders(memberships: str, places: dict[str, Path]) -> dict[str, Path]:
    """Return the folder of this process's own group by controller, from what /proc/self/cgroup says."""
    folders = {}
    for line in memberships.splitlines():
        _, names, path = line.split(":", 2)
        folders |= {name: places[name] / path.strip("/") for name in names.split(",") if name in places}
    return folders


class Groups:
    """The groups of the kernels of one fork server, made below the group that it is in."""

    def __init__(self) -> None:
        """Find out whether groups can be made here; raise OSError when they cannot."""
        folders = own_folders(Path("/proc/self/cgroup").read_text(encoding="utf-8"), mounted())
        self.server = os.getpid()
        self.second = not folders.keys() >= V1.keys()
        if self.second:
            self.parents = [self.handing_on(folders)]
        else:
            self.parents = [folders[name] for name in V1]
        for folder in self.enclose(memory=1, processes=1):
            Path(folder).rmdir()
        self.sweep()

    def handing_on(self, folders: dict[str, Path]) -> Path:
        """Return a group of the second version that hands its controllers on to groups below it.

        Where the uppermost one does and may be used, it is that; otherwise this process's own is made to, which only a
        group without processes may.
        """
        if "" not in folders:
            raise OSError("no control groups")
        top, own = mounted()[""], folders[""]
        if V2.keys() <= set((top / "cgroup.subtree_control").read_text(encoding="ascii").split()) and writable(top):
            return top
        leaf = own / f"qantar-grader-{self.server}"
        leaf.mkdir()
        for process in (os.getppid(), self.server):
            (leaf / "cgroup.procs").write_text(str(process), encoding="ascii")
        (own / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in V2), encoding="ascii")
        return own

    def enclose(self, memory: int, processes: int) -> list[str]:
        """Make the group of the kernel that this process starts; return the folders that the kernel must enter."""
        limits = {"memory": str((memory + OWN) * MEGABYTE), "pids": str(processes), "cpu": str(PERIOD)}
        folders = []
        for parent, names in zip(self.parents, [list(V2)] if self.second else [[name] for name in V1], strict=True):
            folder = parent / f"qantar-{self.server}-{os.getpid()}"
            folder.mkdir()
            for name in names:
                (folder / (V2 if self.second else V1)[name]).write_text(limits[name], encoding="ascii")
            folders.append(str(folder))
        return folders

    def sweep(self) -> None:
        """Remove the groups whose makers have gone, those of servers that were killed, too."""
        for folder in self.left("*"):
            if not os.path.exists(f"/proc/{folder.name.split('-')[2]}"):
                with suppress(OSError):
                    folder.rmdir()

    def left(self, server: int | str) -> list[Path]:
        """Return the groups that there are of this server's kernels, or of any."""
        return [folder for parent in self.parents for folder in parent.glob(f"qantar-{server}-[0-9]*")]

    def close(self) -> None:
        """Remove all groups; the last kernels may still be on their way out."""
        deadline = time.monotonic() + PATIENCE_S
        while self.left(self.server) and time.monotonic() < deadline:
            self.sweep()
            time.sleep(0.01)


def writable(folder: Path) -> bool:
    """Say whether groups may be made in this one."""
    return os.access(folder, os.W_OK) and os.access(folder / "cgroup.procs", os.W_OK)


def enter(folders: list[str]) -> None:
    """Move this process into a kernel's group."""
    for folder in folders:
        Path(folder, "cgroup.procs").write_text("0", encoding="ascii")
