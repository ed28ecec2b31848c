"""The commands of the Makefile, as README.md, Windows and CI repeat them, and what they say to bad input."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKE = shutil.which("make")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def run(*command, cwd=ROOT, **changes) -> subprocess.CompletedProcess:
    environment = os.environ | changes
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


# Commands


def recipes() -> dict[str, str]:
    """Return each target of the Makefile that `make help` would list, with its recipe."""
    found = re.findall(r"^([a-z]+):[^\n]*## [^\n]*\n((?:\t[^\n]*\n)+)", text("Makefile"), re.M)
    return dict(found)


def readme_rows() -> dict[str, str]:
    """Return the Windows commands of the README's table by make target."""
    return dict(re.findall(r"^\| `make ([a-z]+)` \|[^|]*\|([^|]*)\|$", text("README.md"), re.M))


def test_readme_and_makefile_name_the_same_commands():
    assert set(recipes()) - {"help"} == set(readme_rows())
    assert {"book", "test", "lab", "serve", "grade", "zip", "clean"} <= set(recipes())


@pytest.mark.parametrize("target", ["book", "test", "lab", "serve", "grade", "zip"])
def test_windows_runs_what_make_runs(target):
    recipe = recipes()[target].replace("$(PATHS)", "exercises/submissions")
    commands = re.findall(r"^\t\$\(BIN\)/(.*)$", recipe, re.M)
    assert commands
    for command in commands:
        assert f"`.venv\\Scripts\\{command}`" in readme_rows()[target]


def test_windows_makes_the_environment_make_makes():
    for command in re.findall(r"^\t\$\(PIP\) install --quiet (.*)$", text("Makefile"), re.M):
        assert f"`.venv\\Scripts\\python -m pip install {command}`" in text("README.md")


def test_help_lists_every_target():
    listed = run(MAKE, "help").stdout
    assert re.findall(r"^make ([a-z]+)\t", listed, re.M) == list(recipes())


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


def pack(folder: Path, target: Path) -> subprocess.CompletedProcess:
    return run(sys.executable, "tools/zip_book.py", str(folder), str(target))


def make_pages(folder: Path, buildinfo: str) -> Path:
    for name, content in {"index.html": "a", "book/causes.html": "ä", ".buildinfo": buildinfo}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_zip_has_the_same_bytes_for_the_same_pages(tmp_path):
    one, two = (make_pages(tmp_path / name, buildinfo=name) for name in ("one", "two"))
    os.utime(one / "index.html", (0, 0))
    for folder in (one, two):
        assert pack(folder, folder.parent / f"{folder.name}-book.zip").returncode == 0
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
