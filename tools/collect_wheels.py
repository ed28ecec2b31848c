"""Collect what a classroom installs without a network: `collect_wheels.py LOCK FOLDER [SYSTEM …]`, run while connected.

FOLDER gets every wheel of LOCK for each system and Python, and `requirements.txt`, the lock with the hashes of the
wheels that had to be built here. Wheels that are there already are kept: an interrupted collection goes on where it
stopped.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import lockfile
from classroom import failed, reason_of, told
from lockfile import Pin

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
    pins = lockfile.read(lock)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        built = build_missing(pins, folder)
        for system, python in targets(wanted or tuple(SYSTEMS)):
            print(f"Collecting for {system}, Python {python}.", flush=True)
            download([pin for pin in pins if pin.name not in built], folder, system, python)
    except subprocess.CalledProcessError as error:
        return failed(f"The collection stopped, what is there is kept: {reason_of(error.stderr)}")
    write((built.get(pin.name, pin).text() for pin in pins), folder / "requirements.txt")
    wheels = list(folder.glob("*.whl"))
    print(f"{folder}: {len(wheels)} wheels, {sum(path.stat().st_size for path in wheels) / 1e6:.0f} MB.")
    return 0


def targets(systems: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return system and Python of every classroom computer."""
    here = [(HERE, f"{sys.version_info.major}.{sys.version_info.minor}")] if HERE in systems else []
    return here + [(system, python) for system in systems if system != HERE for python in PYTHONS]


def build_missing(pins: list[Pin], folder: Path) -> dict[str, Pin]:
    """Build the packages that are published as source only (they are plain Python); return them with their new hash."""
    built = {}
    for pin in pins:
        if pin.name in SOURCE_ONLY:
            with tempfile.TemporaryDirectory() as scratch:
                pip("wheel", "--no-deps", "--require-hashes", "--wheel-dir", scratch, asked=[pin.text()])
                [wheel] = Path(scratch).glob("*-none-any.whl")
                kept = folder / wheel.name
                if not kept.exists():
                    shutil.copyfile(wheel, kept)
            built[pin.name] = Pin(pin.requirement, (hashlib.sha256(kept.read_bytes()).hexdigest(),))
    return built


SOURCE_ONLY = {"autograd-gamma"}
"""Packages without a wheel of their own."""


def download(pins: list[Pin], folder: Path, system: str, python: str) -> None:
    """Download the wheels that one system with one Python needs."""
    options = ["--only-binary=:all:", "--no-deps", "--require-hashes", "--find-links", str(folder)]
    environment = {}
    if system != HERE:
        tags, environment = SYSTEMS[system]
        options += ["--implementation", "cp"]
        options += [word for tag in tags for word in ("--platform", tag)]
    done = set()
    for version in [platform.python_version()] if system == HERE else [f"{python}.0", f"{python}.99"]:
        values = {"python_version": python, "python_full_version": version, **environment}
        chosen = {pin.text(marker=False) for pin in pins if needed(pin, values)}
        # Two versions of one package cannot be asked for at once.
        if asked := sorted(chosen - done):
            for_python = [] if system == HERE else ["--python-version", version]
            pip("download", *options, *for_python, "--dest", str(folder), asked=asked)
        done |= chosen


def needed(pin: Pin, values: dict[str, str]) -> bool:
    """Tell whether a computer with these values needs a package; pip would judge by the one it runs on."""
    marker = pin.requirement.marker
    return marker is None or marker.evaluate(values)


def pip(command: str, *options: str, asked: list[str]) -> None:
    """Run pip on requirement lines; raises CalledProcessError with what it said."""
    with tempfile.TemporaryDirectory() as scratch:
        lines = write(asked, Path(scratch) / "requirements.txt")
        start = [sys.executable, "-m", "pip", "--disable-pip-version-check", command, "--quiet", *options]
        subprocess.run([*start, "-r", str(lines)], check=True, capture_output=True, text=True)


def write(entries: Iterable[str], path: Path) -> Path:
    """Write requirement lines and return where."""
    path.write_text("\n".join(entries) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lock", type=Path, metavar="LOCK", help="the lock file")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the wheels go")
    parser.add_argument("systems", nargs="*", metavar="SYSTEM", help=f"{', '.join([*SYSTEMS, HERE])} (default: all)")
    options = parser.parse_args()
    sys.exit(told(lambda: main(options.lock, options.folder, *options.systems)))
