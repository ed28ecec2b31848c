"""The door: each notebook is read once, whatever its metadata holds, and no other room looks at it again."""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import gradings
import pytest
from gradings import answered, cell_of, untouched, write

import qantar
from qantar.grading.course.grade import grade_all, identified
from qantar.grading.course.gradebook import Gradebook, resumed
from qantar.grading.marking import submission
from qantar.grading.marking.answers import find_answers
from qantar.grading.marking.layout import Handed
from qantar.grading.marking.marks import Graded, Mark
from qantar.grading.worksheets.fitness import load_solution
from qantar.grading.worksheets.release import places

PACKAGE = Path(qantar.__file__).parent
KEYS = {"nbgrader", "qantar"}
# The two that also write what they read: the worksheet that is handed out, and nbgrader's own notebooks.
WRITERS = {"grading/worksheets/worksheet.py", "grading/course/nbgrader_course.py"}
SOLUTION = load_solution(gradings.SOLUTION)
ODD = [None, 1, "text", ["list"], {"worksheet": 5, "grade_id": ["x"], "solution": True, "mistakes": 1, "hints": 2}]


def keys_in(path: Path) -> set[str]:
    """Return which keys of notebooks' metadata a module names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return KEYS & {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}


def test_metadata_of_notebooks_is_read_in_one_module():
    rooms = [PACKAGE / "grading", PACKAGE / "teaching"]
    named = {path.relative_to(PACKAGE).as_posix() for room in rooms for path in room.rglob("*.py") if keys_in(path)}
    assert named - WRITERS == {"grading/worksheets/cells.py"}
    assert named >= WRITERS


@pytest.mark.parametrize("name", ["trial-1", "trial-2"])
@pytest.mark.parametrize("odd", ODD)
def test_whatever_metadata_holds_the_answers_are_found(tmp_path, name, odd):
    notebook = answered()
    notebook["metadata"]["qantar"] = odd
    cell_of(notebook, name)["metadata"] = {"nbgrader": odd, "qantar": odd}
    one = submission.opened(Handed(write(tmp_path / "a.ipynb", notebook), "anna", None), ["trial"])
    assert (one.worksheet, one.problem) == ("trial", "")
    answers = find_answers(one.cells, SOLUTION)
    assert answers.sources == {name: [source] for name, source in gradings.right_sources().items()}
    assert answers.untouched == set()


def test_each_cell_of_a_solution_has_the_role_that_it_declares():
    roles = {cell.name: cell.role for cell in SOLUTION.cells if cell.role}
    assert roles == dict.fromkeys(gradings.EXERCISES, "answer") | {"trial-4": "open", "trial-2-probe": "probe"} | {
        f"{name}-check": "check" for name in gradings.EXERCISES
    }
    assert [check.exercise for check in SOLUTION.checks] == ["trial-1", "trial-2", "trial-2", "trial-3"]
    assert {name: SOLUTION.points_of(name) for name in gradings.EXERCISES} == gradings.FULL


def test_a_resumed_run_reads_each_file_once(tmp_path, monkeypatch):
    read: Counter[str] = Counter()
    original = submission.read_notebook

    def counted(path: Path) -> dict:
        read[path.stem] += 1
        return original(path)

    monkeypatch.setattr(submission, "read_notebook", counted)
    handed = [Handed(write(tmp_path / f"{name}.ipynb", untouched()), name, None) for name in ("anna", "ben", "carla")]
    earlier = Gradebook(tmp_path / "grades.csv")
    earlier.add(Graded("ben", "trial", "", [Mark("trial-1", 2, 2, "Right.")]))
    earlier.save()
    seen, done = [], []
    marked = [Mark("trial-1", 1, 2, "")]
    desk = SimpleNamespace(grade=lambda one: seen.append(one) or Graded(one.student, one.worksheet, "", marked))
    order = SimpleNamespace(place=places(str(gradings.TRIAL / "solutions")), worksheet=None, jobs=1)
    graded = grade_all(identified(order, handed), 1, desk, resumed(earlier.path), done.append)
    assert read == {"anna": 1, "ben": 1, "carla": 1}
    assert [one.student for one in graded] == ["anna", "carla"]
    assert done == [graded[0], None, graded[1]]
    assert all(len(one.cells) == len(untouched()["cells"]) for one in seen)


def test_the_grader_needs_neither_pytest_nor_nbval():
    program = (
        "import sys, qantar.grading.course.grade, qantar.grading.course.report, qantar.grading.marking.mistakes\n"
        "print({'pytest', '_pytest', 'nbval', 'nbformat', 'altair'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "set()", done.stdout + done.stderr
