"""Submissions of the trial worksheet: what a student, careful, careless or hostile, may hand in."""

import copy
import json
import subprocess
import sys
from pathlib import Path

TRIAL = Path(__file__).parent / "fixtures" / "grading"
SOLUTION = TRIAL / "solutions" / "trial.ipynb"
WORKSHEET = TRIAL / "trial.ipynb"
EXERCISES = ["trial-1", "trial-2", "trial-3"]
FULL = {"trial-1": 2, "trial-2": 3, "trial-3": 3}


def run(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess:
    """Run the command `qantar`."""
    command = [sys.executable, "-m", "qantar", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd, timeout=300)


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def write(path: Path, notebook: dict) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    return path


def text(cell: dict) -> str:
    return "".join(cell["source"])


def grade_id(cell: dict) -> str | None:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def cell_of(notebook: dict, name: str) -> dict:
    return next(cell for cell in notebook["cells"] if grade_id(cell) == name)


def untouched() -> dict:
    return read(WORKSHEET)


def right_sources() -> dict[str, str]:
    solution = read(SOLUTION)
    return {name: text(cell_of(solution, name)) for name in EXERCISES}


def code_cell(source: str) -> dict:
    """Return a cell that no worksheet has."""
    return {"cell_type": "code", "id": "new", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def mistakes() -> list[tuple[str, dict]]:
    """Return (exercise, mistake) for every listed mistake."""
    solution = read(SOLUTION)
    return [
        (name, mistake) for name in EXERCISES for mistake in cell_of(solution, name)["metadata"]["qantar"]["mistakes"]
    ]


def answered(**changed: str) -> dict:
    """Return the worksheet with right answers, but for the ones given as `trial_1="source"`."""
    notebook = untouched()
    sources = right_sources() | {name.replace("_", "-"): source for name, source in changed.items()}
    for name, source in sources.items():
        cell_of(notebook, name)["source"] = source
    return notebook


def without(notebook: dict, *keys: str, metadata: bool = False) -> dict:
    """Return a notebook whose cells lost some keys, and perhaps their metadata."""
    lighter = copy.deepcopy(notebook)
    for cell in lighter["cells"]:
        for key in keys:
            cell.pop(key, None)
        if metadata:
            cell["metadata"] = {}
    return lighter


def as_format_3(notebook: dict) -> dict:
    """Return a notebook as editors of 2013 saved it."""
    cells = []
    for cell in without(notebook, "id", "execution_count")["cells"]:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
            cell |= {"language": "python", "collapsed": False}
        cells.append(cell)
    metadata = {**notebook["metadata"], "name": ""}
    return {"metadata": metadata, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells, "metadata": {}}]}
