"""How long each table takes to load, and how much room all take.

Run ``.venv/bin/python benchmarks/tables.py`` in the project's folder. All is imported before the clock starts, and
the first table is loaded once, so that pandas has done what it does only once. Each table is then loaded eleven
times; the first time still reads the file, later ones find its bytes in memory. The bounds: every table, the
first time, in less than 100 milliseconds, and all files together in less than 1.5 megabytes.
"""

import statistics
import time

from qantar.data import load, tables
from qantar.data.descriptor import FOLDER

AGAIN = 10


def milliseconds(name: str) -> float:
    """Return how long it takes to load a table."""
    start = time.perf_counter()
    load(name)
    return (time.perf_counter() - start) * 1000


def size() -> int:
    """Return the bytes of all tables, the map and their description."""
    return sum(path.stat().st_size for path in FOLDER.glob("*.[cj]s*"))


def main() -> None:
    """Print one line a table, slowest first, then the size."""
    load("cpi")
    first = {name: milliseconds(name) for name in tables()}
    again = {name: statistics.median(milliseconds(name) for _ in range(AGAIN)) for name in tables()}
    print(f"{'table':<22}{'first, ms':>10}{'later, ms':>10}")
    for name in sorted(first, key=first.get, reverse=True):
        print(f"{name:<22}{first[name]:>10.1f}{again[name]:>10.1f}")
    print(f"All files: {size() / 1e6:.2f} megabytes.")


if __name__ == "__main__":
    main()
