"""Collect what a classroom installs without a network: `collect_wheels.py LOCK FOLDER [SYSTEM …]`, run while connected.

FOLDER gets every wheel of LOCK for each system and Python, and `requirements.txt`, the lock with the hashes of the
wheels that had to be built here. Wheels that are there already are kept: an interrupted collection goes on where it
stopped.
"""

from __future__ import annotations

import hashlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.requirements import Requirement

PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = {
    "linux": (
        ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux2014_x86_64"),
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    ),
    "macos": (
        ("macosx_14_0_arm64",),
        {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
    ),
    "windows": (
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
}
"""Per system the platforms of wheels that it can use, and what decides which packages it needs."""
HERE = "here"
"""The system and Python that this script runs on."""


def main(lock: Path, folder: Path, *wanted: str) -> int:
    """Fill `folder`; return 0, or 2 with one sentence when a system is unknown or a wheel cannot be had."""
    if unknown := [name for name in wanted if name not in {*SYSTEMS, HERE}]:
        return failed(f"There is no system {unknown[0]}; choose among {', '.join([*SYSTEMS, HERE])}.")
    folder.mkdir(parents=True, exist_ok=True)
    entries = read(lock)
    try:
        built = build_missing(entries, folder)
        for system, python in targets(wanted or tuple(SYSTEMS)):
            print(f"Collecting for {system}, Python {python}.", flush=True)
            download(entries, folder, system, python, set(built))
    except subprocess.CalledProcessError as error:
        lines = [line for line in error.stderr.splitlines() if line.startswith("ERROR")] or [
            "ERROR: pip gave no reason"
        ]
        return failed(f"The collection stopped, what is there is kept: {lines[0].removeprefix('ERROR: ')}")
    rehashed = [built.get(name(entry), entry) for entry in entries]
    (folder / "requirements.txt").write_text("\n".join(rehashed) + "\n", encoding="utf-8")
    wheels = list(folder.glob("*.whl"))
    print(f"{folder}: {len(wheels)} wheels, {sum(path.stat().st_size for path in wheels) / 1e6:.0f} MB.")
    return 0


def read(lock: Path) -> list[str]:
    """Return the entries of a lock file, each with its hashes."""
    return re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())


def name(entry: str) -> str:
    """Return the package of an entry."""
    return requirement(entry).name


def requirement(entry: str) -> Requirement:
    """Return an entry's package, version and marker."""
    return Requirement(entry.split("\\")[0].strip())


def targets(systems: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return system and Python of every classroom computer."""
    here = [(HERE, f"{sys.version_info.major}.{sys.version_info.minor}")] if HERE in systems else []
    return here + [(system, python) for system in systems if system != HERE for python in PYTHONS]


def build_missing(entries: list[str], folder: Path) -> dict[str, str]:
    """Build the packages that are published as source only (they are plain Python); return their entries, rehashed."""
    rehashed = {}
    for entry in entries:
        if name(entry) in SOURCE_ONLY:
            with tempfile.TemporaryDirectory() as scratch:
                pip("wheel", "--no-deps", "--require-hashes", "--wheel-dir", scratch, entries=[entry])
                [wheel] = Path(scratch).glob("*-none-any.whl")
                kept = folder / wheel.name
                if not kept.exists():
                    shutil.copyfile(wheel, kept)
            digest = hashlib.sha256(kept.read_bytes()).hexdigest()
            rehashed[name(entry)] = f"{entry.split(chr(92))[0].strip()} \\\n    --hash=sha256:{digest}"
    return rehashed


SOURCE_ONLY = {"autograd-gamma"}
"""Packages without a wheel of their own."""


def download(entries: list[str], folder: Path, system: str, python: str, built: set[str]) -> None:
    """Download the wheels that one system with one Python needs."""
    options = ["--only-binary=:all:", "--no-deps", "--require-hashes", "--find-links", str(folder)]
    environment = {}
    if system != HERE:
        tags, environment = SYSTEMS[system]
        options += ["--implementation", "cp"]
        options += [word for tag in tags for word in ("--platform", tag)]
    done = set(built)
    for version in [platform.python_version()] if system == HERE else [f"{python}.0", f"{python}.99"]:
        chosen = [
            entry for entry in entries if needed(entry, python, version, environment) and name(entry) not in built
        ]
        # Two versions of one package cannot be asked for at once.
        if rest := [entry for entry in chosen if entry not in done]:
            asked = [] if system == HERE else ["--python-version", version]
            pip("download", *options, *asked, "--dest", str(folder), entries=[without_marker(entry) for entry in rest])
        done |= set(chosen)


def needed(entry: str, python: str, version: str, environment: dict[str, str]) -> bool:
    """Tell whether a system needs a package; pip would judge by the computer it runs on."""
    marker = requirement(entry).marker
    values = {"python_version": python, "python_full_version": version, **environment}
    return marker is None or marker.evaluate(values)


def without_marker(entry: str) -> str:
    """Return package, version and hashes."""
    one = requirement(entry)
    return f"{one.name}{one.specifier} \\{entry.partition(chr(92))[2]}"


def pip(command: str, *options: str, entries: list[str]) -> None:
    """Run pip on requirement lines; raises CalledProcessError with what it said."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "requirements.txt"
        path.write_text("\n".join(entries) + "\n", encoding="utf-8")
        start = [sys.executable, "-m", "pip", "--disable-pip-version-check", command, "--quiet", *options]
        subprocess.run([*start, "-r", str(path)], check=True, capture_output=True, text=True)


def failed(sentence: str) -> int:
    """Say one sentence on standard error and return 2."""
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]))
