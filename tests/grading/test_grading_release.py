"""Worksheets and checks made from a solution: complete, without answers, and only from solutions that are fit."""

import copy
import json
import os
import subprocess
import sys

import gradings
import pytest
from gradings import SOLUTION, TRIAL, WORKSHEET, cell_of, grade_id, mistakes, read, right_sources, run, text, write

from qantar.grading import check
from qantar.grading.worksheets.fitness import load_solution
from qantar.grading.worksheets.notebook import notebook_text, read_notebook
from qantar.grading.worksheets.worksheet import make_worksheet

CHECKS = TRIAL / "checks" / "trial.json"


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a copy of the trial solution."""
    write(tmp_path / "solutions" / "trial.ipynb", read(SOLUTION))
    return tmp_path


def release(folder, *options):
    return run("release", *options, "--solutions", folder / "solutions")


def test_the_worksheet_has_stubs_where_the_solution_has_answers():
    worksheet = read(WORKSHEET)
    assert text(cell_of(worksheet, "trial-1")) == "# The mean of each year.\nmeans = ...  # your table\nmeans"
    assert text(cell_of(worksheet, "trial-2")).splitlines()[-2:] == [
        "    # YOUR CODE HERE",
        "    raise NotImplementedError()",
    ]
    assert text(cell_of(worksheet, "trial-4")) == "YOUR ANSWER HERE"


def test_the_worksheet_holds_nothing_that_gives_answers_away():
    content = WORKSHEET.read_text(encoding="utf-8")
    hidden = ["BEGIN SOLUTION", "trial-2-probe", "seed", "rubric", "groupby", "mark_line", "/ old", "different rates"]
    hidden += [mistake["hint"] for _, mistake in mistakes()]
    assert not [word for word in hidden if word in content]
    assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in read(WORKSHEET)["cells"])


def test_the_worksheet_keeps_what_graders_need():
    solution, worksheet = read(SOLUTION), read(WORKSHEET)
    kept = [cell for cell in solution["cells"] if grade_id(cell) != "trial-2-probe"]
    assert [cell["id"] for cell in worksheet["cells"]] == [cell["id"] for cell in kept]
    assert [cell["metadata"].get("nbgrader") for cell in worksheet["cells"]] == [
        cell["metadata"].get("nbgrader") for cell in kept
    ]
    assert worksheet["metadata"]["qantar"] == {"worksheet": "trial", "title": "A trial worksheet", "points": 10}


def test_the_worksheet_is_valid_and_the_same_whenever_it_is_made():
    nbformat = pytest.importorskip("nbformat")
    nbformat.validate(nbformat.read(WORKSHEET, as_version=4))
    made = notebook_text(make_worksheet(load_solution(SOLUTION)))
    assert made == WORKSHEET.read_text(encoding="utf-8")


def test_the_check_file_holds_no_expected_value_and_no_readable_hint():
    content = CHECKS.read_text(encoding="utf-8")
    lines = [line for check in load_solution(SOLUTION).checks for line in check.printed.splitlines()]
    values = [value for line in lines if len(value := line.split("│ ", 1)[1]) > 5]
    assert len(values) > 10
    assert not [value for value in values if json.dumps(value)[1:-1] in content]
    assert not [mistake["hint"] for _, mistake in mistakes() if mistake["hint"] in content]


def test_check_finds_stale_worksheets_and_says_so(folder):
    assert "trial is stale" in release(folder, "--check").stdout
    write(folder / "trial.ipynb", read(WORKSHEET))
    (folder / "trial.ipynb").write_text(WORKSHEET.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "checks").mkdir()
    (folder / "checks" / "trial.json").write_bytes(CHECKS.read_bytes())
    assert (release(folder, "--check").returncode, release(folder, "--check").stdout) == (0, "")
    solution = read(SOLUTION)
    cell_of(solution, "trial-1")["metadata"]["qantar"]["hints"][0] = "Another hint."
    write(folder / "solutions" / "trial.ipynb", solution)
    assert release(folder, "--check").returncode == 1


def test_release_writes_what_stands_in_the_project(folder):
    result = release(folder)
    assert result.returncode == 0, result.stderr
    assert (folder / "trial.ipynb").read_bytes() == WORKSHEET.read_bytes()
    assert (folder / "checks" / "trial.json").read_bytes() == CHECKS.read_bytes()


def test_execute_stores_the_outputs(folder):
    bare = gradings.without(read(SOLUTION), "outputs", "execution_count")
    for cell in bare["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
            cell["metadata"].get("qantar", {}).pop("mistakes", None)
    write(folder / "solutions" / "trial.ipynb", bare)
    assert release(folder, "--execute").returncode == 0
    before, after = read_notebook(SOLUTION), read_notebook(folder / "solutions" / "trial.ipynb")
    assert [cell.get("outputs") for cell in after["cells"]] == [cell.get("outputs") for cell in before["cells"]]


def unexecuted(solution):
    for cell in solution["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}


def miscounted(solution):
    solution["metadata"]["qantar"]["points"] = 12


def doubled(solution):
    solution["cells"].append(copy.deepcopy(cell_of(solution, "trial-1-text")))


def failed(solution):
    error = {"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": []}
    cell_of(solution, "trial-2")["outputs"] = [error]


def wordless(solution):
    cell_of(solution, "trial-1-check")["outputs"] = []


def unchecked(solution):
    solution["cells"].remove(cell_of(solution, "trial-3-check"))
    solution["metadata"]["qantar"]["points"] = 7


def homeless(solution):
    cell_of(solution, "trial-3-check")["metadata"]["nbgrader"]["grade_id"] = "other-check"


def nameless(solution):
    del solution["metadata"]["qantar"]


def renamed(solution):
    solution["metadata"]["qantar"]["worksheet"] = "other"


def same_as_right(solution):
    mistake = cell_of(solution, "trial-1")["metadata"]["qantar"]["mistakes"][0]
    mistake["source"] = right_sources()["trial-1"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (unexecuted, "has not been run"),
        (miscounted, "give 10 points, but the notebook declares 12"),
        (doubled, "'trial-1-text' occurs twice"),
        (failed, "stopped with an error"),
        (wordless, "must print values"),
        (unchecked, "'trial-3' has no check cell"),
        (homeless, "belongs to no exercise"),
        (nameless, "is no solution notebook"),
        (renamed, "declares worksheet 'other'"),
        (same_as_right, "prints the same as the solution"),
    ],
)
def test_an_unfit_solution_is_refused_in_one_sentence(folder, spoil, words):
    solution = read(SOLUTION)
    spoil(solution)
    write(folder / "solutions" / "trial.ipynb", solution)
    before = sorted(folder.rglob("*"))
    result = release(folder)
    assert result.returncode == 2
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert sorted(folder.rglob("*")) == before


def test_an_unknown_worksheet_is_refused(folder):
    result = release(folder, "other")
    assert result.returncode == 2
    assert "there are trial" in result.stderr


def nbval(path, tmp_path):
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", path]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path, timeout=120)


def test_the_solution_passes_strict_nbval_and_a_changed_output_does_not(tmp_path):
    solution = read(SOLUTION)
    assert nbval(write(tmp_path / "trial.ipynb", solution), tmp_path).returncode == 0
    cell_of(solution, "trial-2-check")["outputs"][0]["text"][0] = "growth from 40 to 60 │ 51\n"
    result = nbval(write(tmp_path / "changed.ipynb", solution), tmp_path)
    assert result.returncode == 1
    assert "1 failed" in result.stdout


@pytest.fixture
def notebook(monkeypatch):
    """Return a function that runs answers beside the check file and returns what `check` prints."""
    monkeypatch.chdir(TRIAL)
    names: dict = {}
    exec(text(cell_of(read(WORKSHEET), "trial-setup")), names)
    return names


def told(capsys, names, exercise, source=""):
    exec(source, names)
    exec(f"check({exercise!r})", names)
    return capsys.readouterr().out


def test_check_says_existence_then_type_then_value_then_one_hint_after_the_other(capsys, notebook):
    hints = cell_of(read(SOLUTION), "trial-1")["metadata"]["qantar"]["hints"]
    assert "does not exist yet" in told(capsys, notebook, "trial-1")
    assert "should be a table" in told(capsys, notebook, "trial-1", "means = 1")
    for hint in [*hints, hints[-1]]:
        assert hint in told(capsys, notebook, "trial-1", "means = prices")
    assert "right" in told(capsys, notebook, "trial-1", right_sources()["trial-1"])


@pytest.mark.parametrize("number", range(len(mistakes())))
def test_check_knows_each_listed_mistake(capsys, notebook, number):
    exercise, mistake = mistakes()[number]
    source = mistake["source"] if isinstance(mistake["source"], str) else "\n".join(mistake["source"])
    assert mistake["hint"] in told(capsys, notebook, exercise, source)


def test_check_names_near_exercises_and_what_stopped_it(capsys, notebook):
    assert "There is no exercise 'trial-9'; try trial-" in told(capsys, notebook, "trial-9")
    assert "There are no checks for 'nowhere'" in told(capsys, notebook, "nowhere-1")
    assert "ZeroDivisionError" in told(capsys, notebook, "trial-2", "def growth(old, new):\n    return 1 / 0")


def test_check_names_the_column_that_a_table_lacks(capsys, notebook):
    as_index = "means = prices.groupby('year')[['price']].mean()"
    assert "no column `year`: give it as a column" in told(capsys, notebook, "trial-1", as_index)


def test_check_leaves_the_names_of_the_notebook_alone(capsys, notebook):
    exec("old = 'mine'", notebook)
    told(capsys, notebook, "trial-2", right_sources()["trial-2"])
    assert notebook["old"] == "mine"
    assert callable(check)


def test_altair_and_nbformat_are_imported_without_the_slow_grammar(tmp_path):
    program = (
        "import sys\nfrom qantar.lean import lean_imports\nwith lean_imports():\n    import altair, nbformat\n"
        "print('rfc3987_syntax' in sys.modules, 'lark' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", cwd=tmp_path)
    assert result.stdout.split() == ["False", "False"], result.stderr
    assert os.environ.get("PYTHONPATH") is None or result.returncode == 0
