"""nbgrader's own commands give each submission the points that `qantar grade` gives, from the same solution."""

import copy
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import gradings
import pytest
from gradings import cell_of, grade_id, read, run, text, write

from qantar.grading.worksheets.fitness import load_solution
from qantar.grading.worksheets.notebook import read_notebook
from qantar.grading.worksheets.worksheet import make_worksheet

pytest.importorskip("nbgrader")

FOLDERS = [gradings.TRIAL, Path(__file__).parents[2] / "exercises"]
WORKSHEETS = {path.stem: folder for folder in FOLDERS for path in sorted((folder / "solutions").glob("*.ipynb"))}
CONFIG = "from qantar.grading.course.nbgrader_course import configure\n\nc = get_config()\nconfigure(c)\n"
ASSIGNMENT = "module"


def nbgrader(*arguments: str, course: Path) -> None:
    """Run a command of nbgrader in a course folder."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=course, timeout=600)
    assert done.returncode == 0, done.stderr


def answers_of(solution: dict) -> dict[str, dict]:
    """Return the answer cells that a program marks, by name."""
    return {grade_id(cell): cell for cell in solution["cells"] if "mistakes" in cell["metadata"].get("qantar", {})}


def open_answers(solution: dict) -> set[str]:
    """Return the names of the cells that the teacher marks."""
    return {grade_id(cell) for cell in solution["cells"] if "rubric" in cell["metadata"].get("qantar", {})}


def changed(notebook: dict, answers: dict[str, str]) -> dict:
    made = copy.deepcopy(notebook)
    for cell in made["cells"]:
        cell["source"] = answers.get(grade_id(cell), cell["source"])
    return made


def mistaken(cell: dict) -> str:
    """Return the first listed mistake of an exercise."""
    source = cell["metadata"]["qantar"]["mistakes"][0]["source"]
    return source if isinstance(source, str) else "\n".join(source)


def mixed(solution: dict, worksheet: dict) -> dict:
    """Return a worksheet with one answer right (after a warning), the next mistaken, the next untouched, and so on.

    What the teacher marks is answered.
    """
    cells = list(answers_of(solution).items())
    answers = {name: text(cell_of(solution, name)) for name in open_answers(solution)}
    answers |= {name: f"import warnings\nwarnings.warn('careful')\n{text(cell)}" for name, cell in cells[::3]}
    return changed(worksheet, answers | {name: mistaken(cell) for name, cell in cells[1::3]})


def submissions(name: str, solution: dict, worksheet: dict) -> dict[str, dict]:
    """Return by student a mixed worksheet; of the trial also the solution, one untouched and one without metadata.

    nbgrader takes seconds for each, so what holds for any worksheet is tried on one. That each solution prints what
    is stored, which is what earns its points, nbval says.
    """
    made = {"mixed": mixed(solution, worksheet)}
    if name == "trial":
        bare = gradings.without(mixed(solution, worksheet), metadata=True)
        made |= {"solution": solution, "untouched": worksheet, "bare": bare}
    return made


@pytest.fixture(scope="module")
def programs() -> Iterator[None]:
    """Let nbgrader find the programs that it calls by their bare names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        yield


@pytest.fixture(scope="module")
def course(programs, tmp_path_factory) -> Path:
    """Return a course in which nbgrader has handed out all worksheets and graded all that was handed in."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    for name, place in WORKSHEETS.items():
        write(folder / "source" / ASSIGNMENT / f"{name}.ipynb", read(place / "solutions" / f"{name}.ipynb"))
    nbgrader("generate_assignment", ASSIGNMENT, course=folder)
    for name, place in WORKSHEETS.items():
        handed_out = read(folder / "release" / ASSIGNMENT / f"{name}.ipynb")
        solution = read(place / "solutions" / f"{name}.ipynb")
        for student, notebook in submissions(name, solution, handed_out).items():
            write(folder / "submitted" / student / ASSIGNMENT / f"{name}.ipynb", notebook)
    nbgrader("autograde", ASSIGNMENT, course=folder)
    return folder


Points = dict[str, dict[str, float]]


def points_by_nbgrader(course: Path, name: str) -> Points:
    """Return what nbgrader's program gave for one worksheet, by student and exercise.

    nbgrader also has grades, of no points, for students who handed in other worksheets only: they are left out.
    """
    from nbgrader.api import Gradebook

    solution = load_solution(WORKSHEETS[name] / "solutions" / f"{name}.ipynb")
    owners = {check.name: check.exercise for check in solution.checks}
    students = [file.parts[-3] for file in course.glob(f"submitted/*/{ASSIGNMENT}/{name}.ipynb")]
    points = {student: dict.fromkeys(solution.exercises, 0.0) for student in students}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        for submission in book.assignment_submissions(ASSIGNMENT):
            for grade in (grade for one in submission.notebooks if one.name == name for grade in one.grades):
                if submission.student.id in points and grade.name in owners:
                    points[submission.student.id][owners[grade.name]] += grade.auto_score or 0
    return points


@pytest.fixture(scope="module")
def by_qantar(course, tmp_path_factory) -> dict[str, Points]:
    """Return the points that `qantar grade` gives for the same files, by worksheet, student and exercise."""
    folder = tmp_path_factory.mktemp("grade")
    points: dict[str, Points] = defaultdict(dict)
    for name, place in WORKSHEETS.items():
        write(folder / "solutions" / f"{name}.ipynb", read(place / "solutions" / f"{name}.ipynb"))
        for file in course.glob(f"submitted/*/{ASSIGNMENT}/{name}.ipynb"):
            write(folder / "class" / file.parts[-3] / f"{name}.ipynb", read(file))
    done = run("grade", folder / "class", "--solutions", folder / "solutions", "--json")
    assert done.returncode == 0, done.stderr
    for one in json.loads(done.stdout)["submissions"]:
        given = {mark["exercise"]: mark["points"] for mark in one["exercises"] if mark["points"] is not None}
        points[one["worksheet"]][one["student"]] = given
    return points


@pytest.mark.parametrize("name", WORKSHEETS)
def test_nbgrader_and_qantar_give_the_same_points(course, by_qantar, name):
    points = points_by_nbgrader(course, name)
    assert points == by_qantar[name]
    solution = load_solution(WORKSHEETS[name] / "solutions" / f"{name}.ipynb")
    kinds = [(solution.points_of(exercise), given) for exercise, given in points["mixed"].items()]
    assert all(full > 0 for full, _ in kinds)
    assert all(given == full for full, given in kinds[::3])
    assert all(given < full for full, given in kinds[1::3])
    assert all(given == 0 for _, given in kinds[2::3])


def test_nbgrader_gives_the_solution_all_the_untouched_worksheet_nothing_and_takes_one_without_metadata(course):
    points = points_by_nbgrader(course, "trial")
    solution = load_solution(WORKSHEETS["trial"] / "solutions" / "trial.ipynb")
    assert points["solution"] == {exercise: solution.points_of(exercise) for exercise in solution.exercises}
    assert not any(points["untouched"].values())
    assert points["bare"] == points["mixed"]


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
        one = book.find_submission_notebook(name, ASSIGNMENT, "mixed")
        waiting = {grade.name for grade in one.grades if grade.needs_manual_grade}
    assert waiting == open_answers(read(WORKSHEETS[name] / "solutions" / f"{name}.ipynb"))


def test_the_graded_notebook_holds_no_hint_and_says_what_differs(course):
    path = course / "autograded" / "mixed" / ASSIGNMENT / "trial.ipynb"
    notebook = read(path)
    outputs = cell_of(notebook, "trial-2-check")["outputs"]
    assert [output.get("ename") for output in outputs] == [None, "Difference"]
    hints = [hint for _, mistake in gradings.mistakes() for hint in [mistake["hint"]]]
    assert not [hint for hint in hints if hint in path.read_text(encoding="utf-8")]
