"""How fast is a class graded? The same submissions by `qantar grade`, by nbgrader and by otter.

    .venv/bin/python benchmarks/grading.py

makes 40 submissions of one worksheet (right, partly right, mistaken, untouched; none that hangs, which would measure
time limits), has each tool grade them in its own usual way, and prints a table. `--without nbgrader otter` leaves
tools out, `--submissions 8` makes it short. otter needs the network once: pip puts it into an environment of its own,
in a temporary folder or in the one that `--otter-environment` names. For fairness nbgrader also runs as two processes
on half of the class each, which is more than its command does by itself.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import otter_course
from classes import hand_in, students_of

ROOT = Path(__file__).parents[1]
SOLUTIONS = ROOT / "exercises" / "solutions"
CONFIG = "from qantar.grading.course.nbgrader_course import configure\n\nc = get_config()\nconfigure(c)\n"
MULTIPLES = (1, 2, 5, 10)


@dataclass(frozen=True)
class Row:
    """One line of the table: seconds for so many submissions, and the mean of their points (None: not read)."""

    how: str
    count: int
    seconds: float
    points: float | None = None


def timed(work: Callable[[], None]) -> float:
    """Return how many seconds a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def command(*words: object, cwd: Path | None = None) -> str:
    """Run a module of this Python; return what it prints; raise CalledProcessError when it fails."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    line = [sys.executable, "-m", *map(str, words)]
    done = subprocess.run(line, cwd=cwd, check=True, capture_output=True, text=True, env={**os.environ, "PATH": path})
    return done.stdout


def by_qantar(folder: Path, count: int, *options: str) -> Row:
    """Grade a class with `qantar grade`."""
    printed: list[str] = []
    seconds = timed(lambda: printed.append(command("qantar", "grade", folder, "--json", *options, cwd=ROOT)))
    batch = json.loads(printed[0])
    mean = sum(one["points"] for one in batch["submissions"]) / count
    return Row(f"qantar grade: {batch['kernels']}", count, seconds, mean)


def by_nbgrader(folder: Path, worksheet: str, students: dict[str, dict], processes: int) -> Row:
    """Grade a class with `nbgrader autograde`, in one process or in several with a part of the class each."""
    (folder / "source" / worksheet).mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(CONFIG)
    (folder / "source" / worksheet / f"{worksheet}.ipynb").write_bytes((SOLUTIONS / f"{worksheet}.ipynb").read_bytes())
    command("nbgrader", "generate_assignment", worksheet, cwd=folder)
    for number, (student, notebook) in enumerate(students.items()):
        place = folder / "submitted" / f"{number % processes}-{student}" / worksheet / f"{worksheet}.ipynb"
        place.parent.mkdir(parents=True)
        place.write_text(json.dumps(notebook), encoding="utf-8")

    def grade() -> None:
        line = [sys.executable, "-m", "nbgrader", "autograde", worksheet, "--student"]
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        running = [
            subprocess.Popen([*line, f"{n}-*"], cwd=folder, env={**os.environ, "PATH": path}, stderr=subprocess.DEVNULL)
            for n in range(processes)
        ]
        if any(process.wait() for process in running):
            raise SystemExit("nbgrader autograde failed")

    seconds = timed(grade)
    how = "nbgrader autograde" + (f", {processes} processes" if processes > 1 else "")
    return Row(how, len(students), seconds, nbgrader_points(folder / "gradebook.db", len(students)))


def nbgrader_points(database: Path, count: int) -> float:
    """Return the mean of the points in nbgrader's database."""
    import sqlite3

    with sqlite3.connect(database) as book:
        return (book.execute("select sum(auto_score) from grade").fetchone()[0] or 0) / count


def by_otter(folder: Path, worksheet: str, students: dict[str, dict], environment: Path | None) -> Row:
    """Grade a class with otter, in an environment of its own."""
    python = otter_course.python_with_otter(environment or folder / "otter-environment")
    course = otter_course.make(python, worksheet, students, folder / "otter")
    return Row("otter run, one process for all", len(students), timed(lambda: otter_course.grade(python, course)))


def measure(options: argparse.Namespace, folder: Path) -> list[Row]:
    """Measure everything that the options ask for, one after the other."""
    students = students_of(options.worksheet, options.submissions)
    rows = []
    for times in () if "qantar" in options.without else MULTIPLES:
        count = times * options.submissions
        if count <= options.most:
            place = hand_in(students_of(options.worksheet, count), options.worksheet, folder / f"class-{count}")
            rows.append(by_qantar(place, count, "--jobs", "2"))
            if times == 1:
                rows.append(by_qantar(place, count, "--jobs", "2", "--portable"))
    for processes in () if "nbgrader" in options.without else (1, 2):
        rows.append(by_nbgrader(folder / f"course-{processes}", options.worksheet, students, processes))
    if "otter" not in options.without:
        rows.append(by_otter(folder, options.worksheet, students, options.otter_environment))
    return rows


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table, each compared with nbgrader's own command."""
    base = next((row.seconds / row.count for row in rows if row.how == "nbgrader autograde"), None)
    lines = ["| how | submissions | seconds | each | against nbgrader | mean points |", "|---|--:|--:|--:|--:|--:|"]
    for row in rows:
        each = row.seconds / row.count
        times = f"{base / each:.1f} times" if base else "–"
        points = "–" if row.points is None else f"{row.points:.2f}"
        lines.append(f"| {row.how} | {row.count} | {row.seconds:.1f} | {each:.2f} | {times} | {points} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worksheet", default="causes")
    parser.add_argument("--submissions", type=int, default=40, metavar="N")
    parser.add_argument("--most", type=int, default=400, metavar="N", help="the largest class for qantar alone (400)")
    parser.add_argument("--without", nargs="*", default=[], choices=["qantar", "nbgrader", "otter"])
    parser.add_argument("--otter-environment", type=Path, metavar="DIR", help="an environment to make or use again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(options, Path(folder))
    print(f"Worksheet {options.worksheet}, {os.cpu_count()} cores, Python {sys.version.split()[0]}.\n")
    print(table(rows))


if __name__ == "__main__":
    main()
