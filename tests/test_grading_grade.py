"""The grader: right work earns its points however it is written or saved; nothing else earns any, or stops the rest."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import gradings
import pytest
from gradings import FULL, answered, as_format_3, cell_of, grade_id, mistakes, run, untouched, without, write

import qantar

SOLUTIONS = ["--solutions", gradings.TRIAL / "solutions"]
ZERO = dict.fromkeys(FULL, 0)
RIGHT_MEANS = """
print("means │ 2 rows, 2 columns")
print("means │ columns: price (number), year (number)")
print("means │ row 1: 40, 2020")
print("means │ row 2: 58.3333, 2021")
"""
MARKER = "86399"


def lost(*names: str, **points: int) -> dict[str, int]:
    """Return full points, but none for the named exercises (`trial-1`), and others as given (`trial_2=1`)."""
    return FULL | dict.fromkeys(names, 0) | {name.replace("_", "-"): value for name, value in points.items()}


def doubled() -> dict:
    """Return a right notebook in which an untouched copy of an answer cell comes first."""
    notebook = answered()
    place = [grade_id(cell) for cell in notebook["cells"]].index("trial-1")
    notebook["cells"].insert(place, cell_of(untouched(), "trial-1"))
    return notebook


def split() -> dict:
    """Return a right notebook in which one answer was split into two cells."""
    notebook = answered(trial_1="by_year = prices.groupby('year', as_index=False)")
    place = [grade_id(cell) for cell in notebook["cells"]].index("trial-1")
    second = {**cell_of(notebook, "trial-1"), "id": "second", "source": "means = by_year['price'].mean()"}
    notebook["cells"].insert(place + 1, second)
    return notebook


def shuffled() -> dict:
    notebook = answered()
    notebook["cells"].reverse()
    return notebook


def left_out() -> dict:
    """Return a notebook without one answer cell; the answer before it must not be taken for it."""
    notebook = answered(trial_1="means = prices.groupby('year')['price'].mean().reset_index()")
    notebook["cells"] = [cell for cell in notebook["cells"] if grade_id(cell) != "trial-2"]
    return notebook


def false_checks() -> dict:
    """Return an untouched worksheet whose check cells were replaced, doubled, and print what is right."""
    notebook = untouched()
    check = cell_of(notebook, "trial-1-check")
    check["source"] = RIGHT_MEANS
    notebook["cells"] += [{**check, "id": "again"}]
    notebook["cells"] = [cell for cell in notebook["cells"] if grade_id(cell) not in {"trial-2-check", "trial-3-check"}]
    return notebook


def helped() -> dict:
    """Return a notebook with a helper in a cell that is no answer."""
    notebook = answered(trial_2="def growth(old, new):\n    return per_cent(new - old, old)")
    notebook["cells"].insert(2, new_cell("def per_cent(part, whole):\n    return 100 * part / whole"))
    return notebook


def new_cell(source: str) -> dict:
    return {"cell_type": "code", "id": "new", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def foreign() -> dict:
    """Return a right notebook with the metadata of other editors and of another kernel."""
    notebook = answered()
    notebook["metadata"] |= {"kernelspec": {"name": "julia", "display_name": "Julia"}, "colab": {"provenance": []}}
    for cell in notebook["cells"]:
        cell["metadata"] |= {"id": "AbC", "vscode": {"languageId": "python"}, "outputId": "x"}
    return notebook


def split_and_hanging() -> dict:
    """Return a notebook in which an answer cell has a second part that never ends."""
    notebook = answered()
    place = [grade_id(cell) for cell in notebook["cells"]].index("trial-1")
    notebook["cells"].insert(place + 1, {**cell_of(notebook, "trial-1"), "id": "second", "source": "while 1: pass"})
    return notebook


def replayed() -> str:
    """Return an answer that looks up the inputs of the stored probe, as one could who has seen the solution."""
    checks = [cell_of(gradings.read(gradings.SOLUTION), name) for name in ("trial-2-check", "trial-2-probe")]
    lines = "".join("".join(cell["outputs"][0]["text"]) for cell in checks).splitlines()
    found = [re.match(r"growth from (\d+) to (\d+) │ (.+)", line).groups() for line in lines]
    table = {(int(old), int(new)): float(value) for old, new, value in found}
    return f"def growth(old, new):\n    return {table}.get((old, new))"


def stored() -> dict:
    """Return an untouched worksheet whose stored outputs are those of the solution."""
    notebook = untouched()
    for cell in notebook["cells"]:
        if (grade_id(cell) or "").endswith("-check"):
            cell["outputs"] = cell_of(gradings.read(gradings.SOLUTION), grade_id(cell))["outputs"]
    return notebook


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
    "no ids": without(answered(), "id") | {"nbformat_minor": 0},
    "format 3": as_format_3(answered()),
    "no metadata": without(answered(), metadata=True),
    "neither": without(answered(), "id", metadata=True),
    "doubled": doubled(),
    "split": split(),
    "out of order": shuffled(),
    "outputs cleared": without(answered(), "outputs", "execution_count"),
    "other editors": foreign(),
    "Әйгерім Қ. 1": answered(),
    "processes left": answered(
        trial_1=f"import subprocess, threading, time\nfor _ in range(3):\n"
        f"    subprocess.Popen(['sleep', '{MARKER}'], start_new_session=True)\n"
        f"threading.Thread(target=time.sleep, args=({MARKER},)).start()\n" + gradings.right_sources()["trial-1"]
    ),
}
PARTLY = {
    "loop": (answered(trial_1="while True:\n    pass"), lost("trial-1"), "did not finish"),
    "stubborn loop": (
        answered(
            trial_1="while True:\n    try:\n        while True:\n            pass\n"
            "    except BaseException:\n        pass"
        ),
        lost("trial-1"),
        "did not finish",
    ),
    "loop in a function": (
        answered(trial_2="def growth(old, new):\n    while True:\n        pass"),
        lost("trial-2"),
        "check of your work did not finish",
    ),
    "sys.exit": (answered(trial_1="import sys\nsys.exit()"), lost("trial-1"), "SystemExit"),
    "exit": (answered(trial_1="exit()"), lost("trial-1"), "ended the kernel"),
    "os._exit": (answered(trial_2="import os\nos._exit(0)"), lost("trial-2"), "ended the kernel"),
    "killed": (answered(trial_1="import os\nos.abort()"), lost("trial-1"), "ended the kernel"),
    "exit in a function": (
        answered(trial_2="import os\ndef growth(old, new):\n    os._exit(0)"),
        lost("trial-2"),
        "ended the kernel",
    ),
    "left out": (left_out(), lost("trial-2"), "missing"),
    "syntax": (answered(trial_2="def growth(old, new)\n    return 1"), lost("trial-2"), "SyntaxError"),
    "helper elsewhere": (helped(), lost("trial-2"), "move what makes per_cent into"),
    "much output": (answered(trial_1="print('x' * 100_000_000)"), lost("trial-1"), "printed more|did not finish"),
    "many lines": (answered(trial_1="while True:\n    print('line')"), lost("trial-1"), "printed more|did not finish"),
    "memory": (answered(trial_1="means = bytearray(10_000_000_000)"), lost("trial-1"), "MemoryError"),
    "recursion": (answered(trial_1="def deeper():\n    deeper()\ndeeper()"), lost("trial-1"), "RecursionError"),
    "question": (answered(trial_1="means = input('?')"), lost("trial-1"), "stopped with"),
    "only the example": (
        answered(trial_2="def growth(old, new):\n    return {40: 50.0, 50: 10.0}.get(old)"),
        lost(trial_2=1),
        "not yet for other inputs",
    ),
    "replay": (answered(trial_2=replayed()), lost(trial_2=1), "not yet for other inputs"),
    "split and hanging": (split_and_hanging(), lost("trial-1"), "did not finish"),
    "ends the next cell": (
        answered(
            trial_1="import os\nget_ipython().events.register('pre_run_cell', lambda info: os._exit(1))\n"
            + gradings.right_sources()["trial-1"]
        ),
        lost("trial-1"),
        "ended the kernel",
    ),
    "wrong type": (answered(trial_1="means = 3"), lost("trial-1"), "`means` should be a table"),
    "index": (
        answered(trial_1="means = prices.groupby('year')[['price']].mean()"),
        lost("trial-1"),
        "no column `year`",
    ),
}
NOTHING = {
    "untouched": untouched(),
    "stored outputs": stored(),
    "false checks": false_checks(),
    "fake output": answered(trial_1=RIGHT_MEANS, trial_2=RIGHT_MEANS, trial_3=RIGHT_MEANS),
    "all possible outputs": answered(
        trial_1="means = 1\ndef show(*args, **kwargs):\n    for n in range(100):\n"
        "        print(f'means │ row 1: {n}, 2020')",
        trial_2="growth = 1",
        trial_3="chart = 1",
    ),
    "patched": answered(
        trial_1="import builtins, qantar.grading.showing as room\nroom.describe = lambda *_: ('table', ['right'])\n"
        "room.show = show = lambda *a, **k: print('right')\nbuiltins.print = lambda *a, **k: None\nmeans = 1",
        trial_2="pd.DataFrame.__eq__ = lambda *a: True\ngrowth = 1",
        trial_3="get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])\nchart = 1",
    ),
    "reads the solution": answered(
        trial_1=f"import json\nnotebook = json.load(open({str(gradings.SOLUTION)!r}))\n"
        "for cell in notebook['cells']:\n    for output in cell.get('outputs', []):\n"
        "        print(''.join(output.get('text', '')))",
        trial_2="growth = 1",
        trial_3="chart = 1",
    ),
}
STEALS = (
    f"import json, re\nnotebook = json.load(open({str(gradings.SOLUTION)!r}))\n"
    "for cell in notebook['cells']:\n    if cell['metadata'].get('qantar', {}).get('mistakes'):\n"
    "        exec(''.join(cell['source']))"
)
# What an answer finds when it looks around in an isolated kernel, as the message of its error shows it.
ISOLATED = {
    "network": ("import socket\nsocket.create_connection(('127.0.0.1', 9), 1)", "unreachable"),
    "processes": ("import os\nraise ValueError([name for name in os.listdir('/proc') if name.isdigit()])", r"\['1'\]"),
    "root": ("import os\nraise ValueError({'old', 'var', 'srv', 'mnt', 'usr'} & set(os.listdir('/')))", r"\{'usr'\}"),
    "checks": (
        "import os, qantar.grading as room\nraise ValueError(os.listdir(room.__path__[0] + '/checks'))",
        r"\[\]",
    ),
    "writing": ("import qantar\nopen(qantar.__file__, 'a')", "Read-only file system|Permission denied"),
    "unmounting": (
        "import ctypes, qantar\nwhere = qantar.__path__[0].encode()\n"
        "raise ValueError(ctypes.CDLL(None).umount2(where, 2))",
        "-1",
    ),
}
UNREADABLE = {"not json": "{", "empty": "", "a list": "[1, 2]", "no cells": "{}", "deep": "[" * 100_000}


@pytest.fixture(scope="module")
def battery(tmp_path_factory) -> dict:
    """Grade everything above in one run; return the JSON."""
    folder = tmp_path_factory.mktemp("submissions")
    sets = {"right": RIGHT, "partly": {name: case[0] for name, case in PARTLY.items()}, "nothing": NOTHING}
    for kind, notebooks in sets.items():
        for name, notebook in notebooks.items():
            write(folder / f"{kind} {name}" / "trial.ipynb", notebook)
    for number, (exercise, mistake) in enumerate(mistakes()):
        source = mistake["source"] if isinstance(mistake["source"], str) else "\n".join(mistake["source"])
        write(folder / f"trial_mistake {number}.ipynb", answered(**{exercise.replace("-", "_"): source}))
    for name, content in UNREADABLE.items():
        (folder / f"{name}.ipynb").write_text(content)
    for name, (source, _) in ISOLATED.items():
        write(folder / f"looks at {name}.ipynb", answered(trial_1=source))
    write(folder / "thief.ipynb", answered(trial_1=STEALS, trial_2="pass", trial_3="pass"))
    write(folder / "chapter.ipynb", {"cells": [new_cell("1 + 1")], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    before = {path: path.read_bytes() for path in folder.rglob("*.ipynb")}
    result = run("grade", folder, *SOLUTIONS, "--json", "--timeout", 2, "--jobs", 2)
    assert result.returncode == 0, result.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*.ipynb")} == before
    return json.loads(result.stdout)


def record(batch: dict, student: str) -> dict:
    (found,) = [one for one in batch["submissions"] if one["student"] == student]
    return found


def points(one: dict) -> dict[str, float]:
    return {mark["exercise"]: mark["points"] for mark in one["exercises"] if mark["exercise"] in FULL}


def messages(one: dict) -> dict[str, str]:
    return {mark["exercise"]: mark["message"] for mark in one["exercises"]}


@pytest.mark.parametrize("name", RIGHT)
def test_right_work_earns_full_points(battery, name):
    one = record(battery, f"right {name}")
    assert points(one) == FULL, messages(one)
    assert (one["points"], one["max_points"], one["by_teacher"]) == (8, 8, 2)


@pytest.mark.parametrize("name", PARTLY)
def test_one_bad_answer_costs_its_own_points_alone(battery, name):
    _, expected, words = PARTLY[name]
    one = record(battery, f"partly {name}")
    assert points(one) == expected, messages(one)
    assert re.search(words, " ".join(messages(one).values()))


@pytest.mark.parametrize("name", NOTHING)
def test_pretence_earns_nothing(battery, name):
    assert points(record(battery, f"nothing {name}")) == ZERO


def test_the_untouched_worksheet_gets_kind_words(battery):
    told = messages(record(battery, "nothing untouched"))
    assert all(told[name].startswith("Not started yet") for name in FULL)
    assert told["trial-4"] == "Marked by the teacher."


@pytest.mark.parametrize("number", range(len(mistakes())))
def test_each_listed_mistake_costs_points_and_gets_its_own_hint(battery, number):
    exercise, mistake = mistakes()[number]
    one = record(battery, f"mistake {number}")
    assert points(one)[exercise] < FULL[exercise]
    assert {name: value for name, value in points(one).items() if name != exercise} == {
        name: value for name, value in FULL.items() if name != exercise
    }
    assert mistake["hint"] in messages(one)[exercise]


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_gets_no_points_and_a_reason(battery, name):
    one = record(battery, name)
    assert points(one) == ZERO
    assert ".ipynb" in one["problem"]


def test_a_notebook_that_is_no_worksheet_is_not_counted(battery):
    assert "no worksheet" in record(battery, "chapter")["problem"]
    assert battery["of"] - battery["graded"] == len(UNREADABLE) + 1


def test_the_solution_is_out_of_reach_where_kernels_are_isolated(battery):
    one = record(battery, "thief")
    isolated = battery["kernels"].startswith("fork server")
    assert ("FileNotFoundError" in messages(one)["trial-1"]) == isolated
    assert points(one)["trial-1"] == (0 if isolated else 2)


@pytest.mark.parametrize("name", ISOLATED)
def test_an_isolated_kernel_sees_nothing_of_the_machine(battery, name):
    found = re.search(ISOLATED[name][1], messages(record(battery, f"looks at {name}"))["trial-1"])
    assert found or not battery["kernels"].startswith("fork server")


def test_nothing_is_left_running(battery):
    commands = Path("/proc").glob("[0-9]*/cmdline")
    assert battery["graded"] > 50
    assert not [path for path in commands if MARKER.encode() in read_if_there(path)]


def read_if_there(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def portable(tmp_path_factory) -> dict:
    """Grade some of the same by the portable way, with a gradebook and feedback files."""
    folder = tmp_path_factory.mktemp("portable")
    for name in ("loop", "os._exit", "much output", "memory"):
        write(folder / "in" / name / "trial.ipynb", PARTLY[name][0])
    write(folder / "in" / "right" / "trial.ipynb", answered())
    write(folder / "in" / "untouched" / "trial.ipynb", untouched())
    out = ["--out", folder / "grades.csv", "--feedback", folder / "feedback"]
    result = run("grade", folder / "in", *SOLUTIONS, "--portable", "--json", "--timeout", 5, *out)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout) | {"folder": folder}


def test_the_portable_way_gives_the_same_points_and_says_what_it_is(portable):
    for name in ("loop", "os._exit", "much output", "memory"):
        assert points(record(portable, name)) == PARTLY[name][1], messages(record(portable, name))
    assert points(record(portable, "right")) == FULL
    assert points(record(portable, "untouched")) == ZERO
    assert "not isolated" in portable["kernels"]


def test_the_gradebook_has_one_row_per_exercise(portable):
    with (portable["folder"] / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["student", "worksheet", "exercise", "points", "max_points", "message"]
    right = {row["exercise"]: (row["points"], row["max_points"]) for row in rows if row["student"] == "right"}
    assert right == {"trial-1": ("2", "2"), "trial-2": ("3", "3"), "trial-3": ("3", "3"), "trial-4": ("", "2")}
    (open_row,) = [row for row in rows if row["student"] == "right" and row["exercise"] == "trial-4"]
    assert "names two towns" in open_row["message"]


def test_the_feedback_files_say_the_same(portable):
    letter = (portable["folder"] / "feedback" / "right-trial.md").read_text(encoding="utf-8")
    assert "Points: 8 of 8, and up to 2 more from your teacher." in letter
    assert len(list((portable["folder"] / "feedback").iterdir())) == 6


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


def test_the_table_names_kernels_and_ends_with_the_count(tmp_path):
    write(tmp_path / "trial_anna.ipynb", answered(trial_1="means = 1"))
    (tmp_path / "ben.ipynb").write_text("{")
    result = run("grade", tmp_path, *SOLUTIONS)
    assert result.returncode == 0
    assert "anna · trial · 6/8 + 2 by the teacher" in result.stdout
    assert "ben: not graded." in result.stdout
    assert "Kernels: " in result.stdout
    assert result.stdout.rstrip().endswith("graded 1 of 2")


def test_hidden_inputs_are_drawn_afresh_unless_the_seed_is_given(battery, portable, tmp_path):
    write(tmp_path / "anna.ipynb", untouched())
    result = run("grade", tmp_path, *SOLUTIONS, "--json", "--seed", 7)
    assert json.loads(result.stdout)["seed"] == 7
    assert battery["seed"] != portable["seed"]


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
        (["good.ipynb", "--jobs", "0"], "whole number"),
        (["good.ipynb", "--timeout", "soon"], "number of seconds"),
        (["other.ipynb"], "Nothing could be graded"),
        (["other.ipynb", "--out", "grades.csv"], "Nothing could be graded"),
    ],
)
def test_bad_arguments_are_refused_in_one_sentence_and_leave_nothing(tmp_path, arguments, words):
    write(tmp_path / "good.ipynb", untouched())
    write(tmp_path / "other.ipynb", {"cells": [new_cell("1")], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (tmp_path / "empty").mkdir()
    before = sorted(tmp_path.rglob("*"))
    result = run("grade", *arguments, *SOLUTIONS, cwd=tmp_path)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_solution_that_prints_something_else_now_is_refused(tmp_path):
    solution = gradings.read(gradings.SOLUTION)
    cell_of(solution, "trial-1-check")["outputs"][0]["text"] = ["something else\n"]
    write(tmp_path / "solutions" / "trial.ipynb", solution)
    write(tmp_path / "trial.ipynb", untouched())
    result = run("grade", tmp_path / "trial.ipynb", "--solutions", tmp_path / "solutions")
    assert result.returncode == 2
    assert "trial-1-check no longer prints what is stored" in result.stderr


def test_it_grades_from_a_temporary_folder_with_a_difficult_name(tmp_path):
    clone = tmp_path / "қаңтар 1"
    shutil.copytree(Path(qantar.__file__).parent, clone / "src" / "qantar", ignore=shutil.ignore_patterns("*.csv"))
    shutil.copytree(gradings.TRIAL / "solutions", clone / "exercises" / "solutions")
    write(clone / "exercises" / "trial.ipynb", answered())
    command = [sys.executable, "-m", "qantar", "grade", "exercises/trial.ipynb", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(clone / "src")}
    result = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=clone, env=environment, timeout=120)
    assert result.returncode == 0, result.stderr
    assert points(json.loads(result.stdout)["submissions"][0]) == FULL


def test_an_interrupted_run_records_nobody_as_failed():
    from qantar.grading.batch import in_threads
    from qantar.grading.layout import Handed
    from qantar.grading.marks import Graded, Mark

    begun, closed, done = threading.Event(), threading.Event(), []

    class Desk:
        """Stands in for a desk on which one submission waits for its kernel while another is interrupted."""

        kernels = property(lambda self: self)

        def close(self):
            closed.set()

        def grade(self, handed):
            if handed.student == "interrupted":
                begun.wait(20)
                raise KeyboardInterrupt
            begun.set()
            closed.wait(20)
            return Graded(handed.student, "trial", "", [Mark("trial-1", 0, 2, "no kernel")])

    handed = [Handed(Path("a.ipynb"), name, "trial") for name in ("interrupted", "waiting")]
    with pytest.raises(KeyboardInterrupt):
        in_threads(Desk(), handed, 2, done.append)
    assert closed.is_set()
    assert done == []
