"""Right, wrong, or not graded: an error of ours is never a mark, and no mark that stands is ever lost."""

import csv
import json
import os
import signal
import stat
import sys
from pathlib import Path

import gradings
import pytest
from filelock import FileLock
from gradings import FULL, answered, untouched, write

from qantar.cli import main
from qantar.files import write_text
from qantar.grading.course import grade as room
from qantar.grading.course.gradebook import COLUMNS, EARLIER, Gradebook, resumed
from qantar.grading.course.letters import letter
from qantar.grading.marking import submission
from qantar.grading.marking.marks import NOT_GRADED, Graded, Mark, not_graded
from qantar.grading.sandbox.kernels import Opening
from qantar.grading.sandbox.wire import KernelLost

UNFIT = gradings.read(gradings.SOLUTION)


class Broken(Opening):
    """A way to start kernels of which one does not come up whenever `refuses` says so."""

    started = 0

    def kernels(self):
        kernels = super().kernels()
        start = kernels.start

        def counted(limits):
            Broken.started += 1
            if self.refuses(Broken.started):
                raise KernelLost("start")
            return start(limits)

        kernels.start = counted
        return kernels

    @staticmethod
    def refuses(number: int) -> bool:
        return number > 3


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A class of which the grader cannot grade everybody: of five worksheets one names an unfit draft."""
    folder = tmp_path_factory.mktemp("class")
    draft = UNFIT | {"metadata": UNFIT["metadata"] | {"qantar": {"worksheet": "draft", "points": 99}}}
    write(folder / "solutions" / "draft.ipynb", draft)
    write(folder / "solutions" / "trial.ipynb", UNFIT)
    for name in ("anna", "bob", "carla", "fails"):
        write(folder / "in" / name / "trial.ipynb", answered())
    write(folder / "in" / "drafted" / "work.ipynb", untouched() | {"metadata": {"qantar": {"worksheet": "draft"}}})
    (folder / "in" / "zipped").mkdir()
    (folder / "in" / "zipped" / "trial.zip").write_bytes(b"PK")
    return folder


def graded(folder: Path, capsys: pytest.CaptureFixture, *options: object) -> tuple[int, str, str]:
    """Grade the class in this process; return exit status, standard output and standard error."""
    words = ["grade", folder / "in", "--solutions", folder / "solutions", "--jobs", 1, *options]
    status = main([str(word) for word in words])
    return status, *capsys.readouterr()


def test_what_we_could_not_grade_is_no_mark_comes_first_and_is_taken_up_again(folder, capsys, monkeypatch):
    real = submission.read_notebook

    def fails(path: Path) -> dict:
        if path.parent.name == "fails":
            raise KeyError("an error of ours")
        return real(path)

    book = folder / "grades.csv"
    with monkeypatch.context() as patched:
        patched.setattr(submission, "read_notebook", fails)
        patched.setattr(room, "Opening", Broken)  # solution, anna and bob get a kernel, carla gets none
        status, out, err = graded(folder, capsys, "--out", book, "--json")
    batch = json.loads(out)
    assert (status, batch["graded"], batch["of"], batch["not_graded"]) == (1, 2, 6, 4)
    assert "Not graded, for no fault of the student: 4" in err
    records = {one["student"]: one for one in batch["submissions"]}
    assert list(records)[:4] == ["carla", "drafted", "fails", "zipped"]
    assert [records[name]["points"] for name in records] == [None] * 4 + [sum(FULL.values())] * 2
    why = {name: " ".join(one["not_graded"]) for name, one in records.items()}
    assert "the grader failed on this file (KeyError" in why["fails"]
    assert "draft.ipynb: " in why["drafted"] and "declares 99" in why["drafted"]
    assert "trial.zip is a packed file: unpack it" in why["zipped"]
    assert why["carla"].count("no kernel started") == 3
    first = rows_of(book)
    points = {(row["student"], row["exercise"]): row["points"] for row in first}
    assert {points["carla", name] for name in FULL} == {points["fails", ""]} == {points["drafted", ""]} == {""}
    assert points["anna", "trial-1"] == "2"

    # What a person entered meanwhile stays, whoever is graded next.
    entered = book.read_text().replace("carla,trial,trial-1,,", "carla,trial,trial-1,1.5,")
    book.write_text(entered.replace("anna,trial,trial-4,,", "anna,trial,trial-4,2,"))
    write(folder / "in" / "zipped" / "trial.ipynb", answered())
    status, out, err = graded(folder, capsys, "--out", book, "--resume")
    assert (status, "graded 3 of 4" in out, "2 were in the gradebook" in out) == (1, True, True)
    assert out.index("drafted · draft: Not graded, because draft.ipynb") < out.index("carla · trial")
    second = {(row["student"], row["exercise"]): row["points"] for row in rows_of(book)}
    assert second["carla", "trial-1"] == "1.5" and second["anna", "trial-4"] == "2"
    for name in ("carla", "fails", "zipped"):
        left = {exercise: second[name, exercise] for exercise in FULL}
        assert left == {exercise: str(most) for exercise, most in FULL.items()} or name == "carla"
    assert {key for key in second if key[1] == ""} == {("drafted", "")}
    assert len(rows_of(book)) == len({(row["student"], row["exercise"]) for row in rows_of(book)})


def test_when_nobody_can_be_graded_nothing_is_written_and_the_reason_is_said(folder, capsys, monkeypatch):
    monkeypatch.setattr(room, "Opening", Broken)
    monkeypatch.setattr(Broken, "refuses", staticmethod(lambda number: True))
    status, out, err = graded(folder, capsys, "--out", folder / "none.csv")
    assert (status, err) == (2, "Nothing could be graded; the reasons stand above.\n")
    assert "anna · trial: Not graded, because no kernel started for the solution" in out
    assert not (folder / "none.csv").exists()


def test_a_kernel_that_comes_up_the_second_time_costs_nothing(folder, capsys, monkeypatch):
    monkeypatch.setattr(room, "Opening", Broken)
    monkeypatch.setattr(Broken, "refuses", staticmethod(lambda number: number % 2 == 1))
    monkeypatch.setattr(Broken, "started", 0)
    status, out, _ = graded(folder, capsys, "--json")
    records = {one["student"]: one["points"] for one in json.loads(out)["submissions"]}
    assert (records["anna"], records["bob"], records["carla"]) == (8, 8, 8)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_run_that_is_asked_to_end_saves_what_is_graded(folder, capsys, monkeypatch, name):
    number = getattr(signal, name)
    handlers = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGHUP)
    book = folder / f"{name}.csv"
    monkeypatch.setattr(room, "Opening", Broken)
    monkeypatch.setattr(Broken, "started", 0)
    # The third kernel is the second student's.
    monkeypatch.setattr(Broken, "refuses", staticmethod(lambda count: count > 2 and os.kill(os.getpid(), number)))
    status, _, err = graded(folder, capsys, "--out", book)
    assert (status, err) == (130, "Stopped.\n")
    assert {row["student"] for row in rows_of(book)} == {"anna"}
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGHUP)) == handlers


# The gradebook


def refused(folder: Path, capsys: pytest.CaptureFixture, book: Path, *options: str) -> str:
    """Return the one sentence with which grading into this file is refused; nothing changes."""
    before = book.read_bytes() if book.is_file() else None
    beside = sorted(book.parent.iterdir())
    status, out, err = graded(folder, capsys, "--out", book, *options)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert before == (book.read_bytes() if book.is_file() else None)
    assert sorted(book.parent.iterdir()) == beside
    return err


def test_two_runs_never_write_one_gradebook(folder, capsys, tmp_path):
    book = tmp_path / "grades.csv"
    with FileLock(tmp_path / ".grades.csv.lock"):
        assert "Another run writes" in refused(folder, capsys, book)
    link = tmp_path / "link.csv"
    link.symlink_to(book)
    with FileLock(tmp_path / ".grades.csv.lock"):
        assert "Another run writes" in refused(folder, capsys, link, "--resume")


@pytest.mark.parametrize("content", ["student,points\nanna,18\n", "x", "\n"])
def test_what_stands_in_a_file_is_never_overwritten(folder, capsys, tmp_path, content):
    book = tmp_path / "grades.csv"
    book.write_text(content)
    assert "marks in it could be lost" in refused(folder, capsys, book)


@pytest.mark.parametrize("content", [b"student,points\nanna,18\n", b"\xff\xfe", b'"', b"\0", b"a,b\n" * 3])
def test_what_is_no_gradebook_is_not_gone_on_with(folder, capsys, tmp_path, content):
    book = tmp_path / "grades.csv"
    book.write_bytes(content)
    assert "is no gradebook" in (told := refused(folder, capsys, book, "--resume")) or "is no text in UTF-8" in told


def test_a_gradebook_of_the_first_versions_and_one_saved_with_a_mark_in_front_are_gone_on_with(tmp_path):
    book = tmp_path / "grades.csv"
    book.write_text(",".join(EARLIER) + "\nanna,trial,trial-1,2,2,Right.\n", encoding="utf-8-sig")
    opened = resumed(book)
    opened.how = ("full", "7")
    opened.add(Graded("bob", "trial", "", [Mark("trial-1", 1, 2, "")]))
    opened.save()
    assert book.read_text().splitlines() == [
        ",".join(COLUMNS),
        "anna,trial,trial-1,2,2,Right.,,",
        "bob,trial,trial-1,1,2,,full,7",
    ]
    book.write_text("")
    assert resumed(book).rows == []


def test_a_name_that_is_a_formula_stays_one_row_that_can_be_gone_on_with(tmp_path):
    book, name = tmp_path / "grades.csv", "x\r=1+1\n@a;=b"
    Gradebook(book).save()
    assert not book.exists()
    first = Gradebook(book)
    first.add(Graded(name, "trial", "", [Mark("trial-1", 1, 2, "=1\n=2")]))
    first.save()
    (row,) = rows_of(book)
    assert row["student"] == r"x\r=1+1\n@a;'=b" and row["message"] == r"'=1\n=2"
    again = resumed(book)
    assert again.rows_of(name, "trial") == again.rows and len(again.rows) == 1


def test_a_disk_that_is_full_loses_no_mark_that_was_graded(folder, capsys, monkeypatch, tmp_path):
    def full(path: Path, text: str) -> None:
        write_text(tmp_path / "missing" / "grades.csv", text)

    monkeypatch.setattr("qantar.grading.course.gradebook.write_text", full)
    monkeypatch.setattr("qantar.grading.course.gradebook.SAVE_EVERY_S", 0)
    status, out, err = graded(folder, capsys, "--out", tmp_path / "grades.csv", "--json")
    assert status == 2 and "cannot be written" in err
    assert json.loads(out)["graded"] == 5


@pytest.mark.skipif(sys.platform != "linux", reason="needs a device")
def test_a_device_as_gradebook_stays_one(folder, capsys):
    status, out, _ = graded(folder, capsys, "--out", "/dev/null")
    assert status == 1 and "graded 5 of 6" in out
    assert stat.S_ISCHR(os.lstat("/dev/null").st_mode)


# What counts as which


def test_a_sum_never_counts_what_is_not_graded_as_nothing():
    marks = [Mark("a", 1, 2, ""), Mark("b", None, 3, NOT_GRADED + "no kernel."), Mark("c", None, 2, "Marked by …")]
    one = Graded("anna", "trial", "", marks)
    assert (one.points, one.max_points, one.open_points, one.missing) == (1, 5, 2, [marks[1]])
    assert "Points: 1 of 5, and up to 2 more from your teacher so far; not all could be graded." in letter(one)
    whole = not_graded(Graded("anna", "", ""), "of us.")
    assert (whole.missing, whole.max_points) == (whole.marks, 0)
    assert "<h2>worksheet: – of –</h2>" in letter(whole) and "Not graded, because of us." in letter(whole)
