"""No command and no tool ends in a traceback: odd input is refused in one sentence, and nothing is half written."""

import itertools
import json
import os
import runpy
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import gradings
import pytest
from repository import ROOT

from qantar.cli import main

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has neither pipes in folders nor such links")
NOTEBOOK = gradings.WORKSHEET.read_bytes()
KINDS: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: None,
    "folder": lambda path: path.mkdir(),
    "empty": lambda path: path.write_bytes(b""),
    "binary": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0\xff"),
    "truncated": lambda path: path.write_bytes(NOTEBOOK[: len(NOTEBOOK) // 2]),
    "list": lambda path: path.write_bytes(b"[1, [2]]\n"),
    "other object": lambda path: path.write_bytes(b'{"cells": 1, "resources": [{"name": []}], "exercises": 3}\n'),
    "deep": lambda path: path.write_bytes(b"[" * 100_000),
    "endless": os.mkfifo,
    "loop": lambda path: path.symlink_to(path.name),
}
FINE = {("facts page", kind) for kind in ("empty", "truncated", "list", "other object")} | {
    ("refresh a map", "other object")
}
"""A page may hold any text, and a description be renewed for any object: what is wrong inside is for others to say."""
BEGUN = {("grade on", kind) for kind in ("missing", "empty", "endless")} | {("facts page", "deep")}
"""A gradebook that is not there, or holds nothing, is begun, and a pipe is written to: other tests do so."""


def a_table(folder: Path) -> Path:
    """Return the place of a table in a folder that describes it."""
    package = json.loads((ROOT / "src" / "qantar" / "data" / "datapackage.json").read_text(encoding="utf-8"))
    kept = [one for one in package["resources"] if one["name"] in {"places", "regions"}]
    (folder / "datapackage.json").write_text(json.dumps({**package, "resources": kept}), encoding="utf-8")
    shutil.copy(ROOT / "src" / "qantar" / "data" / "regions.csv", folder)
    return folder / "places.csv"


def a_map(folder: Path) -> Path:
    """Return the place of a map in a folder that describes it."""
    table = a_table(folder)
    shutil.copy(ROOT / "src" / "qantar" / "data" / "places.csv", table)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"].append(
        {"name": "m", "path": "m.json", "join": {"property": "p", "resource": "regions", "field": "region_code"}}
    )
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder / "m.json"


def a_solution(folder: Path) -> Path:
    return folder / "trial.ipynb"


READERS: dict[str, tuple[Callable[[Path], Path], list[str]]] = {
    "grade on": (
        lambda folder: folder / "grades.csv",
        ["grade", str(gradings.WORKSHEET), "--solutions", "{trial}", "--out", "{path}", "--resume"],
    ),
    "release": (a_solution, ["release", "--solutions", "{folder}"]),
    "release one": (a_solution, ["release", "trial", "--solutions", "{folder}"]),
    "release executed": (a_solution, ["release", "--execute", "trial", "--solutions", "{folder}"]),
    "release checked": (a_solution, ["release", "--check", "--solutions", "{folder}"]),
    "release from what is no folder": (a_solution, ["release", "--solutions", "{path}"]),
    "validate": (lambda folder: folder / "datapackage.json", ["data", "validate", "--folder", "{folder}"]),
    "validate a table": (a_table, ["data", "validate", "--folder", "{folder}"]),
    "validate a map": (a_map, ["data", "validate", "--folder", "{folder}"]),
    "validate what is no folder": (a_solution, ["data", "validate", "--folder", "{path}"]),
    "refresh": (lambda folder: folder / "datapackage.json", ["data", "refresh", "--folder", "{folder}"]),
    "refresh a table": (a_table, ["data", "refresh", "--folder", "{folder}"]),
    "refresh a map": (a_map, ["data", "refresh", "--folder", "{folder}"]),
    "refresh what is no folder": (a_solution, ["data", "refresh", "--folder", "{path}"]),
    "facts page": (lambda folder: folder / "page.md", ["facts", "check", "{path}"]),
    "facts notebook": (lambda folder: folder / "page.ipynb", ["facts", "check", "{path}"]),
    "zip": (lambda folder: folder / "book", ["zip_book.py", "{path}", "{folder}/book.zip"]),
    "wheels": (lambda folder: folder / "lock", ["collect_wheels.py", "{path}", "{folder}/wheels"]),
    "print": (lambda folder: folder / "book", ["print_book.py", "{path}", "{folder}/pdf"]),
}
WRITERS: dict[str, list[str]] = {
    "gradebook": ["grade", str(gradings.WORKSHEET), "--solutions", "{trial}", "--out", "{path}"],
    "feedback": ["grade", str(gradings.WORKSHEET), "--solutions", "{trial}", "--feedback", "{path}"],
    "pages": ["pages", "--folder", "{path}"],
    "quiz": ["quiz", "causes", "--out", "{path}"],
    "zip": ["zip_book.py", "{book}", "{path}"],
    "wheels": ["collect_wheels.py", str(ROOT / ".binder" / "requirements.lock"), "{path}", "here"],
}
WRONG_WORDS = [
    *(["zip_book.py"], ["zip_book.py", "a"], ["zip_book.py", "a", "b", "c", "d"]),
    *(["collect_wheels.py"], ["print_book.py"], ["print_book.py", "a", "b", "--c"], ["classroom.py", "--odd"]),
    *(["classroom.py", "--prepare"], ["collect_wheels.py", "lock", "folder", "amiga"]),
    *(["release", "--solutions", ""], ["release", "../x"], ["quiz", "winter"], ["data"], ["data", "mend"], ["facts"]),
    *(["pages", "--folder", "nowhere"], ["facts", "check", ""], ["grade"], ["grade", ""], ["grade", "\0"]),
    *(["grade", "x", "--seed", "-1"], ["grade", "x", "--memory", "0"], ["grade", "x", "--jobs", "²"]),
]


def called(words: list[str], capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Run a command or a tool in this process; return its exit status and what it said on standard error."""
    try:
        if words[0].endswith(".py"):
            monkeypatch.setattr(sys, "argv", words)
            runpy.run_path(str(ROOT / "tools" / words[0]), run_name="__main__")
        status = main(words)
    except SystemExit as ended:
        status = ended.code
    return status, capsys.readouterr().err


def state(folder: Path) -> dict[str, bytes | None]:
    """Return what lies in a folder, by its name; the locks that a gradebook leaves nowhere else."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.parametrize(("name", "kind"), [case for case in itertools.product(READERS, KINDS) if case not in BEGUN])
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path, capsys, monkeypatch, name, kind):
    monkeypatch.setattr("qantar.facts.derived.disagreements", list)  # of tables, which nobody spoilt
    place, words = READERS[name]
    path = place(tmp_path)
    KINDS[kind](path)
    before = state(tmp_path)
    filled = [word.format(path=path, folder=tmp_path, trial=gradings.TRIAL / "solutions") for word in words]
    status, said = called(filled, capsys, monkeypatch)
    if (name, kind) in FINE:
        assert status in {0, 1} and said == ""
        return
    assert status in ({1, 2} if name.startswith("validate") or name == "release checked" else {2})
    assert "Traceback" not in said and said.count("\n") == (1 if status == 2 else 0), said
    assert state(tmp_path) == before


@pytest.mark.parametrize("kind", ["a file", "folder", "endless", "loop", "below a file"])
@pytest.mark.parametrize("name", WRITERS)
def test_what_cannot_be_written_is_refused_in_one_sentence(tmp_path, capsys, monkeypatch, name, kind):
    path = tmp_path / "out"
    if kind in KINDS:
        KINDS[kind](path)
    else:
        path.write_text("kept", encoding="utf-8")
    path = path / "more" if kind == "below a file" else path
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "index.html").write_text("a")
    if kind == "folder" and name in {"feedback", "pages", "quiz", "wheels"} or (name, kind) == ("zip", "a file"):
        return  # what they write to
    before = state(tmp_path)
    fill = {"path": path, "book": tmp_path / "book", "trial": gradings.TRIAL / "solutions"}
    monkeypatch.setattr("subprocess.run", None)  # no tool may begin its work
    status, said = called([word.format(**fill) for word in WRITERS[name]], capsys, monkeypatch)
    assert (status, said.count("\n")) == (2, 1), said
    assert "Traceback" not in said
    assert state(tmp_path) == before


@pytest.mark.parametrize("words", WRONG_WORDS, ids=" ".join)
def test_wrong_words_end_with_status_2_and_leave_nothing(tmp_path, capsys, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    status, said = called(words, capsys, monkeypatch)
    assert status == 2 and "Traceback" not in said
    assert said.splitlines()[-1].endswith((".", ")", "COMMAND")) or "error: " in said.splitlines()[-1]
    assert not list(tmp_path.iterdir())


def test_solutions_of_all_odd_kinds_spoil_their_own_worksheets_alone(tmp_path, capsys):
    (tmp_path / "solutions").mkdir()
    kinds = [kind for kind in KINDS if kind not in {"missing", "loop"}]
    for kind in kinds:
        KINDS[kind](tmp_path / "solutions" / f"{kind}.ipynb")
        odd = gradings.untouched() | {"metadata": {"qantar": {"worksheet": kind}}}
        gradings.write(tmp_path / "in" / f"with {kind}" / "work.ipynb", odd)
    shutil.copy(gradings.SOLUTION, tmp_path / "solutions")
    gradings.write(tmp_path / "in" / "anna" / "trial.ipynb", gradings.answered())
    status = main(["grade", str(tmp_path / "in"), "--solutions", str(tmp_path / "solutions"), "--json"])
    batch = json.loads(capsys.readouterr().out)
    assert (status, batch["graded"], batch["not_graded"]) == (1, 1, len(kinds))
    assert all(f"{one['worksheet']}.ipynb" in one["not_graded"][0] for one in batch["submissions"][:-1])
