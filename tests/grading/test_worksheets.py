"""Every worksheet: fit to be handed out, fair to right answers however written, and of use to wrong ones."""

import copy
import importlib.util
import json
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from qantar.grading.marking import steps
from qantar.grading.marking.reference import reference_of
from qantar.grading.sandbox.kernels import Opening
from qantar.grading.worksheets.solution import read_solution
from qantar.sphinxext.running import kernels

ROOT = Path(__file__).parents[2]
WORKSHEETS = ROOT / "exercises"
SOLUTIONS = WORKSHEETS / "solutions"
NAMES = sorted(path.stem for path in SOLUTIONS.glob("*.ipynb"))
POINTS = 20
REPLAYED = 2
"""What a submission may earn that knows what the solution prints, and does no work."""
SEED = 4711
MARKS = Path(__file__).parents[1] / "fixtures" / "worksheets" / "marks.json"
SLIPS = [
    ("counting-2", "gives the days as text"),
    ("counting-4", "writes zero in the first row"),
    ("counting-5", "opens complete units as well"),
    ("hindsight-3", "takes every outcome for a yes or a no"),
    ("hindsight-4", "counts a half truth as not come"),
    ("hindsight-5", "knows the five codes alone"),
]
"""Single slips of honest work: none costs more than half of its exercise."""
QANTAR = [sys.executable, "-c", "import sys; from qantar.cli import main; sys.exit(main())"]


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def source(cell: dict) -> str:
    return "".join(cell["source"])


def marks(cell: dict) -> dict:
    return cell["metadata"].get("nbgrader", {})


def extra(cell: dict) -> dict:
    return cell["metadata"].get("qantar", {})


def exercises(name: str) -> dict[str, dict]:
    """Return what the solution declares about each exercise that a program marks, by grade_id."""
    cells = read(SOLUTIONS / f"{name}.ipynb")["cells"]
    return {marks(cell)["grade_id"]: extra(cell) for cell in cells if "mistakes" in extra(cell)}


def points_by_exercise(name: str) -> Counter:
    """Return the points that checks and probes give, by exercise."""
    points = Counter()
    for cell in read(SOLUTIONS / f"{name}.ipynb")["cells"]:
        if marks(cell).get("grade") and not marks(cell)["solution"]:
            points[extra(cell)["exercise"]] += marks(cell)["points"]
    return points


def right_submissions(name: str) -> dict[str, dict[str, str]]:
    spec = importlib.util.spec_from_file_location(
        f"{name}_right", Path(__file__).parents[1] / "fixtures" / "worksheets" / f"{name}_right.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.RIGHT


def own_answers(name: str) -> dict[str, str]:
    """Return the solution's own answers, by grade_id."""
    cells = read(SOLUTIONS / f"{name}.ipynb")["cells"]
    return {marks(cell)["grade_id"]: source(cell) for cell in cells if "mistakes" in extra(cell)}


def mistaken_submissions(name: str) -> dict[str, dict[str, str]]:
    """Return submissions that together make every listed mistake: number n makes the n-th of each exercise."""
    listed = {grade_id: declared["mistakes"] for grade_id, declared in exercises(name).items()}
    return {
        f"mistaken-{n}": {grade_id: made[n]["source"] for grade_id, made in listed.items() if n < len(made)}
        for n in range(max(map(len, listed.values())))
    }


def with_gaps(right: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return right submissions, each exercise left out of one of them whose way to write it stands in another, too."""
    made = {student: dict(answers) for student, answers in right.items()}
    for exercise in next(iter(right.values())):
        whole = [student for student in right if len(made[student]) == len(right[student])]
        written = [answers[exercise] for answers in made.values() if exercise in answers]
        del made[next(one for one in whole if written.count(right[one][exercise]) > 1)][exercise]
    return made


def hand_in(name: str, student: str, answers: dict[str, str], folder: Path) -> None:
    """Write a student's worksheet with these answers in its cells."""
    notebook = copy.deepcopy(read(WORKSHEETS / f"{name}.ipynb"))
    cells = {marks(cell).get("grade_id"): cell for cell in notebook["cells"]}
    for grade_id, text in answers.items():
        cells[grade_id]["source"] = text
    place = folder / student / f"{name}.ipynb"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(notebook), encoding="utf-8")


def variants(name: str) -> dict[str, dict[str, str]]:
    """Return the answers of all submissions of a worksheet, by student."""
    students = {"untouched": {}, "solution": own_answers(name)}
    return students | with_gaps(right_submissions(name)) | mistaken_submissions(name)


@pytest.fixture(scope="module")
def all_graded(tmp_path_factory) -> dict[str, dict[str, dict[str, dict]]]:
    """Grade all variants of all worksheets in one run; return the marks by worksheet, student and exercise."""
    folder = tmp_path_factory.mktemp("class")
    for name in NAMES:
        for student, answers in variants(name).items():
            hand_in(name, student, answers, folder)
    command = [*QANTAR, "grade", str(folder), "--json", "--seed", str(SEED)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    marked = {name: {} for name in NAMES}
    for record in json.loads(done.stdout)["submissions"]:
        marked[record["worksheet"]][record["student"]] = {mark["exercise"]: mark for mark in record["exercises"]}
    return marked


@pytest.fixture(params=NAMES)
def graded(request, all_graded) -> tuple[str, dict[str, dict[str, dict]]]:
    """Return a worksheet's name and the marks of all its variants by student and exercise."""
    assert set(all_graded[request.param]) == set(variants(request.param))
    return request.param, all_graded[request.param]


def test_there_is_a_worksheet():
    assert "causes" in NAMES


def test_all_tests_together_compare_the_solutions_strictly_with_what_is_stored():
    commands = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "--nbval tests exercises/solutions" in commands


@pytest.fixture(scope="module")
def run():
    """How to run a notebook to its end; an error in a cell is raised."""
    if not kernels.available():
        yield lambda notebook: NotebookClient(notebook, timeout=120).execute()
        return
    with kernels.ForkServer() as server:
        yield lambda notebook: kernels.execute(server, notebook, timeout=120)


@pytest.mark.parametrize("name", NAMES)
def test_the_untouched_worksheet_runs_without_an_error(run, name):
    cells = [cell for cell in run(nbformat.read(WORKSHEETS / f"{name}.ipynb", 4)).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells if cell.source] == list(range(1, len(cells) + 1))


@pytest.mark.parametrize("name", NAMES)
def test_the_solution_is_executed_in_order_and_silent_on_errors(name):
    cells = [cell for cell in read(SOLUTIONS / f"{name}.ipynb")["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    kinds = {(output["output_type"], output.get("name")) for cell in cells for output in cell["outputs"]}
    assert kinds <= {("stream", "stdout"), ("execute_result", None), ("display_data", None)}


def test_worksheets_and_check_files_fit_their_solutions():
    done = subprocess.run([*QANTAR, "release", "--check"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_solution_earns_all_points_and_the_untouched_worksheet_none():
    paths = [f"exercises/{NAMES[0]}.ipynb", f"exercises/solutions/{NAMES[0]}.ipynb"]
    done = subprocess.run([*QANTAR, "grade", *paths, "--json"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    full = points_by_exercise(NAMES[0]).total()
    assert [one["points"] for one in json.loads(done.stdout)["submissions"]] == [0, full]


@pytest.mark.parametrize("name", NAMES)
def test_points_add_up(name):
    notebook = read(SOLUTIONS / f"{name}.ipynb")
    points = [marks(cell)["points"] for cell in notebook["cells"] if marks(cell).get("grade")]
    assert sum(points) == notebook["metadata"]["qantar"]["points"] == POINTS
    texts = [source(cell) for cell in notebook["cells"] if marks(cell).get("grade_id", "").endswith("-text")]
    opens = Counter({marks(c)["grade_id"]: marks(c)["points"] for c in notebook["cells"] if "rubric" in extra(c)})
    promised = [int(text.split("\n\n")[1].removeprefix("*").split(" points")[0]) for text in texts]
    assert promised == list((points_by_exercise(name) + opens).values())


@pytest.mark.parametrize("name", NAMES)
def test_open_answers_have_a_rubric_worth_their_points(name):
    for cell in read(SOLUTIONS / f"{name}.ipynb")["cells"]:
        if marks(cell).get("grade") and marks(cell)["solution"]:
            assert sum(row["points"] for row in extra(cell)["rubric"]) == marks(cell)["points"]
            assert all(row["criterion"] for row in extra(cell)["rubric"])


@pytest.mark.parametrize("name", NAMES)
def test_cells_have_readable_names_that_stay(name):
    for path in (SOLUTIONS / f"{name}.ipynb", WORKSHEETS / f"{name}.ipynb"):
        cells = read(path)["cells"]
        assert [cell["id"] for cell in cells] == [marks(cell)["grade_id"] for cell in cells]
        assert len({cell["id"] for cell in cells}) == len(cells)
        assert all(cell["id"].startswith(f"{name}-") for cell in cells)


@pytest.mark.parametrize("name", NAMES)
def test_every_exercise_has_an_objective_hints_and_mistakes(name):
    for grade_id, declared in exercises(name).items():
        assert declared["exercise"] == grade_id
        assert declared["objective"].startswith(f"{name}-")
        assert declared["expects"]
        assert len(declared["hints"]) == 3
        assert declared["hints"][2].startswith("Reread")
        said = declared["hints"] + [mistake["hint"] for mistake in declared["mistakes"]]
        assert len(declared["mistakes"]) >= 6
        assert len(set(said)) == len(said), "two hints of one exercise are the same"


@pytest.mark.parametrize("name", NAMES)
def test_mistakes_print_values_that_tell_them_apart(name):
    from qantar.grading.tutor.checkfile import load_checks

    for grade_id, checks in load_checks(name).items():
        printed = [tuple(mistake.lines) for mistake in checks.mistakes] + [tuple(checks.lines)]
        assert len(printed) == len(exercises(name)[grade_id]["mistakes"]) + 1
        assert len(set(printed)) == len(printed), grade_id


@pytest.mark.parametrize("name", NAMES)
def test_the_notebook_itself_tells_the_solution_that_it_is_right(name):
    cells = [cell for cell in read(SOLUTIONS / f"{name}.ipynb")["cells"] if extra(cell).get("feedback")]
    said = ["".join("".join(output["text"]) for output in cell["outputs"]) for cell in cells]
    assert len(said) == len(exercises(name))
    assert [text.partition(".")[0] for text in said] == [f"{grade_id}: right" for grade_id in exercises(name)]


@pytest.mark.parametrize("name", NAMES)
def test_the_worksheet_gives_nothing_away(name):
    worksheet = (WORKSHEETS / f"{name}.ipynb").read_text(encoding="utf-8")
    notebook = json.loads(worksheet)
    assert "SOLUTION" not in worksheet
    assert not any(cell.get("outputs") for cell in notebook["cells"])
    handed = {cell["id"]: source(cell) for cell in notebook["cells"]}
    for cell in read(SOLUTIONS / f"{name}.ipynb")["cells"]:
        if extra(cell).get("probe"):
            assert cell["id"] not in handed
        if marks(cell)["solution"]:
            stub = "\n".join(extra(cell)["stub"])
            assert handed[cell["id"]] == stub
    everything = "\n".join(handed.values())
    for declared in exercises(name).values():
        assert not [hint for hint in declared["hints"] if hint in everything]


@pytest.mark.parametrize("name", NAMES)
def test_there_are_ten_right_submissions_and_no_two_are_the_same(name):
    right = right_submissions(name)
    assert len(right) >= 10
    assert all(set(answers) == set(exercises(name)) for answers in right.values())
    assert len({tuple(sorted(answers.items())) for answers in right.values()}) == len(right)


def test_right_answers_get_full_marks_however_they_are_written_and_none_needs_another(graded):
    name, marked = graded
    full = points_by_exercise(name)
    for student, answers in {"solution": full, **with_gaps(right_submissions(name))}.items():
        found = {
            grade_id: (marked[student][grade_id]["points"], marked[student][grade_id]["message"])
            for grade_id in answers
        }
        assert found == {grade_id: (full[grade_id], "Right.") for grade_id in answers}, student
        assert [marked[student][grade_id]["points"] for grade_id in full if grade_id not in answers] in ([], [0])


@pytest.mark.parametrize("name", NAMES)
def test_each_exercise_is_left_out_once_and_no_way_to_write_it_with_it(name):
    right, made = right_submissions(name), with_gaps(right_submissions(name))
    for exercise in exercises(name):
        ways = [{answers[exercise] for answers in some.values() if exercise in answers} for some in (right, made)]
        assert ways[0] == ways[1] and sum(exercise not in answers for answers in made.values()) == 1


def test_open_answers_are_left_to_the_teacher(graded):
    name, marked = graded
    by_program = set(exercises(name))
    for student, found in marked.items():
        for grade_id, mark in found.items():
            assert (mark["points"] is None) == (grade_id not in by_program), (student, grade_id)


def test_the_untouched_worksheet_gets_nothing_and_is_told_kindly(graded):
    name, marked = graded
    for grade_id in exercises(name):
        assert marked["untouched"][grade_id]["points"] == 0
        assert marked["untouched"][grade_id]["message"].startswith("Not started yet")


def test_every_mistake_costs_points_and_gets_its_own_hint(graded):
    name, marked = graded
    full = points_by_exercise(name)
    for grade_id, declared in exercises(name).items():
        for n, mistake in enumerate(declared["mistakes"]):
            mark = marked[f"mistaken-{n}"][grade_id]
            assert mark["points"] < full[grade_id], mistake["name"]
            assert mistake["hint"] in mark["message"], (mistake["name"], mark["message"])


def test_the_points_of_a_mistake_are_those_that_it_got_under_another_seed(graded):
    name, marked = graded
    stored = read(MARKS)[name]
    for grade_id, declared in exercises(name).items():
        found = {m["name"]: marked[f"mistaken-{n}"][grade_id]["points"] for n, m in enumerate(declared["mistakes"])}
        assert found == stored[grade_id], grade_id


def test_no_listed_mistake_costs_nearly_all_where_it_is_one_slip():
    stored = {grade_id: made for name in NAMES for grade_id, made in read(MARKS)[name].items()}
    full = sum((points_by_exercise(name) for name in NAMES), Counter())
    for grade_id, mistake in SLIPS:
        assert stored[grade_id][mistake] >= full[grade_id] / 2, mistake


@pytest.fixture(scope="module")
def kernel_pool():
    with closing(Opening([], trusted=True).kernels()) as pool:
        yield pool


@pytest.mark.parametrize("name", NAMES)
def test_who_prints_what_the_solution_prints_earns_nearly_nothing_without_the_work(kernel_pool, name):
    solution = read_solution(SOLUTIONS / f"{name}.ipynb")
    reference = reference_of(solution, kernel_pool, SEED)
    compared = [step for step in steps.steps_of(solution, {}, SEED, reference) if step.role in {"check", "probe"}]
    known = {check.name: check.printed for check in solution.checks}
    caught = {step.name for step in compared if step.reference != known[step.name]}
    assert len(compared) > len(known)
    assert sum(check.points for check in solution.checks if check.name not in caught) <= REPLAYED


@pytest.mark.parametrize("name", NAMES)
def test_cells_that_only_speak_to_the_student_are_not_run_when_grading(name):
    solution = read_solution(SOLUTIONS / f"{name}.ipynb")
    for_students = {source(cell) for cell in solution.notebook["cells"] if extra(cell).get("feedback")}
    run = {step.source for step in steps.steps_of(solution, steps.own_answers(solution), SEED)}
    assert len(for_students) == len(solution.exercises) and len(run) > 2 * len(for_students)
    assert not for_students & run
