"""The commands of the Makefile, as README.md, Windows and CI repeat them, and what they say to bad input."""

import ast
import itertools
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from repository import ROOT, recipes, run, text, windows_commands

MAKE = shutil.which("make")


# Commands


def test_readme_and_makefile_name_the_same_commands():
    assert set(recipes()) - {"help"} == set(windows_commands()) - {""}
    assert {"book", "check", "test", "lab", "serve", "grade", "zip", "clean"} <= set(recipes())


@pytest.mark.parametrize("target", ["book", "check", "test", "lab", "serve", "grade", "zip", "wheels", "pdf"])
def test_windows_runs_what_make_runs(target):
    recipe = recipes()[target].replace("$(PATHS)", "exercises/submissions").replace(" $(SYSTEMS)", "")
    commands = re.findall(r"^\t\$\(BIN\)/(.*)$", recipe, re.M)
    asked = {"grade": " --portable"}.get(target, "")  # no other way is there on Windows
    assert commands
    for command in commands:
        assert f".venv\\Scripts\\{command}{asked}" in windows_commands()[target]


def test_windows_makes_the_environment_make_makes():
    made = re.findall(r"^\t\$\(PIP\) install --quiet (.*)$", text("Makefile"), re.M)
    installs = [rf".venv\Scripts\python -m pip install {words}" for words in made]
    assert len(made) == 2 and windows_commands()[""] == ["py -3 -m venv .venv", *installs]


ON_WINDOWS = sorted({command for commands in windows_commands().values() for command in commands})
PLAIN = re.compile(r'[\w./:=\\-]+|"@[\w./]+"')
"""A word that PowerShell hands on as it is: it would split the quoted form, @FILE, and read other signs itself."""


@pytest.mark.parametrize("command", ON_WINDOWS)
def test_a_command_for_windows_is_one_program_with_options_that_it_has(command):
    words = command.split()
    assert [word for word in words if not PLAIN.fullmatch(word)] == []
    if words[0] == "py":
        assert words[1:4] == ["-3", "-m", "venv"]
        return
    folder, program = words[0].rsplit("\\", 1)
    beside = shutil.which(program, path=Path(sys.executable).parent)
    assert folder == r".venv\Scripts" and beside
    assert all((ROOT / word).exists() for word in words[1:] if word.startswith(("tools/", "exercises/solutions")))
    options = re.findall(r"(?<= )-{1,2}[a-z][\w-]*", command.removeprefix(f"{words[0]} -m"))
    if options:
        said = run(beside, *asked_for_help(words[1:])).stdout
        assert [option for option in options if not re.search(rf"(?<![\w-]){option}(?![\w-])", said)] == []


def asked_for_help(words: list[str]) -> list[str]:
    """Return the words that name a program within the program, `-m pip install` or `build`, and ask it for help."""
    own = words[:2] if words[0] == "-m" else []
    named = [*own, *itertools.takewhile(str.isalpha, words[len(own) :])]
    return [*(named if named != ["tests"] else []), "--help"]


def test_help_lists_every_target():
    listed = run(MAKE, "help").stdout
    assert re.findall(r"^make ([a-z]+)\t", listed, re.M) == list(recipes())


def test_what_is_checked_after_an_edit_needs_neither_a_browser_nor_a_built_book():
    checked = [function for entry in text("tests/check.txt").splitlines() for function in functions_of(entry)]
    assert len(checked) > 100
    built = {"book", "served", "browser"}
    assert [one.name for one in checked if built & {argument.arg for argument in one.args.args}] == []


def functions_of(entry: str) -> list[ast.FunctionDef]:
    """Return the test functions of a folder, a file, or a file and a name after `::`."""
    place, _, name = entry.partition("::")
    paths = [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).glob("test_*.py"))
    functions = [one for path in paths for one in ast.parse(text(path)).body if isinstance(one, ast.FunctionDef)]
    found = [one for one in functions if one.name.startswith("test_") and name in ("", one.name)]
    assert found, entry
    return found


def test_ci_runs_the_test_command_of_the_readme():
    command = text(".ci/run").strip().splitlines()[-1]
    assert command == "make test"
    assert f"\n    {command}\n" in text("README.md")
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert run("bash", "-n", ".ci/run").returncode == 0


# Bad input


@pytest.fixture
def bare(tmp_path) -> Path:
    """A folder with what `make` needs and no environment, its path with a space and a letter beyond ASCII."""
    folder = tmp_path / "ä b"
    folder.mkdir()
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def fake_python(folder: Path, name: str, body: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    program.chmod(0o755)


def posing_as(version: str) -> str:
    """Return a script that answers as a Python of this version would, and starts nothing else."""
    pretend = f"import sys; sys.version_info = ({version}, 0); $2"
    return f'[ "$1" = -c ] && exec "{sys.executable}" -c "{pretend}"; echo "{version}: $*"; exit 1'


def path_with_pythons(folder: Path, **versions: str) -> str:
    """Return a PATH on which every python3… is 3.10, unless `versions` says otherwise."""
    folder.mkdir()
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        fake_python(folder, name, posing_as(versions.get(name.replace(".", "_"), "3, 10")))
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_python_too_old_is_refused_in_one_sentence(bare, tmp_path):
    done = run(MAKE, "book", cwd=bare, PATH=path_with_pythons(tmp_path / "bin"))
    assert done.returncode == 2
    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert said == [
        "Qantar needs Python 3.11 or newer and found none: install it, or name it with PYTHON=path/to/python3."
    ]
    assert not (bare / ".venv").exists()
    assert not (bare / "_build").exists()


def test_python_named_by_hand_is_checked_too(bare, tmp_path):
    fake_python(tmp_path, "old", posing_as("3, 10"))
    done = run(MAKE, "book", f"PYTHON={tmp_path / 'old'}", cwd=bare)
    assert done.returncode == 2
    assert "needs Python 3.11 or newer" in done.stderr


def test_the_oldest_python_the_project_promises_is_taken(bare, tmp_path):
    path = path_with_pythons(tmp_path / "bin", python3="3, 11")
    assert "3, 11: -m venv .venv" in run(MAKE, "book", cwd=bare, PATH=path).stdout


def test_a_newer_python_beside_an_old_one_is_found(bare, tmp_path):
    path = path_with_pythons(tmp_path / "bin", python3_12="3, 12")
    assert "3, 12: -m venv .venv" in run(MAKE, "book", cwd=bare, PATH=path).stdout


def test_book_folder_that_cannot_be_written_is_refused_in_one_sentence(bare):
    (bare / ".venv").mkdir()
    (bare / ".venv/ready").touch()
    (bare / "_build").write_text("a file where the folder should be", encoding="utf-8")
    done = run(MAKE, "book", cwd=bare)
    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode == 2
    assert len(said) == 1
    assert said[0].startswith("The folder _build/html cannot be written: ")
    assert (bare / "_build").read_text(encoding="utf-8") == "a file where the folder should be"


def test_book_starts_from_an_empty_folder(bare):
    (bare / ".venv/bin").mkdir(parents=True)
    (bare / ".venv/ready").touch()
    fake_python(bare / ".venv/bin", "jupyter-book", "ls -A _build/html; echo built with $*")
    (bare / "_build/html").mkdir(parents=True)
    (bare / "_build/html/old.html").touch()
    done = run(MAKE, "book", cwd=bare)
    assert "old.html" not in done.stdout
    assert "built with build . -n -W --keep-going" in done.stdout
    assert f"{bare}/_build/html/index.html" in done.stdout


# The book in one file


def pack(folder: Path, target: Path):
    # To a console that cannot print the name of the file.
    return run(sys.executable, "tools/zip_book.py", folder, target, PYTHONIOENCODING="cp1252")


def make_pages(folder: Path, buildinfo: str) -> Path:
    for name, content in {"index.html": "a", "book/causes.html": "ä", ".buildinfo": buildinfo}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_zip_has_the_same_bytes_for_the_same_pages(tmp_path):
    tmp_path = tmp_path / "қаңтар"
    one, two = (make_pages(tmp_path / name, buildinfo=name) for name in ("one", "two"))
    os.utime(one / "index.html", (0, 0))
    for folder in (one, two):
        done = pack(folder, folder.parent / f"{folder.name}-book.zip")
        assert (done.returncode, done.stderr) == (0, "") and r"\u049b" in done.stdout
    first, second = (folder.parent / f"{folder.name}-book.zip" for folder in (one, two))
    with zipfile.ZipFile(first) as archive:
        names = [name for name in archive.namelist() if not name.startswith("one-book/classroom/")]
        assert names == ["one-book/INSTALL.html", "one-book/book/causes.html", "one-book/index.html"]
        assert archive.read("one-book/index.html") == b"a"
    assert first.read_bytes().replace(b"one-book/", b"two-book/") == second.read_bytes()


def test_zip_of_no_book_is_refused(tmp_path):
    done = pack(tmp_path, tmp_path / "book.zip")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "build it first" in done.stderr
    assert not list(tmp_path.iterdir())
