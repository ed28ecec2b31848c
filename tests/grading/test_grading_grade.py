"""The grader: right work earns its points however it is written, and everyone is told what is missing."""

import copy
import csv
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import gradings
import psutil
import pytest
from gradings import FULL, answered, cell_of, code_cell, mistakes, run, untouched, write

import qantar
from qantar.grading.course.grade import grade_all
from qantar.grading.course.gradebook import Gradebook
from qantar.grading.marking.layout import Handed, find_submissions
from qantar.grading.marking.marks import Graded, Mark
from qantar.grading.marking.run import Run, Step
from qantar.grading.marking.submission import Submission, told_apart
from qantar.grading.sandbox.limits import Limits

SOLUTIONS = ["--solutions", gradings.TRIAL / "solutions"]
ZERO = dict.fromkeys(FULL, 0)
RIGHT = {
    "solution": gradings.read(gradings.SOLUTION),
    "worksheet with the answers": answered(),
    "pivot": answered(
        trial_1="means = prices.pivot_table(index='year', values='price').reset_index()[['price', 'year']]"
    ),
    "backwards": answered(trial_1="means = prices.groupby('year')['price'].mean().reset_index()[::-1]"),
    "loop": answered(
        trial_1="rows = []\nfor year in set(prices.year):\n    part = prices[prices.year == year].price\n"
        "    rows.append({'year': float(year), 'price': sum(part) / len(part)})\nmeans = pd.DataFrame(rows)"
    ),
    "numpy and noise": answered(
        trial_1="import numpy as np\nyears = np.array([2020, 2021])\n"
        "price = [np.mean(prices.price[prices.year == year]) + 1e-14 for year in years]\n"
        "means = pd.DataFrame({'year': years, 'price': price})"
    ),
    "lambda": answered(trial_2="growth = lambda before, after: (after / before - 1) * 100"),
    "talkative": answered(trial_2="def growth(old, new):\n    print('debug', old)\n    return 100 * (new - old) / old"),
    "warning": answered(
        trial_2="import warnings\ndef growth(old, new):\n    warnings.warn('careful')\n"
        "    return 100 * (new - old) / old"
    ),
    "long chart": answered(
        trial_3="chart = alt.Chart(prices).mark_line(point=True).encode(alt.X('year', type='ordinal'), "
        "alt.Y('price:Q', title='Price'), alt.Color('town'), tooltip=['town']).properties(title='A title', width=300)"
    ),
}
MARKER = str(200_000_000 + os.getpid())
HARSH = {
    "loop": answered(trial_1="while True:\n    pass"),
    "os._exit": answered(trial_1="import os\nos._exit(0)"),
    "much output": answered(trial_1="print('x' * 100_000_000)"),
    "memory": answered(trial_1="means = bytearray(10_000_000_000)"),
    "processes": answered(
        trial_1=f"import subprocess\nsubprocess.Popen(['sleep', '{MARKER}'], start_new_session=True)\nmeans = 1"
    ),
}
INCOMPLETE = {
    "wrong type": (answered(trial_1="means = 3"), "`means` should be a table"),
    "index": (answered(trial_1="means = prices.groupby('year')[['price']].mean()"), "no column `year`"),
    "a comment": (
        answered(trial_1="# I will do\n\n# this later.\nmeans = ...  # your table\nmeans"),
        "Not started yet",
    ),
}


@pytest.fixture(scope="module")
def batch(tmp_path_factory) -> dict:
    """Grade right and mistaken work in one run; return the JSON."""
    folder = tmp_path_factory.mktemp("submissions")
    for name, notebook in RIGHT.items():
        write(folder / f"right {name}" / "trial.ipynb", notebook)
    for name, (notebook, _) in INCOMPLETE.items():
        write(folder / name / "trial.ipynb", notebook)
    for number, (exercise, mistake) in enumerate(mistakes()):
        source = mistake["source"] if isinstance(mistake["source"], str) else "\n".join(mistake["source"])
        write(folder / f"trial_mistake {number}.ipynb", answered(**{exercise.replace("-", "_"): source}))
    write(folder / "untouched" / "trial.ipynb", untouched())
    write(folder / "chapter.ipynb", {"cells": [code_cell("1 + 1")], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    result = run("grade", folder, *SOLUTIONS, "--json", "--jobs", 2)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def record(batch: dict, student: str) -> dict:
    (found,) = [one for one in batch["submissions"] if one["student"] == student]
    return found


def points(one: dict) -> dict[str, float]:
    return {mark["exercise"]: mark["points"] for mark in one["exercises"] if mark["exercise"] in FULL}


def messages(one: dict) -> dict[str, str]:
    return {mark["exercise"]: mark["message"] for mark in one["exercises"]}


@pytest.mark.parametrize("name", RIGHT)
def test_right_work_earns_full_points(batch, name):
    one = record(batch, f"right {name}")
    assert points(one) == FULL, messages(one)
    assert (one["points"], one["max_points"], one["by_teacher"]) == (8, 8, 2)


@pytest.mark.parametrize("name", INCOMPLETE)
def test_existence_and_type_are_named_before_any_value(batch, name):
    one = record(batch, name)
    assert points(one) == FULL | {"trial-1": 0}
    assert INCOMPLETE[name][1] in messages(one)["trial-1"]


def test_the_untouched_worksheet_gets_kind_words(batch):
    told = messages(record(batch, "untouched"))
    assert all(told[name].startswith("Not started yet") for name in FULL)
    assert told["trial-4"] == "Marked by the teacher."


@pytest.mark.parametrize("number", range(len(mistakes())))
def test_each_listed_mistake_costs_points_and_gets_its_own_hint(batch, number):
    exercise, mistake = mistakes()[number]
    one = record(batch, f"mistake {number}")
    assert points(one)[exercise] < FULL[exercise]
    assert {name: value for name, value in points(one).items() if name != exercise} == {
        name: value for name, value in FULL.items() if name != exercise
    }
    assert mistake["hint"] in messages(one)[exercise]


def test_a_notebook_that_is_no_worksheet_is_not_counted(batch):
    assert "no worksheet" in record(batch, "chapter")["problem"]
    assert batch["of"] - batch["graded"] == 1


WRONG_MEANS = (
    "means = prices.groupby('year', as_index=False)['price'].mean()\nmeans.loc[0, 'price'] = 41\n"
    "# <img src=x onerror=alert(1)> \x1b[2J"
)
STOPS = "raise ValueError('![a](http://127.0.0.1/a.png) [b](http://127.0.0.1) <http://127.0.0.1> # *c*')"


@pytest.fixture(scope="module")
def portable(tmp_path_factory) -> dict:
    """Grade some of the same by the portable way, with a gradebook and feedback files."""
    folder = tmp_path_factory.mktemp("portable")
    for name, notebook in HARSH.items():
        write(folder / "in" / name / "trial.ipynb", notebook)
    write(folder / "in" / "right" / "trial.ipynb", answered())
    write(folder / "in" / "untouched" / "trial.ipynb", untouched())
    write(folder / "in" / "wrong" / "trial.ipynb", answered(trial_1=WRONG_MEANS, trial_2=STOPS))
    twice = answered()
    twice["cells"].append(copy.deepcopy(cell_of(twice, "trial-3")))
    write(folder / "in" / "twice" / "trial.ipynb", twice)
    out = ["--out", folder / "grades.csv", "--feedback", folder / "feedback"]
    result = run("grade", folder / "in", *SOLUTIONS, "--portable", "--json", "--timeout", 5, *out)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout) | {"folder": folder}


def test_the_portable_way_gives_the_same_points_and_says_what_it_is(portable):
    for name in HARSH:
        assert points(record(portable, name)) == FULL | {"trial-1": 0}, messages(record(portable, name))
    assert points(record(portable, "right")) == FULL
    assert points(record(portable, "untouched")) == ZERO
    assert "not isolated" in portable["kernels"]
    running = [process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"])]
    assert not [line for line in running if MARKER in line]


def test_the_gradebook_has_one_row_per_exercise(portable):
    with (portable["folder"] / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:6] == ["student", "worksheet", "exercise", "points", "max_points", "message"]
    assert {(row["isolation"], row["seed"]) for row in rows} == {("portable", str(portable["seed"]))}
    right = {row["exercise"]: (row["points"], row["max_points"]) for row in rows if row["student"] == "right"}
    assert right == {"trial-1": ("2", "2"), "trial-2": ("3", "3"), "trial-3": ("3", "3"), "trial-4": ("", "2")}
    (open_row,) = [row for row in rows if row["student"] == "right" and row["exercise"] == "trial-4"]
    assert "names two towns" in open_row["message"]


def test_the_feedback_files_say_the_same(portable):
    letter = (portable["folder"] / "feedback" / "right-trial.html").read_text(encoding="utf-8")
    assert "Points: 8 of 8, and up to 2 more from your teacher." in letter
    assert len(list((portable["folder"] / "feedback").iterdir())) == len(HARSH) + 4


def test_the_feedback_shows_the_card_the_points_of_each_check_and_the_own_answer_as_data(portable):
    page = (portable["folder"] / "feedback" / "wrong-trial.html").read_text(encoding="utf-8")
    first = page.partition("<h2>trial-1")[2].partition("<h2>")[0]
    assert "1 of your 2 rows is right; <code>price</code> differs, <code>year</code> agrees." in first
    assert (
        "<td>price</td>\n<td>41</td>" in first
        and "<td>year</td>\n<td>2020</td>" in first
        and "Work out <code>price</code> of this row by hand" in first
    )
    assert "<td>0 of 2</td>" in first and "with the columns price (number), year (number)" in first
    assert "&lt;img src=x onerror=alert(1)&gt;" in first and "\\x1b" in first and "<img" not in page
    assert "40 | 2020" not in page and "<td>40</td>" not in page  # the right row is not shown
    assert "ValueError: ![a](http://127.0.0.1/a.png)" in page and "<a" not in page and "*c*" in page


def test_the_feedback_keeps_a_remark_on_a_cell_whose_answer_is_right(portable):
    page = (portable["folder"] / "feedback" / "twice-trial.html").read_text(encoding="utf-8")
    assert "<h2>trial-3: 3 of 3</h2>" in page and "Its answer cell occurs 2 times; all were run, in order." in page


def test_resuming_grades_nobody_twice(portable):
    book = portable["folder"] / "grades.csv"
    changed = book.read_text(encoding="utf-8").replace("right,trial,trial-1,2,", "right,trial,trial-1,1.5,")
    kept = [line for line in changed.splitlines(keepends=True) if not line.startswith("untouched,")]
    book.write_text("".join(kept), encoding="utf-8")
    result = run("grade", portable["folder"] / "in", *SOLUTIONS, "--resume", "--out", book)
    assert result.returncode == 0, result.stderr
    assert result.stdout.rstrip().endswith("graded 1 of 1")
    rows = book.read_text(encoding="utf-8")
    assert "right,trial,trial-1,1.5," in rows
    assert rows.count("untouched,trial,") == 4


def killed_midway(command: list[str], book: Path) -> None:
    """Start grading and kill the grader, with no chance to say goodbye, when its gradebook has begun."""
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not book.exists() and running.poll() is None:
        time.sleep(0.05)
    running.kill()
    running.wait()


def test_a_killed_run_is_resumed_and_the_gradebook_holds_everyone_once(tmp_path):
    for number in range(24):
        write(tmp_path / "in" / f"student {number}" / "trial.ipynb", answered())
    book = tmp_path / "grades.csv"
    arguments = ["grade", tmp_path / "in", *SOLUTIONS, "--jobs", 1, "--out", book]
    killed_midway([sys.executable, "-m", "qantar", *map(str, arguments)], book)
    before = book.read_text(encoding="utf-8").splitlines()
    result = run(*arguments, "--resume", "--json")
    assert result.returncode == 0, result.stderr
    rows = book.read_text(encoding="utf-8").splitlines()
    assert set(before) <= set(rows)
    assert json.loads(result.stdout)["of"] == 24 - (len(before) - 1) // 4
    assert sorted(row.split(",")[0] for row in rows[1:]) == sorted(f"student {n}" for n in range(24) for _ in range(4))


def test_memory_that_one_answer_keeps_does_not_cost_the_next_one_its_points(tmp_path):
    sources = gradings.right_sources()
    hoards = sources["trial-1"] + "\nhoard = bytearray(200_000_000)"
    needs_some = "some = len(bytearray(200_000_000))\n" + sources["trial-2"]
    write(tmp_path / "trial.ipynb", answered(trial_1=hoards, trial_2=needs_some, trial_3=sources["trial-3"]))
    result = run("grade", tmp_path, *SOLUTIONS, "--memory", 300, "--json")
    [one] = json.loads(result.stdout)["submissions"]
    assert one["points"] == sum(FULL.values()), one


def test_memory_can_be_limited(tmp_path):
    # As little as a kernel's own threads reserve: what they have is not counted.
    for student in ("anna", "ben", "carla"):
        write(tmp_path / student / "trial.ipynb", answered(trial_1="means = bytearray(200_000_000)"))
    result = run("grade", tmp_path, *SOLUTIONS, "--memory", 60, "--json")
    for one in json.loads(result.stdout)["submissions"]:
        assert "MemoryError" in messages(one)["trial-1"]
        assert points(one) == FULL | {"trial-1": 0}


LIMITED = """
from resource import RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_NOFILE, getrlimit
wanted = {RLIMIT_CORE: 0, RLIMIT_CPU: 80, RLIMIT_FSIZE: 50_000_000, RLIMIT_NOFILE: 256}
assert {one: getrlimit(one)[0] for one in wanted} == wanted
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such limits")
def test_processor_time_and_files_of_an_answer_are_limited(tmp_path):
    write(tmp_path / "trial_anna.ipynb", answered(trial_1=LIMITED + gradings.right_sources()["trial-1"]))
    result = run("grade", tmp_path, *SOLUTIONS, "--timeout", 7, "--json")
    (one,) = json.loads(result.stdout)["submissions"]
    assert points(one) == FULL, messages(one)


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_terminal_shows_how_far_grading_is_and_standard_output_holds_the_result_alone(tmp_path):
    for name in ("anna", "ben"):
        write(tmp_path / name / "trial.ipynb", untouched())
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "qantar", "grade", str(tmp_path), *map(str, SOLUTIONS), "--json"]
    environment = {**os.environ, "TERM": "xterm"}
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment)
    os.close(theirs)
    assert json.loads(running.communicate(timeout=120)[0])["graded"] == 2
    assert "2/2" in os.read(ours, 100_000).decode()
    os.close(ours)


def test_a_file_that_does_not_say_its_worksheet_stands_in_the_gradebook_like_all_others(tmp_path):
    write(tmp_path / "in" / "trial_anna.ipynb", untouched())
    (tmp_path / "in" / "bolat.ipynb").write_text("not a notebook", encoding="utf-8")
    result = run("grade", tmp_path / "in", *SOLUTIONS, "--out", tmp_path / "grades.csv")
    assert result.returncode == 0, result.stderr
    with (tmp_path / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["student"] == "bolat" and row["points"]]
    assert {row["exercise"]: (row["worksheet"], row["points"]) for row in rows} == {
        name: ("trial", "0") for name in gradings.EXERCISES
    }
    assert all("is not a notebook" in row["message"] for row in rows)


def test_two_files_of_one_name_and_worksheet_are_told_apart_and_other_names_stay(tmp_path):
    for path in ("anna/trial.ipynb", "trial_anna.ipynb", "other_anna.ipynb", "trial_bolat.ipynb"):
        write(tmp_path / path, untouched())
    handed = find_submissions([tmp_path], ["trial", "other"])
    found = told_apart([Submission(one, one.worksheet) for one in handed])
    assert [(one.student, one.worksheet, one.handed.place) for one in found] == [
        ("anna", "other", "other_anna.ipynb"),
        ("anna [anna/trial.ipynb]", "trial", "anna/trial.ipynb"),
        ("anna [trial_anna.ipynb]", "trial", "trial_anna.ipynb"),
        ("bolat", "trial", "trial_bolat.ipynb"),
    ]


def test_the_table_names_kernels_and_ends_with_the_count(tmp_path):
    write(tmp_path / "trial_anna.ipynb", answered(trial_1="means = 1"))
    (tmp_path / "ben.ipynb").write_text("{")
    result = run("grade", tmp_path, *SOLUTIONS)
    assert result.returncode == 0
    assert "anna · trial · 6/8 + 2 by the teacher" in result.stdout
    assert "ben: no points." in result.stdout
    assert "Kernels: " in result.stdout
    assert result.stdout.rstrip().endswith("graded 1 of 2")


def test_hidden_inputs_are_drawn_afresh_unless_the_seed_is_given(batch, portable, tmp_path):
    write(tmp_path / "anna.ipynb", untouched())
    result = run("grade", tmp_path, *SOLUTIONS, "--json", "--seed", 7)
    assert json.loads(result.stdout)["seed"] == 7
    assert batch["seed"] != portable["seed"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.ipynb"], "neither a file nor a folder"),
        (["empty"], "no notebook"),
        (["good.ipynb", "--worksheet", "unknown"], "no worksheet 'unknown'; there are trial"),
        (["good.ipynb", "--out", "missing/grades.csv"], "cannot be written"),
        (["good.ipynb", "--out", "empty"], "cannot be written"),
        (["good.ipynb", "--feedback", "good.ipynb"], "cannot be made a folder"),
        (["good.ipynb", "--resume"], "--out"),
        (["good.ipynb", "--resume", "--out", "good.ipynb"], "no gradebook"),
        (["good.ipynb", "--out", "good.ipynb"], "holds something already, and marks in it could be lost"),
        (["good.ipynb", "--seed", "-1"], "whole number"),
        ([""], "an empty word is no path"),
        (["good.ipynb", "--jobs", "0"], "whole number"),
        (["good.ipynb", "--timeout", "soon"], "number of seconds"),
        (["other.ipynb", "--out", "grades.csv"], "Nothing could be graded"),
    ],
)
def test_bad_arguments_are_refused_in_one_sentence_and_leave_nothing(tmp_path, arguments, words):
    write(tmp_path / "good.ipynb", untouched())
    write(tmp_path / "other.ipynb", {"cells": [code_cell("1")], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (tmp_path / "empty").mkdir()
    before = sorted(tmp_path.rglob("*"))
    result = run("grade", *arguments, *SOLUTIONS, cwd=tmp_path)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_by_a_solution_that_prints_something_else_now_nobody_is_graded(tmp_path):
    solution = gradings.read(gradings.SOLUTION)
    cell_of(solution, "trial-1-check")["outputs"][0]["text"] = ["something else\n"]
    write(tmp_path / "solutions" / "trial.ipynb", solution)
    write(tmp_path / "trial.ipynb", untouched())
    result = run("grade", tmp_path / "trial.ipynb", "--solutions", tmp_path / "solutions")
    assert result.returncode == 2
    assert "trial-1-check no longer prints what is stored" in " ".join(result.stdout.split())


def test_it_grades_as_well_from_a_temporary_folder_with_a_difficult_name_and_a_linked_environment(batch, tmp_path):
    clone = tmp_path / "қаңтар 1"
    shutil.copytree(Path(qantar.__file__).parent, clone / "src" / "qantar", ignore=shutil.ignore_patterns("*.csv"))
    shutil.copytree(gradings.TRIAL / "solutions", clone / "exercises" / "solutions")
    write(clone / "exercises" / "trial.ipynb", answered())
    python = Path(sys.executable)
    if os.name == "posix":
        (clone / ".venv").symlink_to(sys.prefix)
        python = clone / ".venv" / python.relative_to(sys.prefix)
    command = [python, "-m", "qantar", "grade", "exercises/trial.ipynb", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(clone / "src")}
    result = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=clone, env=environment, timeout=120)
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert points(found["submissions"][0]) == FULL
    assert found["kernels"] == batch["kernels"]


class Desk:
    """Stands in for a desk on which one submission waits for its kernel while another is interrupted."""

    kernels = property(lambda self: self)

    def __init__(self) -> None:
        self.begun, self.closed = threading.Event(), threading.Event()

    def close(self) -> None:
        self.closed.set()

    def grade(self, submission) -> Graded:
        if submission.student == "interrupted":
            self.begun.wait(20)
            raise KeyboardInterrupt
        self.begun.set()
        self.closed.wait(20)
        return Graded(submission.student, "trial", "", [Mark("trial-1", 0, 2, "no kernel")])


def test_an_interrupted_run_records_nobody_as_failed():
    desk, done = Desk(), []
    handed = [Submission(Handed(Path("a.ipynb"), name, "trial"), "trial") for name in ("interrupted", "waiting")]
    with pytest.raises(KeyboardInterrupt):
        grade_all(handed, 2, desk, Gradebook(None), done.append)
    assert desk.closed.is_set()
    assert done == []


# The run of one submission


class Recorder:
    """Kernels, kernel and wire in one: writes down which cells run; some print what is wrong, or end the kernel."""

    wire = property(lambda self: self)

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.reply: dict = {}
        self.lives = False

    def start(self, limits: Limits) -> "Recorder":
        self.lives = True
        return self

    def stop(self) -> None:
        pass

    def alive(self) -> bool:
        return self.lives

    def run(self, source: str, timeout: float) -> list[dict]:
        self.ran.append(source)
        self.lives = "answer fatal" not in source
        return [{"msg_type": "stream", "content": {"name": "stdout", "text": source.split()[-1]}}]


def steps_for(*names: str, roles: tuple[str, ...] = ("answer", "check")) -> list[Step]:
    """Return steps whose cells print the name of their exercise; checks should print `good`."""
    return [
        Step(role, name, f"{role} {name}", reference="good" if role in {"check", "probe"} else None)
        for name in names
        for role in roles
    ]


def test_only_where_a_check_or_probe_differs_is_asked_what_is_missing():
    recorder = Recorder()
    steps = [*steps_for("good", "wrong", roles=("answer", "check", "ask")), *steps_for("odd", roles=("probe", "ask"))]
    ran = Run(recorder, Limits()).go(steps)
    assert recorder.ran == [step.source for step in steps if step.source != "ask good"]
    states = ["right"] * 4 + ["differs", "right", "differs", "right"]
    assert [(step, verdict.state) for step, verdict in ran] == list(zip(steps, states, strict=True))


def test_an_answer_after_which_the_kernel_is_dead_is_not_run_again():
    recorder = Recorder()
    Run(recorder, Limits()).go(steps_for("good", "fatal", "last"))
    first = ["answer good", "check good", "answer fatal"]
    assert recorder.ran == [*first, "answer good", "answer last", "check last"]
