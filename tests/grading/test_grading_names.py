"""Files and names as they come from the world: none stops the run, none is graded for another, all can be written."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import gradings
import pytest
from gradings import FULL, answered, run, untouched, write

from qantar.cli import main
from qantar.grading.course.grade import Batch
from qantar.grading.course.gradebook import Gradebook, resumed
from qantar.grading.course.letters import name_of
from qantar.grading.marking.layout import Handed
from qantar.grading.marking.marks import NOT_GRADED, Graded, Mark
from qantar.grading.marking.submission import opened
from qantar.words import plain

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such names")
LONG = "x" * 200
NAMES = {"Ann:a", "Ann;a", "=1+1", "[bold]", "-rf", "new\nline", LONG, "Әйгерім Қ."}
BYTES = b"trial_\xff\xfe.ipynb"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Grade files with odd names in one run; return its folder with what it wrote."""
    folder = tmp_path_factory.mktemp("odd")
    for name in NAMES:
        write(folder / "in" / f"trial_{name}.ipynb", answered())
    write(folder / "in" / "upper" / "trial.IPYNB", answered())
    (folder / "in" / "link").mkdir()
    (folder / "in" / "link" / "trial.ipynb").symlink_to(gradings.SOLUTION)
    (folder / "in" / "dangling.ipynb").symlink_to("nowhere")
    (folder / "in" / "folder.ipynb").mkdir()
    if sys.platform == "linux":
        Path(os.fsdecode(os.fsencode(folder / "in") + b"/" + BYTES)).write_text(json.dumps(answered()))
    out = ["--out", folder / "grades.csv", "--feedback", folder / "feedback", "--json"]
    result = run("grade", folder / "in", "--solutions", gradings.TRIAL / "solutions", *out)
    assert result.returncode == 1, result.stderr
    (folder / "result.json").write_text(result.stdout, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def records(folder) -> dict[str, dict]:
    """Return the records of that run by student."""
    batch = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    return {one["student"]: one for one in batch["submissions"]}


def test_every_name_is_graded_and_written_as_it_is(records, folder):
    odd = {r"\udcff\udcfe"} if sys.platform == "linux" else set()
    right = {plain(name) for name in NAMES} | odd | {"upper"}
    assert set(records) == right | {"link", "dangling", "folder.ipynb"}
    for student in right:
        assert records[student]["points"] == sum(FULL.values()), student
    with (folder / "grades.csv").open(encoding="utf-8", newline="") as file:
        students = {row["student"].removeprefix("'") for row in csv.DictReader(file)}
    assert students == set(records)


def test_no_two_students_share_a_feedback_file(records, folder):
    letters = list((folder / "feedback").iterdir())
    assert len(letters) == len(records)
    assert folder / "feedback" / "-rf-trial.html" in letters
    assert max(len(letter.name.encode()) for letter in letters) < 255


@pytest.mark.parametrize("name", ["anna", "Әйгерім", "anna (2)"])
def test_a_plain_name_stays_in_the_name_of_the_file(name):
    assert name_of(name) == name


def test_with_a_worksheet_named_another_one_is_not_graded_in_its_place(tmp_path):
    write(tmp_path / "in" / "anna.ipynb", answered())
    other = untouched()
    other["metadata"]["qantar"] = {"worksheet": "causes"}
    write(tmp_path / "in" / "bolat.ipynb", other)
    solutions = ["--solutions", gradings.TRIAL / "solutions"]
    result = run("grade", tmp_path / "in", *solutions, "--worksheet", "trial", "--json")
    records = {one["student"]: one for one in json.loads(result.stdout)["submissions"]}
    assert records["anna"]["points"] == sum(FULL.values())
    assert records["bolat"]["points"] == 0
    assert "is worksheet 'causes', not 'trial'" in records["bolat"]["problem"]


def test_a_link_in_a_folder_is_not_followed_but_one_that_the_teacher_names_is(records, tmp_path):
    assert records["link"]["points"] == 0
    assert "is a link" in records["link"]["problem"]
    link = tmp_path / "trial_anna.ipynb"
    link.symlink_to(write(tmp_path / "elsewhere" / "work.ipynb", answered()))
    result = run("grade", link, "--solutions", gradings.TRIAL / "solutions", "--json")
    (one,) = json.loads(result.stdout)["submissions"]
    assert (one["student"], one["points"]) == ("anna", sum(FULL.values()))


def recorded(path: Path, *students: str) -> Gradebook:
    """Return a gradebook of the worksheet `trial`, written and read again."""
    book = Gradebook(path)
    for student in students:
        book.add(Graded(student, "trial", "", [Mark("trial-1", 2, 2, "Right.")]))
    book.save()
    return resumed(path)


def test_who_is_in_the_gradebook_with_this_worksheet_is_done(tmp_path):
    book = recorded(tmp_path / "grades.csv", "anna", "=1+1")
    other = untouched() | {"metadata": {"qantar": {"worksheet": "other"}}}
    files = {
        name: write(tmp_path / f"{name}.ipynb", notebook) for name, notebook in {"a": untouched(), "b": other}.items()
    }
    (tmp_path / "c.ipynb").write_text("{")

    def done(student: str, worksheet: str | None, file: Path) -> bool:
        return book.holds(opened(Handed(file, student, worksheet), ["trial", "other"]))

    assert done("anna", "trial", files["a"])
    assert done("=1+1", "trial", files["a"])
    assert not done("anna", "trial", files["b"])  # what the notebook declares goes before what its path says
    assert not done("ben", "trial", files["a"])
    assert done("anna", None, files["a"])
    assert not done("anna", None, files["b"])
    assert done("anna", None, tmp_path / "c.ipynb")
    assert not done("anna", "other", tmp_path / "c.ipynb")
    assert not done("ben", None, tmp_path / "c.ipynb")


def test_a_resumed_gradebook_takes_in_what_could_not_be_graded(tmp_path):
    book = recorded(tmp_path / "grades.csv", "anna")
    book.add(Graded("ben", "trial", "", [Mark("trial-1", 0, 2, "no JSON")], problem="no JSON"))
    book.save()
    assert len(resumed(tmp_path / "grades.csv").rows) == 2


# Consoles


NAMED = "Әйгерім \U0001f600 Қ."


def graded_into(monkeypatch, encoding: str, *options: str) -> tuple[int, bytes, bytes]:
    """Return exit status, standard output and error of `qantar grade` on a console of this encoding."""
    marks = [Mark("trial-1", 1, 2, "Right."), Mark("trial-2", None, 3, NOT_GRADED + f"{NAMED}\x1b[2J")]
    batch = Batch([Graded(NAMED, "trial", f"{NAMED}.ipynb", marks)], "a fork server", "full", 7)
    monkeypatch.setattr("qantar.grading.course.grade.grade", lambda order: batch)
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding), io.TextIOWrapper(io.BytesIO(), "ascii", "replace")]
    monkeypatch.setattr(sys, "stdout", streams[0])
    monkeypatch.setattr(sys, "stderr", streams[1])
    status = main(["grade", "x.ipynb", "--solutions", str(gradings.TRIAL / "solutions"), *options])
    out, err = (stream.detach().getvalue() for stream in streams if stream.flush() is None)
    return status, out, err


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "cp1252", "cp866", "utf-8"])
def test_every_console_gets_the_report_and_whole_json(monkeypatch, encoding):
    status, out, err = graded_into(monkeypatch, encoding)
    told = out.decode(encoding)
    assert (status, b"Traceback" in err) == (1, False)
    assert "1/5" in told and r"\x1b[2J" in told and "\x1b" not in told
    assert told.index("Not graded, because") < told.index("1/5") and "incomplete" in told
    name = NAMED.encode(encoding, "backslashreplace").decode(encoding)
    assert name in told
    status, out, err = graded_into(monkeypatch, encoding, "--json")
    (one,) = json.loads(out.decode(encoding))["submissions"]
    assert (one["student"], one["points"], one["exercises"][1]["points"]) == (NAMED, None, None)


def test_what_others_set_for_pytest_does_not_reach_the_grader(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    result = run("grade", write(tmp_path / "trial_anna.ipynb", answered()), "--solutions", gradings.TRIAL / "solutions")
    assert (result.returncode, result.stderr) == (0, "")


# argparse itself says nothing when its help cannot be written: only what comes later is tried without a buffer.
@pytest.mark.parametrize(("words", "unbuffered"), [(["--help"], ""), (["facts", "check", "README.md"], "1")])
def test_a_reader_who_leaves_ends_a_command_without_a_word(words, unbuffered):
    theirs, ours = os.pipe()
    os.close(theirs)
    command = [sys.executable, "-m", "qantar", *words]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    done = subprocess.run(command, stdout=ours, stderr=subprocess.PIPE, env=environment, cwd=gradings.TRIAL.parents[2])
    os.close(ours)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_the_output_is_said_in_one_sentence():
    command, environment = [sys.executable, "-m", "qantar", "--help"], {**os.environ, "PYTHONUNBUFFERED": ""}
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"No space left on device" in done.stderr


def test_a_word_of_a_command_is_printed_as_data(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["grade", "x", "--\x1b[2J"])
    assert ended.value.code == 2 and "\x1b" not in capsys.readouterr().err
    assert main(["grade", "nowhere\x1b[2J"]) == 2
    assert r"nowhere\x1b[2J is neither a file nor a folder" in capsys.readouterr().err
