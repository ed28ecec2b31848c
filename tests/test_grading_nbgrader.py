"""nbgrader's own commands give each submission the points that `qantar grade` gives, from the same solution."""

import copy
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import gradings
import pytest
from gradings import cell_of, grade_id, read, run, text, write

from qantar.grading.fitness import load_solution
from qantar.grading.notebook import read_notebook
from qantar.grading.worksheet import make_worksheet

pytest.importorskip("nbgrader")

FOLDERS = [gradings.TRIAL, Path(__file__).parents[1] / "exercises"]
WORKSHEETS = {path.stem: folder for folder in FOLDERS for path in sorted((folder / "solutions").glob("*.ipynb"))}
CONFIG = "from qantar.grading.nbgrader_course import configure\n\nc = get_config()\nconfigure(c)\n"
ASSIGNMENT = "module"


def nbgrader(*arguments: str, course: Path) -> None:
    """Run a command of nbgrader in a course folder."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=course, timeout=600)
    assert done.returncode == 0, done.stderr


def answers_of(solution: dict) -> dict[str, dict]:
    """Return the answer cells that a program marks, by name."""
    return {grade_id(cell): cell for cell in solution["cells"] if "mistakes" in cell["metadata"].get("qantar", {})}


def changed(notebook: dict, answers: dict[str, str]) -> dict:
    made = copy.deepcopy(notebook)
    for cell in made["cells"]:
        cell["source"] = answers.get(grade_id(cell), cell["source"])
    return made


def submissions(solution: dict, worksheet: dict) -> dict[str, dict]:
    """Return the solution, the untouched worksheet and two that are partly right, by student."""
    cells = answers_of(solution)
    right = {name: text(cell) for name, cell in cells.items()}
    mistakes = {name: cell["metadata"]["qantar"]["mistakes"][0]["source"] for name, cell in cells.items()}
    wrong = {name: source if isinstance(source, str) else "\n".join(source) for name, source in mistakes.items()}
    warned = {name: f"import warnings\nwarnings.warn('careful')\n{source}" for name, source in right.items()}
    return {
        "solution": solution,
        "untouched": worksheet,
        "half": gradings.without(changed(worksheet, dict(list(warned.items())[::2])), metadata=True),
        "mistaken": changed(worksheet, right | dict(list(wrong.items())[1::2])),
    }


@pytest.fixture(scope="module")
def programs() -> Iterator[None]:
    """Let nbgrader find the programs that it calls by their bare names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        yield


@pytest.fixture(scope="module")
def course(programs, tmp_path_factory) -> Path:
    """Return a course in which nbgrader has handed out all worksheets and graded four students."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    for name, place in WORKSHEETS.items():
        write(folder / "source" / ASSIGNMENT / f"{name}.ipynb", read(place / "solutions" / f"{name}.ipynb"))
    nbgrader("generate_assignment", ASSIGNMENT, course=folder)
    for name, place in WORKSHEETS.items():
        handed_out = read(folder / "release" / ASSIGNMENT / f"{name}.ipynb")
        solution = read(place / "solutions" / f"{name}.ipynb")
        for student, notebook in submissions(solution, handed_out).items():
            write(folder / "submitted" / student / ASSIGNMENT / f"{name}.ipynb", notebook)
    nbgrader("autograde", ASSIGNMENT, course=folder)
    return folder


def points_by_nbgrader(course: Path, name: str) -> dict[str, float]:
    """Return what nbgrader's program gave for one worksheet, by student."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        found = {one.student.id: one for one in book.assignment_submissions(ASSIGNMENT)}
        return {
            student: sum(
                grade.auto_score or 0 for one in submission.notebooks if one.name == name for grade in one.grades
            )
            for student, submission in found.items()
        }


@pytest.fixture(scope="module")
def by_qantar(course, tmp_path_factory) -> dict[tuple[str, str], float]:
    """Return the points that `qantar grade` gives for the same files, by worksheet and student."""
    folder = tmp_path_factory.mktemp("grade")
    for name, place in WORKSHEETS.items():
        write(folder / "solutions" / f"{name}.ipynb", read(place / "solutions" / f"{name}.ipynb"))
        for file in course.glob(f"submitted/*/{ASSIGNMENT}/{name}.ipynb"):
            write(folder / "class" / file.parts[-3] / f"{name}.ipynb", read(file))
    done = run("grade", folder / "class", "--solutions", folder / "solutions", "--json")
    assert done.returncode == 0, done.stderr
    return {(one["worksheet"], one["student"]): one["points"] for one in json.loads(done.stdout)["submissions"]}


@pytest.mark.parametrize("name", WORKSHEETS)
def test_nbgrader_and_qantar_give_the_same_points(course, by_qantar, name):
    points = points_by_nbgrader(course, name)
    assert points == {student: by_qantar[name, student] for student in points}
    assert points["untouched"] == 0
    assert 0 < points["half"] < points["solution"]
    assert 0 < points["mistaken"] < points["solution"]


@pytest.mark.parametrize("name", WORKSHEETS)
def test_nbgrader_hands_out_the_same_worksheet(course, name):
    by_nbgrader = read_notebook(course / "release" / ASSIGNMENT / f"{name}.ipynb")
    ours = make_worksheet(load_solution(WORKSHEETS[name] / "solutions" / f"{name}.ipynb"))
    assert [cell["source"] for cell in by_nbgrader["cells"]] == [cell["source"] for cell in ours["cells"]]
    assert [grade_id(cell) for cell in by_nbgrader["cells"]] == [grade_id(cell) for cell in ours["cells"]]
    assert not any("qantar" in cell["metadata"] or cell.get("outputs") for cell in by_nbgrader["cells"])


@pytest.mark.parametrize("name", WORKSHEETS)
def test_nbgrader_leaves_open_answers_to_the_teacher(course, name):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        one = book.find_submission_notebook(name, ASSIGNMENT, "solution")
        waiting = {grade.name for grade in one.grades if grade.needs_manual_grade}
    solution = read(WORKSHEETS[name] / "solutions" / f"{name}.ipynb")
    assert waiting == {grade_id(cell) for cell in solution["cells"] if "rubric" in cell["metadata"].get("qantar", {})}


def test_the_graded_notebook_holds_no_hint_and_says_what_differs(course):
    path = course / "autograded" / "mistaken" / ASSIGNMENT / "trial.ipynb"
    notebook = read(path)
    outputs = cell_of(notebook, "trial-2-check")["outputs"]
    assert [output.get("ename") for output in outputs] == [None, "Difference"]
    hints = [hint for _, mistake in gradings.mistakes() for hint in [mistake["hint"]]]
    assert not [hint for hint in hints if hint in path.read_text(encoding="utf-8")]
