"""Whose a file is and of which worksheet: the folder says who, and nobody disappears."""

import os
from pathlib import Path

import pytest
from gradings import answered, untouched, write

from qantar.errors import QantarError
from qantar.grading.course.letters import Letters
from qantar.grading.marking.layout import Handed, find_submissions
from qantar.grading.marking.submission import Submission, opened, settled

WORKSHEETS = ["trial", "other"]


def found(*paths: Path) -> list[Handed]:
    return find_submissions(list(paths), WORKSHEETS)


def settle(*paths: Path) -> dict[str, Submission]:
    """Return the submissions at some paths by the names under which they stand in all results."""
    submissions = settled([opened(one, WORKSHEETS) for one in found(*paths)])
    assert len({one.student for one in submissions}) == len(submissions)
    return {one.student: one for one in submissions}


@pytest.mark.parametrize(
    ("path", "student", "worksheet"),
    [
        ("anna/trial.ipynb", "anna", "trial"),
        ("anna/trial/trial.ipynb", "anna", "trial"),
        ("trial/anna/trial.ipynb", "anna", "trial"),
        ("anna/trial (1).ipynb", "anna", "trial"),
        ("anna/trial-Copy1.ipynb", "anna", "trial"),
        ("anna/trial - Copy (2).ipynb", "anna", "trial"),
        ("mallory/trial_bob.ipynb", "mallory", "trial"),
        ("mallory/bob/trial.ipynb", "mallory", "trial"),
        ("mallory/bob.ipynb", "mallory", None),
        ("anna/trial/work.ipynb", "anna", "trial"),
        ("trial/anna.ipynb", "anna", "trial"),
        ("trial_anna.ipynb", "anna", "trial"),
        ("trial_anna (1).ipynb", "anna", "trial"),
        ("trial-anna b.ipynb", "anna b", "trial"),
        ("anna_trial.ipynb", "anna", "trial"),
        ("trial_anna_trial_2.ipynb", "anna_trial_2", "trial"),
        ("anna.ipynb", "anna", None),
        ("other_trial_anna.ipynb", "trial_anna", "other"),
        ("trials.ipynb", "trials", None),
    ],
)
def test_student_and_worksheet_are_read_off_the_path(tmp_path, path, student, worksheet):
    file = write(tmp_path / path, untouched())
    assert found(tmp_path) == [Handed(file, student, worksheet)]


@pytest.mark.parametrize("name", ["trial.ipynb", "trial (1).ipynb", "trial-Copy1.ipynb"])
def test_a_file_that_is_called_after_the_worksheet_alone_belongs_to_its_folder(tmp_path, name):
    file = write(tmp_path / "anna" / name, untouched())
    assert {(one.student, one.worksheet) for one in (*found(file), *found(tmp_path / "anna"))} == {("anna", "trial")}


def test_each_of_several_folders_is_a_persons(tmp_path):
    for path in ("mallory/trial_bob.ipynb", "anna/bob/trial.ipynb"):
        write(tmp_path / path, untouched())
    assert [one.student for one in found(tmp_path / "mallory", tmp_path / "anna")] == ["anna", "mallory"]
    for path in ("trial/anna.ipynb", "other/anna.ipynb"):
        write(tmp_path / path, untouched())
    together = found(tmp_path / "trial", tmp_path / "other")
    assert [(one.student, one.worksheet) for one in together] == [("anna", "other"), ("anna", "trial")]


def test_a_file_is_taken_once_however_often_it_is_named(tmp_path):
    file = write(tmp_path / "in" / "anna" / "trial.ipynb", untouched())
    assert len(found(tmp_path / "in", file, tmp_path / "in" / "anna" / ".." / "anna" / "trial.ipynb")) == 1


def test_two_files_of_one_person_for_one_worksheet_are_both_named(tmp_path):
    write(tmp_path / "anna" / "trial.ipynb", untouched())
    write(tmp_path / "anna" / "final.ipynb", answered())  # that it is of the same worksheet stands in the file alone
    write(tmp_path / "anna" / "other.ipynb", untouched() | {"metadata": {"qantar": {"worksheet": "other"}}})
    write(tmp_path / "bolat" / "trial.ipynb", untouched())
    named = settle(tmp_path)
    assert {name: one.worksheet for name, one in named.items()} == {
        "anna": "other",
        "anna [anna/final.ipynb]": "trial",
        "anna [anna/trial.ipynb]": "trial",
        "bolat": "trial",
    }


def test_names_that_are_equal_once_they_can_be_printed_are_told_apart(tmp_path):
    for name in ("a\x1b", r"a\x1b"):
        write(tmp_path / name / "trial.ipynb", untouched())
    assert sorted(settle(tmp_path)) == [r"a\x1b [a\x1b/trial.ipynb]", r"a\x1b [a\x1b/trial.ipynb]'"]


def test_a_file_of_no_worksheet_does_not_spoil_the_one_that_counts(tmp_path):
    write(tmp_path / "anna" / "trial.ipynb", answered())
    write(tmp_path / "anna" / "notes.ipynb", {"cells": [], "metadata": {}, "nbformat": 4})
    named = settle(tmp_path)
    assert named["anna [anna/trial.ipynb]"].problem == ""
    assert "no worksheet" in named["anna [anna/notes.ipynb]"].problem


MISSING = {
    "zipped/trial.zip": "unpack it",
    "python/trial.py": "no notebook (.ipynb): ask",
    "flat_trial.zip": "unpack it",
    "empty": "is empty",
}


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
def test_who_handed_in_no_notebook_is_named_with_what_to_do(tmp_path, monkeypatch):
    write(tmp_path / "anna" / "trial.ipynb", answered())
    (tmp_path / "anna" / "attachment.zip").write_bytes(b"")
    for name in MISSING:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"") if "." in name else (tmp_path / name).mkdir()
    (tmp_path / "piped").mkdir()
    os.mkfifo(tmp_path / "piped" / "trial.ipynb")
    (tmp_path / "linked").symlink_to(tmp_path / "anna")
    (tmp_path / "README.md").write_text("not handed in by anybody")
    named = settle(tmp_path)
    told = MISSING | {"piped/trial.ipynb": "a pipe or a device", "linked": "is a link"}
    assert set(named) == {"anna", "zipped", "python", "flat", "empty", "piped", "linked"}
    for place, words in told.items():
        (one,) = [one for one in named.values() if one.handed.place == place]
        assert one.fault.startswith(place) and words in one.fault


def test_a_folder_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    write(tmp_path / "anna" / "trial.ipynb", answered())
    write(tmp_path / "shut" / "trial.ipynb", answered())
    real = os.scandir

    def refusing(path: str) -> object:
        if os.path.basename(path) == "shut":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert "shut cannot be read (Permission denied)" in settle(tmp_path)["shut"].fault


def test_a_file_that_cannot_be_read_is_no_fault_of_the_student(tmp_path, monkeypatch):
    write(tmp_path / "anna" / "trial.ipynb", answered())

    def refusing(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refusing)
    one = settle(tmp_path)["anna"]
    assert (one.problem, one.fault) == ("", "anna/trial.ipynb cannot be read (Permission denied).")


def test_a_folder_of_nothing_is_refused(tmp_path):
    with pytest.raises(QantarError, match="no notebook"):
        found(tmp_path)


def test_no_two_feedback_files_have_one_name_in_any_file_system(tmp_path):
    names = ["Anna", "anna", "Ana\u0301", "Aná", "a-other", "b"]
    submissions = [Submission(Handed(Path(f"{name}.ipynb"), name, "trial"), "trial") for name in names]
    submissions += [Submission(Handed(Path("x.ipynb"), "a", "other-trial"), "other-trial")]
    letters = Letters(tmp_path, submissions)
    assert len({name.casefold() for name in letters.names.values()}) == len(names) + 1
    assert letters.names["b", "trial"] == "b-trial"
    assert all(letters.names[name, "trial"] != f"{name}-trial" for name in ("Anna", "anna", "a-other"))
