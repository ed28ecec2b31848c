"""One control group of the system around each kernel and all that it starts: memory, processes and processor together.

Both versions of control groups are used, where this process may make groups below its own. Nothing is asked of the
system for that: root may do so, and so may what `systemd-run --user --scope -p Delegate=yes` starts.
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
    """The groups that one fork server makes, under the group that it is in."""

    def __init__(self) -> None:
        """Find out whether groups can be made here; raise OSError when they cannot."""
        folders = own_folders(Path("/proc/self/cgroup").read_text(encoding="utf-8"), mounted())
        self.made: list[Path] = []
        self.prefix = f"qantar-{os.getpid()}-"
        self.second = not folders.keys() >= V1.keys()
        if self.second:
            if "" not in folders:
                raise OSError("no control groups")
            self.delegate(folders[""])
        self.parents = [folders[""]] if self.second else [folders[name] for name in V1]
        self.sweep_old()
        self.enclose(0, memory=1, processes=1)
        self.sweep()

    def delegate(self, own: Path) -> None:
        """Hand this group's controllers on to groups below it; only a group without processes may do that."""
        leaf = own / f"{self.prefix}grader"
        leaf.mkdir()
        for process in (os.getppid(), os.getpid()):
            (leaf / "cgroup.procs").write_text(str(process), encoding="ascii")
        (own / "cgroup.subtree_control").write_text("".join(f"+{name} " for name in V2), encoding="ascii")

    def enclose(self, number: int, memory: int, processes: int) -> list[str]:
        """Make the group of one kernel, with limits; return the folders that its first process must enter."""
        self.sweep()
        limits = {"memory": str((memory + OWN) * MEGABYTE), "pids": str(processes), "cpu": str(PERIOD)}
        folders = []
        for parent, names in zip(self.parents, [list(V2)] if self.second else [[name] for name in V1], strict=True):
            folder = parent / f"{self.prefix}{number}"
            folder.mkdir()
            self.made.append(folder)
            for name in names:
                (folder / (V2 if self.second else V1)[name]).write_text(limits[name], encoding="ascii")
            folders.append(str(folder))
        return folders

    def sweep(self) -> None:
        """Remove the groups that are empty by now."""
        self.made = [folder for folder in self.made if not removed(folder)]

    def sweep_old(self) -> None:
        """Remove what servers left that were killed."""
        for parent in self.parents:
            for folder in parent.glob("qantar-*-*"):
                if not os.path.exists(f"/proc/{folder.name.split('-')[1]}"):
                    removed(folder)

    def close(self) -> None:
        """Remove all groups; the last kernels may still be on their way out."""
        deadline = time.monotonic() + PATIENCE_S
        while self.made and time.monotonic() < deadline:
            self.sweep()
            time.sleep(0.01 if self.made else 0)


def removed(folder: Path) -> bool:
    """Remove a group; say whether it has gone."""
    with suppress(OSError):
        folder.rmdir()
    return not folder.exists()


def enter(folders: list[str]) -> None:
    """Move this process into a kernel's group."""
    for folder in folders:
        Path(folder, "cgroup.procs").write_text("0", encoding="ascii")
