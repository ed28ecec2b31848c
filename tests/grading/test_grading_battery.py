"""Bad and hostile submissions: none gains a point it did not earn, none loses one it did, none stops the run."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import gradings
import pytest
from gradings import FULL, answered, as_format_3, cell_of, code_cell, grade_id, right_sources, run, untouched, without

ZERO = dict.fromkeys(FULL, 0)
# No other run of these tests may start processes that look the same.
MARKER = str(100_000_000 + os.getpid())
LARGE = 50_000_000


@dataclass(frozen=True)
class Case:
    """A submission, the points that it earned, and what its feedback must say."""

    content: dict | bytes
    points: dict[str, int]
    words: str = ""


def right(notebook: dict) -> Case:
    return Case(notebook, FULL)


def costs(exercise: str, notebook: dict | str, words: str, left: int = 0) -> Case:
    """Return a case that is right but for one exercise; `notebook` may be that exercise's answer."""
    made = notebook if isinstance(notebook, dict) else answered(**{exercise.replace("-", "_"): notebook})
    return Case(made, FULL | {exercise: left}, words)


def gains_nothing(notebook: dict) -> Case:
    return Case(notebook, ZERO)


def unreadable(content: bytes) -> Case:
    return Case(content, ZERO, r"\.ipynb")


def place_of(notebook: dict, name: str) -> int:
    return [grade_id(cell) for cell in notebook["cells"]].index(name)


def doubled() -> dict:
    """Return a right notebook with an untouched copy of an answer cell before and behind the answer."""
    notebook = answered()
    place = place_of(notebook, "trial-1")
    notebook["cells"].insert(place + 1, cell_of(untouched(), "trial-1"))
    notebook["cells"].insert(place, cell_of(untouched(), "trial-1"))
    return notebook


def doubled_behind() -> dict:
    """Return a right notebook, without metadata, with an untouched copy of an answer cell behind the answer."""
    notebook = answered()
    notebook["cells"].insert(place_of(notebook, "trial-1") + 1, cell_of(untouched(), "trial-1"))
    return without(notebook, metadata=True)


def split(first: str, second: str) -> dict:
    """Return a right notebook in which one answer was split into two cells."""
    notebook = answered(trial_1=first)
    again = {**cell_of(notebook, "trial-1"), "id": "second", "source": second}
    notebook["cells"].insert(place_of(notebook, "trial-1") + 1, again)
    return notebook


def one_id() -> dict:
    """Return a right notebook in which all cells have the same id and no other name."""
    notebook = without(answered(), metadata=True)
    for cell in notebook["cells"]:
        cell["id"] = "trial-1-text"
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


def in_markdown() -> dict:
    notebook = answered()
    cell_of(notebook, "trial-2")["cell_type"] = "markdown"
    return notebook


def checks_replaced(notebook: dict, source: str) -> dict:
    """Return a notebook whose check cells were replaced, doubled or deleted."""
    check = cell_of(notebook, "trial-1-check")
    check["source"] = source
    notebook["cells"] += [{**check, "id": "again"}]
    notebook["cells"] = [cell for cell in notebook["cells"] if grade_id(cell) not in {"trial-2-check", "trial-3-check"}]
    return notebook


def worth_more() -> dict:
    """Return an untouched worksheet that declares its answers to be checks of many points."""
    notebook = untouched()
    for name in FULL:
        cell_of(notebook, name)["metadata"]["nbgrader"] |= {"grade": True, "points": 100}
    return notebook


def helped() -> dict:
    """Return a notebook with a helper in a cell that is no answer."""
    notebook = answered(trial_2="def growth(old, new):\n    return per_cent(new - old, old)")
    notebook["cells"].insert(2, code_cell("def per_cent(part, whole):\n    return 100 * part / whole"))
    return notebook


def patched_elsewhere() -> dict:
    """Return an untouched worksheet in which a cell of the student's own makes `show` print anything."""
    notebook = untouched()
    notebook["cells"].insert(
        2, code_cell("import qantar.grading.tutor.showing as room\nroom.show = print\nshow = print")
    )
    return notebook


def foreign() -> dict:
    """Return a right notebook with the metadata of other editors and of another kernel."""
    notebook = answered()
    notebook["metadata"] |= {"kernelspec": {"name": "julia", "display_name": "Julia"}, "colab": {"provenance": []}}
    for cell in notebook["cells"]:
        cell["metadata"] |= {"id": "AbC", "vscode": {"languageId": "python"}, "outputId": "x"}
    return notebook


def large() -> dict:
    """Return a right notebook whose stored output is 50 MB."""
    notebook = answered()
    cell_of(notebook, "trial-1")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * LARGE}]
    return notebook


def deep(notebook: dict) -> bytes:
    """Return a notebook with metadata five hundred levels deep."""
    notebook["metadata"]["inner"] = "HERE"
    return encoded(notebook).replace(b'"HERE"', b'{"inner": ' * 500 + b"0" + b"}" * 500)


def stored() -> dict:
    """Return an untouched worksheet whose stored outputs are those of the solution."""
    notebook = untouched()
    for cell in notebook["cells"]:
        if (grade_id(cell) or "").endswith("-check"):
            cell["outputs"] = cell_of(gradings.read(gradings.SOLUTION), grade_id(cell))["outputs"]
    return notebook


def replayed() -> str:
    """Return an answer that looks up the inputs of the stored probe, as one could who has seen the solution."""
    checks = [cell_of(gradings.read(gradings.SOLUTION), name) for name in ("trial-2-check", "trial-2-probe")]
    lines = "".join("".join(cell["outputs"][0]["text"]) for cell in checks).splitlines()
    found = [re.match(r"growth from (\d+) to (\d+) │ (.+)", line).groups() for line in lines]
    table = {(int(old), int(new)): float(value) for old, new, value in found}
    return f"def growth(old, new):\n    return {table}.get((old, new))"


def forging() -> str:
    """Return code that prints for every check, under the kernel's own key, what the public solution prints."""
    solution = gradings.read(gradings.SOLUTION)
    checks = [cell_of(solution, f"{name}-check") for name in FULL]
    printed = {gradings.text(check): "".join(check["outputs"][0]["text"]) for check in checks}
    return f"""
def answers(info):
    kernel, text = get_ipython().kernel, {printed!r}.get(info.raw_cell)
    if text:
        kernel.send_response(kernel.iopub_socket, 'stream', {{'name': 'stdout', 'text': text}})
        kernel.send_response(kernel.iopub_socket, 'status', {{'execution_state': 'idle'}})
get_ipython().events.register('pre_run_cell', answers)
"""


def forged(**changed: str) -> Case:
    """Return a notebook with one right answer, which forges all later checks; others, unless given, are untouched."""
    notebook = untouched()
    for name, source in ({"trial_1": right_sources()["trial-1"] + forging()} | changed).items():
        cell_of(notebook, name.replace("_", "-"))["source"] = source
    return Case(notebook, ZERO | {"trial-1": FULL["trial-1"]})


def forged_without(name: str) -> Case:
    """Return a forged notebook without the cell of one exercise."""
    case = forged()
    case.content["cells"] = [cell for cell in case.content["cells"] if grade_id(cell) != name]
    return case


def beside(notebook: dict, source: str) -> dict:
    """Return a notebook with a further code cell of the student's own."""
    notebook["cells"].insert(2, code_cell(source))
    return notebook


def encoded(notebook: dict, **options: object) -> bytes:
    return json.dumps(notebook, **options).encode()


RIGHT_MEANS = """
print("means │ 2 rows, 2 columns, by year")
print("means │ columns: price (number), year (number)")
print("means │ 40 | 2020")
print("means │ 58.3333 | 2021")
"""
STUBBORN = """
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""
LEAVES_PROCESSES = f"""
import subprocess, threading, time
for _ in range(3):
    subprocess.Popen(['sleep', '{MARKER}'], start_new_session=True)
threading.Thread(target=time.sleep, args=({MARKER},)).start()
"""
CUTS_CONNECTIONS = """
import os, socket, stat, threading, time
def cut():
    time.sleep(0.1)
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                socket.socket(fileno=os.dup(number)).shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
threading.Thread(target=cut).start()
time.sleep(0.5)
"""
FORKS = f"""
import os
for _ in range(100):
    if os.fork() == 0:
        os.execlp('sleep', 'sleep', '{MARKER}')
"""
ODD_WORDS = "a\x1b[2J\r=1+1\n\u202e<b>\x9b"
ODD_MESSAGES = f"""
kernel = get_ipython().kernel
for kind in ('clear_output', 'debug_event', {ODD_WORDS!r}):
    kernel.send_response(kernel.iopub_socket, kind, {{'wait': False, {ODD_WORDS!r}: 1}})
"""
ENDS_NEXT_CELL = "import os\nget_ipython().events.register('pre_run_cell', lambda info: os._exit(1))\n"
READS_SOLUTION = f"""
import json
notebook = json.load(open({str(gradings.SOLUTION)!r}))
for cell in notebook['cells']:
    for output in cell.get('outputs', []):
        print(''.join(output.get('text', '')))
"""
STEALS = f"""
import json
notebook = json.load(open({str(gradings.SOLUTION)!r}))
for cell in notebook['cells']:
    if cell['metadata'].get('qantar', {{}}).get('mistakes'):
        exec(''.join(cell['source']))
"""
SEARCHES = """
import gc, glob
texts = [text for text in gc.get_objects() if isinstance(text, (dict, list)) and '58.3333 |' in repr(text)[:100_000]]
files = [name for name in glob.glob('/**/*.ipynb', recursive=True)]
print(*texts, *files)
means = 1
"""
FORGES = """
import os
def answers(line):
    kernel = get_ipython().kernel
    text = 'means │ 2 rows, 2 columns, by year\\n'
    kernel.send_response(kernel.iopub_socket, 'stream', {'name': 'stdout', 'text': text})
    kernel.send_response(kernel.iopub_socket, 'status', {'execution_state': 'idle'})
get_ipython().events.register('pre_run_cell', answers)
means = 1
"""
PATCHES = {
    "trial_1": "import builtins, qantar.grading.tutor.showing as room\n"
    "room.describe = lambda *_: ('table', ['right'])\n"
    "room.show = show = lambda *a, **k: print('right')\nbuiltins.print = lambda *a, **k: None\nmeans = 1",
    "trial_2": "pd.DataFrame.__eq__ = lambda *a: True\ngrowth = 1",
    "trial_3": "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])\nchart = 1",
}
GUESSES = "means = 1\ndef show(*args, **kwargs):\n    for n in range(100):\n        print(f'means │ {n} | 2020')"
FILLS_MEMORY = "parts = []\nwhile True:\n    parts.append(bytearray(1_000))"
KEEPS_MEMORY = """
parts, size = [], 64_000_000
while size > 1_000:
    try:
        parts.append(bytearray(size))
    except MemoryError:
        size //= 2
"""
DROPS = "import time\nwhile True:\n    print('.', flush=True)\n    time.sleep(0.1)"
EMPTY = """
kernel = get_ipython().kernel
while True:
    kernel.send_response(kernel.iopub_socket, 'nothing', {})
"""
EMPTY_FILES = "for number in range(5_000):\n    open(f'{number}', 'w').close()"
LOCKS = "import fcntl, os\nfcntl.flock(open(os.__file__), fcntl.LOCK_SH)"
NO_ANSWERS = {"trial_2": "growth = 1", "trial_3": "chart = 1"}

SAVED_ODDLY = {
    "nbformat 4.0 without cell ids": right(without(answered(), "id") | {"nbformat_minor": 0}),
    "nbformat 3": right(as_format_3(answered())),
    "no metadata": right(without(answered(), metadata=True)),
    "neither ids nor metadata": right(without(answered(), "id", metadata=True)),
    "no metadata and one id for all": right(one_id()),
    "doubled answer cell": right(doubled()),
    "doubled answer cell without metadata": right(doubled_behind()),
    "split answer cell": right(
        split("by_year = prices.groupby('year', as_index=False)", "means = by_year['price'].mean()")
    ),
    "cells out of order": right(shuffled()),
    "outputs cleared": right(without(answered(), "outputs", "execution_count")),
    "Colab, VS Code and another kernel": right(foreign()),
    "Әйгерім Қ. 1, a path": right(answered()),
    "50 MB": right(large()),
    "deep metadata": Case(deep(answered()), FULL),
    "no character": Case(encoded(answered(trial_1="means = '\ud800'")), FULL | {"trial-1": 0}, "without an answer"),
    "byte order mark": Case(b"\xef\xbb\xbf" + encoded(answered()), FULL),
    "escaped and one line": Case(encoded(answered(), ensure_ascii=True), FULL),
    "checks edited and deleted": right(checks_replaced(answered(), "assert False")),
    "a cell of blank lines alone": right(beside(answered(), "\n" * 200_000)),
    "cleared outputs": right(
        answered(trial_1="from IPython.display import clear_output\nclear_output()\n" + right_sources()["trial-1"])
    ),
    "messages of other kinds": right(answered(trial_1=ODD_MESSAGES + right_sources()["trial-1"])),
    "processes left running": right(answered(trial_1=LEAVES_PROCESSES + right_sources()["trial-1"])),
}
COSTS_ITS_OWN = {
    "endless loop": costs("trial-1", "while True:\n    pass", "did not finish"),
    "endless loop that cannot be interrupted": costs("trial-1", STUBBORN, "did not finish"),
    "endless loop in a function": costs(
        "trial-2", "def growth(old, new):\n    while True:\n        pass", "check of your work did not finish"
    ),
    "endless second part": costs("trial-1", split(right_sources()["trial-1"], "while 1: pass"), "did not finish"),
    "sys.exit": costs("trial-1", "import sys\nsys.exit()", "SystemExit"),
    "exit": costs("trial-1", "exit()", "ended the kernel"),
    "os._exit": costs("trial-2", "import os\nos._exit(0)", "ended the kernel"),
    "abort": costs("trial-1", "import os\nos.abort()", "ended the kernel"),
    "stopped": costs(
        "trial-1", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", "did not finish|ended|Not|`"
    ),
    "os._exit in a function": costs("trial-2", "import os\ndef growth(old, new):\n    os._exit(0)", "ended the kernel"),
    "cuts its connections": costs("trial-1", CUTS_CONNECTIONS, "did not finish|ended|without an answer"),
    "ends the next cell": costs("trial-1", ENDS_NEXT_CELL + right_sources()["trial-1"], "ended the kernel"),
    "100 MB of output": costs("trial-1", "print('x' * 100_000_000)", "printed more|did not finish"),
    "endless output": costs("trial-1", "while True:\n    print('line')", "printed more|did not finish"),
    "10 GB of memory": costs("trial-1", "means = bytearray(10_000_000_000)", "MemoryError"),
    "memory filled in small pieces": costs("trial-1", FILLS_MEMORY, "MemoryError|did not finish|ended the kernel"),
    "memory used up and kept": costs("trial-1", KEEPS_MEMORY, "MemoryError|did not finish|ended the kernel"),
    "10 GB in a function": costs(
        "trial-2",
        "def growth(old, new):\n    return bytearray(10_000_000_000)",
        "check of your work stopped with MemoryError",
    ),
    "endless drops of output": costs("trial-1", DROPS, "did not finish"),
    "messages without content": costs("trial-1", EMPTY, "printed more|did not finish"),
    "memory in a file without a name": costs("trial-1", "import os\nmeans = os.memfd_create('a')", "PermissionError"),
    "five thousand empty files": costs("trial-1", EMPTY_FILES, "OSError"),
    "a lock on a file of all": costs("trial-1", LOCKS, "PermissionError"),
    "300 MB on disk": costs("trial-1", "open('large', 'wb').write(bytes(300_000_000))", "OSError"),
    "a hundred processes": costs("trial-1", FORKS, "BlockingIOError|did not finish|does not exist"),
    "endless recursion": costs("trial-1", "def deeper():\n    deeper()\ndeeper()", "RecursionError"),
    "asks for input": costs("trial-1", "means = input('?')", "stopped with"),
    "syntax": costs("trial-2", "def growth(old, new)\n    return 1", "SyntaxError"),
    "answer cell left out": costs("trial-2", left_out(), "missing"),
    "answer cell made Markdown": costs("trial-2", in_markdown(), "no code cell any more"),
    "helper in another cell": costs("trial-2", helped(), "move what makes per_cent into"),
    "only the example": costs(
        "trial-2", "def growth(old, new):\n    return {40: 50.0, 50: 10.0}.get(old)", "not yet for other inputs", 1
    ),
    "a missing name beside blank lines": costs(
        "trial-1", beside(answered(trial_1="means = absent"), "\n" * 200_000), "NameError"
    ),
    "a missing name beside one long line": costs(
        "trial-1", beside(answered(trial_1="means = absent"), "import " * 100_000 + "absent"), "NameError"
    ),
    "a missing name of a million letters": costs(
        "trial-1", "raise NameError(f\"name '{'a' * 200_000}' is not defined\")", "NameError"
    ),
    "an error of odd words": costs("trial-1", f"raise ValueError({ODD_WORDS!r})", r"ValueError: a \[2J =1\+1 "),
    "an error of an odd name": costs(
        "trial-1", f"raise type({ODD_WORDS!r}, (Exception,), {{}})", r"stopped with a \[2J =1"
    ),
    "replay of the stored probe": costs("trial-2", replayed(), "not yet for other inputs", 1),
}
PRETENCE = {
    "untouched": gains_nothing(untouched()),
    "stored outputs": gains_nothing(stored()),
    "checks that print what is right": gains_nothing(checks_replaced(untouched(), RIGHT_MEANS)),
    "answers declared as checks": gains_nothing(worth_more()),
    "fake output": gains_nothing(answered(trial_1=RIGHT_MEANS, trial_2=RIGHT_MEANS, trial_3=RIGHT_MEANS)),
    "all possible outputs": gains_nothing(answered(trial_1=GUESSES, **NO_ANSWERS)),
    "print, show and pandas patched": gains_nothing(answered(**PATCHES)),
    "show patched in a cell of its own": gains_nothing(patched_elsewhere()),
    "check patched": gains_nothing(
        answered(
            trial_1="import qantar.grading as room\nroom.check = check = lambda name: print('right')", **NO_ANSWERS
        )
    ),
    "later checks forged for untouched answers": forged(),
    "later checks forged for an answer that is missing": forged_without("trial-2"),
    "later checks forged for an answer left blank": forged(trial_2="# to do\n\n", trial_3=""),
    "later checks forged for an answer that ends the kernel": forged(trial_2="import os\nos._exit(0)"),
    "later checks forged for an answer that ends it later": forged(trial_2=ENDS_NEXT_CELL),
    "messages forged": gains_nothing(answered(trial_1=FORGES, **NO_ANSWERS)),
    "reads the solution": gains_nothing(answered(trial_1=READS_SOLUTION, **NO_ANSWERS)),
    "searches memory and disk": gains_nothing(answered(trial_1=SEARCHES, **NO_ANSWERS)),
}
UNREADABLE = {
    "not JSON": unreadable(b"{"),
    "empty file": unreadable(b""),
    "a list": unreadable(b"[1, 2]"),
    "no cells": unreadable(b"{}"),
    "cells without end": unreadable(encoded({"nbformat": 4, "cells": [{}] * 2_001})),
    "cells of numbers": unreadable(b'{"cells": [1, 2], "nbformat": 4}'),
    "deep": unreadable(b"[" * 100_000),
    "deep in nbformat 3": unreadable(deep(as_format_3(answered()))),
    "nbformat 1": unreadable(b'{"nbformat": 1, "cells": [{"code": "x"}]}'),
    "nbformat true": unreadable(encoded(answered() | {"nbformat": True})),
    "a picture": unreadable(b"\x89PNG\r\n\x1a\n\x00\xff"),
    "UTF-16": unreadable(json.dumps(answered()).encode("utf-16")),
}
BATTERY = SAVED_ODDLY | COSTS_ITS_OWN | PRETENCE | UNREADABLE
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
    "read-only": (
        "import os, qantar\n"
        "raise ValueError([os.statvfs(name).f_flag & os.ST_RDONLY for name in ('/', os.__file__, qantar.__file__)])",
        r"\[1, 1, 1\]",
    ),
    "user": ("import os\nraise ValueError(f'user {os.getuid()}')", "user [1-9]"),
    "privileges": (
        "raise ValueError([line.split()[1] for line in open('/proc/self/status') if line[:6] in ('CapEff', 'NoNewP')])",
        r"\['0000000000000000', '1'\]",
    ),
    "space": (
        "for n in range(3):\n    open(f'part {n}', 'wb').write(bytes(40_000_000))",
        "No space left|cannot allocate",
    ),
    "unmounting": (
        "import ctypes, qantar\nwhere = qantar.__path__[0].encode()\n"
        "raise ValueError(ctypes.CDLL(None).umount2(where, 2))",
        "-1",
    ),
    "namespaces": ("import ctypes\nraise ValueError(ctypes.CDLL(None).unshare(0x10000000))", "-1"),
    "solution": (STEALS, "FileNotFoundError"),
}


@pytest.fixture(scope="module")
def battery(tmp_path_factory) -> dict[str, dict]:
    """Grade everything above in one run; return how kernels ran, and the records by student."""
    folder = tmp_path_factory.mktemp("submissions")
    for name, case in BATTERY.items():
        place = folder / name / "trial.ipynb"
        place.parent.mkdir()
        place.write_bytes(
            case.content if isinstance(case.content, bytes) else encoded(case.content, ensure_ascii=False)
        )
    for name, (source, _) in ISOLATED.items():
        gradings.write(folder / f"looks at {name}" / "trial.ipynb", answered(trial_1=source))
    before = {path: path.stat() for path in folder.rglob("*.ipynb")}
    result = run("grade", folder, "--solutions", gradings.TRIAL / "solutions", "--json", "--timeout", 2, "--jobs", 3)
    assert result.returncode == 0, result.stderr
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.ipynb")} == {
        path: state.st_mtime_ns for path, state in before.items()
    }
    batch = json.loads(result.stdout)
    return {"": batch} | {one["student"]: one for one in batch["submissions"]}


def points(one: dict) -> dict[str, float]:
    return {mark["exercise"]: mark["points"] for mark in one["exercises"] if mark["exercise"] in FULL}


def messages(one: dict) -> str:
    return " ".join(mark["message"] for mark in one["exercises"])


def isolated(battery: dict) -> bool:
    return battery[""]["kernels"].startswith("fork server")


@pytest.mark.parametrize("name", BATTERY)
def test_it_gets_the_points_that_it_earned(battery, name):
    assert points(battery[name]) == BATTERY[name].points, messages(battery[name])
    assert re.search(BATTERY[name].words, messages(battery[name]))


def test_there_are_more_than_forty_and_all_were_graded(battery):
    assert len(BATTERY) - len(SAVED_ODDLY) >= 40
    assert battery[""]["of"] == len(BATTERY) + len(ISOLATED)
    assert battery[""]["of"] - battery[""]["graded"] == len(UNREADABLE)


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_named(battery, name):
    assert ".ipynb" in battery[name]["problem"]


@pytest.mark.parametrize("name", ISOLATED)
def test_an_isolated_kernel_sees_nothing_of_the_machine(battery, name):
    one = battery[f"looks at {name}"]
    assert points(one)["trial-1"] == 0 or not isolated(battery)
    assert points(one) | {"trial-1": 0} == FULL | {"trial-1": 0}
    assert re.search(ISOLATED[name][1], messages(one)) or not isolated(battery)


def test_no_message_holds_what_a_terminal_or_a_spreadsheet_would_obey(battery):
    told = [mark["message"] for one in battery[""]["submissions"] for mark in one["exercises"]]
    assert len(told) > 300 and all(words.isprintable() and words[:1] not in set("=+-@") for words in told)


def test_nobody_was_left_ungraded(battery):
    assert battery[""]["not_graded"] == 0


def test_nothing_is_left_running(battery):
    assert battery[""]["graded"] > 50
    assert not [path for path in Path("/proc").glob("[0-9]*/cmdline") if MARKER.encode() in read_if_there(path)]


def read_if_there(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
