"""What can be known here of Windows and macOS: line ends, encodings, consoles, paths, and parts that only Linux has."""

import ast
import shutil
import sys
from pathlib import Path, PureWindowsPath

import gradings
import pytest
from repository import ROOT, files, run, text

from qantar.errors import QantarError
from qantar.grading.marking import layout
from qantar.grading.sandbox.kernels import Opening
from qantar.sphinxext.running import kernels

CODE = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "tools").rglob("*.py")])
NAME = "Қайрат → │"
"""No letter of it but the space is in the code page 1252, which many consoles and files of Windows have."""

# Line ends


@pytest.fixture(scope="module")
def line_ends(tmp_path_factory) -> dict[str, str]:
    """What git does with the line ends of each text file: `lf` on every system, or not stated."""
    folder = tmp_path_factory.mktemp("git")
    shutil.copy(ROOT / ".gitattributes", folder)
    assert run("git", "init", "--quiet", cwd=folder).returncode == 0
    names = [path.relative_to(ROOT).as_posix() for path in files()]
    said = run("git", "check-attr", "-z", "eol", "--", *names, cwd=folder).stdout.split("\0")
    return dict(zip(said[::3], said[2::3], strict=False))


def test_a_check_out_has_the_same_line_ends_on_every_system(line_ends):
    assert len(line_ends) > 300
    assert {name: end for name, end in line_ends.items() if end != "lf"} == {}


def test_no_file_is_stored_with_other_line_ends():
    assert [path.name for path in files() if b"\r" in path.read_bytes()] == []


# Encodings


def test_no_program_opens_a_file_without_naming_its_encoding():
    ruff = shutil.which("ruff", path=Path(sys.executable).parent)
    checked = run(ruff, "check", "--no-cache", "--preview", "--select", "PLW1514", "src", "tools", "benchmarks")
    assert checked.returncode == 0, checked.stdout


@pytest.fixture
def handed_in(tmp_path) -> Path:
    """A folder with a worksheet of a student and a page that disagrees with its record, both named `NAME`."""
    folder = tmp_path / NAME
    gradings.write(folder / f"trial_{NAME}.ipynb", gradings.answered(trial_2=f"print('{NAME}')"))
    (folder / f"{NAME}.md").write_text(f"{NAME} took [51](reference/facts.md#csto-nights) nights.\n", encoding="utf-8")
    return folder


GRADE = ("grade", "{folder}", "--solutions", str(gradings.SOLUTION.parent), "--out", "{folder}/{name}.csv")
COMMANDS = {
    "data": (0, ["data", "validate"]),
    "facts": (1, ["facts", "check", "{folder}/{name}.md"]),
    "pages": (0, ["pages", "--check"]),
    "release": (0, ["release", "--check"]),
    "quiz": (0, ["quiz", "causes", "--out", "{folder}/{name}"]),
    "grade": (0, [*GRADE, "--feedback", "{folder}/letters"]),
    "portable": (0, [*GRADE, "--portable", "--json"]),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_works_whatever_the_encoding_of_console_and_files(command, handed_in):
    expected, words = COMMANDS[command]
    strict = ["-X", "warn_default_encoding", "-W", "error::EncodingWarning"]
    filled = [word.format(folder=handed_in, name=NAME) for word in words]
    done = run(sys.executable, *strict, "-m", "qantar", *filled, PYTHONIOENCODING="cp1252")
    assert done.returncode == expected, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert (r"\u049a" in done.stdout) == (filled != words)


# Paths


def test_only_the_jail_names_a_folder_of_linux():
    named = [path.name for path in CODE if '"/tmp' in text(path) or '"/proc' in text(path)]
    assert named == ["child.py", "groups.py", "jail.py"]


@pytest.mark.parametrize("name", [r"anna\causes (1).ipynb", r"causes\anna\work.ipynb", "causes_anna.ipynb"])
def test_whose_a_file_is_is_found_by_the_parts_of_a_path(name):
    named = layout.Named(Path("class"), ["causes"])
    assert named.student_and_worksheet(PureWindowsPath(name)) == ("anna", "causes")


# Parts that only Linux has


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_elsewhere_worksheets_are_graded_only_the_portable_way_and_pages_are_built_without_forks(system, monkeypatch):
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(QantarError, match="needs Linux.*--portable"):
        Opening([]).kernels()
    assert Opening([], portable=True).kernels().name.startswith("one process per submission")
    assert not kernels.available()


ON_LINUX_ONLY = {"forkserver.py", "keeper.py", "reader.py", "jail.py", "forks.py", "kernels.py"}
"""Modules behind the two choices of the test above."""
MISSING = {
    "os": {
        "fork",
        "setsid",
        "killpg",
        "getpgid",
        "waitid",
        "WNOHANG",
        "getuid",
        "geteuid",
        "getgid",
        "uname",
        "sysconf",
    },
    "signal": {"SIGKILL", "SIGCHLD", "SIGHUP", "SIGALRM", "SIGUSR1"},
}
"""What Windows lacks in modules that it has."""
ABSENT = {"fcntl", "grp", "pty", "pwd", "resource", "termios"}
GUARDS = ("hasattr(os, ", 'os.name == "posix"', "except ImportError", 'open("/proc')
"""Signs that a function asks first, or goes on without."""


def test_nothing_else_uses_what_windows_lacks():
    unguarded = []
    for path in CODE:
        if path.name not in ON_LINUX_ONLY:
            unguarded += [(path.name, found) for found in lacking(ast.parse(text(path)), text(path))]
    assert unguarded == []


def lacking(tree: ast.Module, source: str) -> list[str]:
    """Return what a module uses that Windows lacks, outside of functions that ask first."""
    found = []
    for part in tree.body:
        for function in [one for one in ast.walk(part) if isinstance(one, ast.FunctionDef)] or [part]:
            code = ast.get_source_segment(source, function)
            if not any(guard in code for guard in GUARDS):
                found += [name for node in ast.walk(function) for name in names_of(node)]
    return found


def names_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return [f"{node.value.id}.{node.attr}"] if node.attr in MISSING.get(node.value.id, ()) else []
    if isinstance(node, ast.Import):
        return [one.name for one in node.names if one.name in ABSENT]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module in ABSENT else []
