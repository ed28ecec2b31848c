"""Measure a classroom: size, start, execution without a network, and how fast explorers answer in JupyterLab.

    .venv/bin/python benchmarks/classroom.py                          with this Python
    .venv/bin/python benchmarks/classroom.py python3.12 python3.13    with others, too

Needs the network once, to collect the wheels, and Chromium, Chrome or Edge. The environment is that of `.binder/`,
and is made in a temporary folder. Bytes are those of all files, before Python compiles any. A start is the time from
the command until the server says where it listens. An answer is the time from a step of the first control until
another picture stands in the panel, median of twenty, in each chapter. At last JupyterLab runs every chapter and every
solution from top to bottom. Run it with nothing else running.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT / "tools"), str(PROJECT / "tests")]
import browsers  # noqa: E402 (tools and tests are no packages)
import classrooms  # noqa: E402

from qantar.chapters import CHAPTERS  # noqa: E402


def measure(python: str) -> None:
    """Make a classroom with one Python and print what is measured."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        classroom = classrooms.made(Path(folder), python)
        print(f"Made in {time.perf_counter() - start:.0f} s, of which the network had a part.")
        print(f"Environment: {classrooms.size(classroom) / 1e6:.0f} MB.")
        first, start = classroom / "book" / "causes.ipynb", time.perf_counter()
        with classrooms.lab(classroom):
            print(f"Server up: {time.perf_counter() - start:.1f} s after the command.")
            classrooms.execute(classroom, first)
            print(f"First chapter executed: {time.perf_counter() - start:.1f} s after the command.")
        notebooks = [classroom / "book" / f"{name}.ipynb" for name in CHAPTERS]
        notebooks += [PROJECT / "exercises" / "solutions" / f"{name}.ipynb" for name in CHAPTERS]
        start = time.perf_counter()
        done = classrooms.execute(classroom, *notebooks)
        print(f"{len(done)} notebooks executed without a network: {time.perf_counter() - start:.0f} s.")
        answers(classroom)
        in_lab(classroom, Path(folder))


def in_lab(classroom: Path, folder: Path) -> None:
    """Run every chapter and solution in JupyterLab and print what went wrong."""
    home = folder / "home"
    shutil.copytree(PROJECT / "book", home / "book")
    shutil.copytree(PROJECT / "exercises" / "solutions", home / "solutions")
    names = [f"{place}/{name}.ipynb" for place in ("book", "solutions") for name in CHAPTERS]
    # What is stored in a solution must not pass for what JupyterLab printed.
    subprocess.run([sys.executable, "-m", "nbstripout", "--keep-id", *names], cwd=home, check=True)
    settings = str(PROJECT / "tools/lab/jupyter_lab_config.py")
    with classrooms.lab(classroom, home, settings) as address, chromium() as browser:
        faults = {name: fault for name in names if (fault := classrooms.run_in_lab(browser, address, home, name))}
    print(f"{len(names)} notebooks run in JupyterLab: {faults or 'no fault'}.")


def answers(classroom: Path) -> None:
    """Print how fast the explorer of each chapter answers in JupyterLab."""
    with classrooms.lab(classroom) as address, chromium() as browser:
        for name, title in CHAPTERS.items():
            with classrooms.opened(browser, address, title) as (page, _):
                panel = classrooms.explorer_of(page)
                times = times_of(panel)
            print(f"{name}: {statistics.median(times):.0f} ms median, {max(times):.0f} ms slowest.")


@contextmanager
def chromium() -> Iterator[object]:
    """Give a browser of Playwright that reaches no network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.find(), args=browsers.flags())
        yield browser
        browser.close()


def times_of(panel: object) -> list[float]:
    """Return the milliseconds of twenty answers to the first control that changes the picture at the opening state."""
    for place in range(panel.locator(classrooms.CONTROL).count()):
        for steps in ((1, -1), (-1, 1)):
            try:
                return [classrooms.moved(panel, step, place, patience=3000) for step in steps * 11][2:]
            except Exception as error:  # the next state looks the same, or there is none
                if "did not change" not in str(error):
                    raise
    return [float("nan")]


def main() -> int:
    """Measure each Python that is named; return 0."""
    for python in sys.argv[1:] or [sys.executable]:
        print(f"\n{python}")
        measure(python)
    return 0


if __name__ == "__main__":
    sys.exit(main())
