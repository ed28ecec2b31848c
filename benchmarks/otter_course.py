"""The same worksheet for otter-grader: its checks as otter's tests, its answers in otter's notebooks."""

import copy
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

from classes import ROOT, name_of, read

VERSION = "otter-grader==7.0.0"
GRADE = """
import sys
from pathlib import Path
from otter.api import grade_submission
for path in sorted(Path("submissions").glob("*.ipynb")):
    grade_submission(str(path), ag_path=sys.argv[1], quiet=True)
"""


def python_with_otter(folder: Path) -> Path:
    """Return the Python of an environment with otter and what worksheets import; make it if it is not there."""
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, VERSION, "ipykernel", *needed], check=True)
    return python


def raw(*lines: str) -> dict:
    """Return a raw cell of otter's format."""
    return {"cell_type": "raw", "metadata": {}, "source": "\n".join(lines)}


def code(cell: dict, outputs: bool = False) -> dict:
    """Return a code cell without the worksheet's own metadata."""
    kept = copy.deepcopy(cell["outputs"]) if outputs else []
    return {**cell, "metadata": {}, "source": "".join(cell["source"]), "outputs": kept, "execution_count": None}


def master_of(worksheet: str) -> dict:
    """Return the solution notebook in otter's format: every exercise a question, every check a test."""
    notebook = read(ROOT / "exercises" / "solutions" / f"{worksheet}.ipynb")
    cells = [raw("# ASSIGNMENT CONFIG", f"name: {worksheet}", "init_cell: true", "export_cell: false")]
    question = ""
    for cell in notebook["cells"]:
        extra, marks = cell["metadata"].get("qantar", {}), cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] != "code" or extra.get("feedback"):
            continue
        if "mistakes" in extra:
            cells += closed(question)
            question = name_of(cell)
            cells += [raw("# BEGIN QUESTION", f"name: {question}"), raw("# BEGIN SOLUTION"), solution(cell)]
            cells += [raw("# END SOLUTION"), raw("# BEGIN TESTS")]
        elif marks.get("grade"):
            cells.append(code(cell, outputs=True))
        else:
            cells += closed(question) + [code(cell)]
            question = ""
    return {**notebook, "cells": [*cells, *closed(question)]}


def closed(question: str) -> list[dict]:
    """Return what ends a question, if there is one."""
    return [raw("# END TESTS"), raw("# END QUESTION")] if question else []


def solution(cell: dict) -> dict:
    """Return an answer cell in which otter recognises the solution."""
    lines = [line for line in "".join(cell["source"]).splitlines() if "END SOLUTION" not in line]
    text = "\n".join(lines).replace("### BEGIN SOLUTION", "# BEGIN SOLUTION")
    return {**code(cell), "source": text.replace("# BEGIN SOLUTION\n", "")}


def make(python: Path, worksheet: str, students: dict[str, dict], folder: Path) -> Path:
    """Let otter make its course, and hand in what the students answered; return the folder."""
    folder.mkdir()
    (folder / f"{worksheet}.ipynb").write_text(json.dumps(master_of(worksheet)), encoding="utf-8")
    run(python, "-m", "otter", "assign", f"{worksheet}.ipynb", "dist", "--no-run-tests", cwd=folder)
    blank = read(folder / "dist" / "student" / f"{worksheet}.ipynb")
    (folder / "submissions").mkdir()
    for student, notebook in students.items():
        answers = {name_of(cell): "".join(cell["source"]) for cell in notebook["cells"]}
        place = folder / "submissions" / f"{student}.ipynb"
        place.write_text(json.dumps(answered(blank, answers)), encoding="utf-8")
    return folder


def answered(blank: dict, answers: dict[str, str]) -> dict:
    """Return otter's student notebook with answers in it: the answer stands before each question's check."""
    made = copy.deepcopy(blank)
    for number, cell in enumerate(made["cells"]):
        text = "".join(cell["source"])
        if text.startswith("grader.check("):
            made["cells"][number - 1]["source"] = answers[text.split('"')[1]]
    return made


def grade(python: Path, folder: Path) -> None:
    """Grade all submissions in one process, which is otter's fastest way without containers."""
    autograder = next((folder / "dist" / "autograder").glob("*.zip"))
    run(python, "-c", GRADE, str(autograder), cwd=folder)


def run(python: Path, *arguments: str, cwd: Path) -> None:
    """Run something in otter's environment; show what it said when it fails."""
    path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([str(python), *arguments], cwd=cwd, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
