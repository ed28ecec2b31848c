"""The files of this repository, and how the tests run programs in it."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_BY_TOOLS = {".venv", "_build", "__pycache__", ".pytest_cache", ".ruff_cache"}


def text(name: str) -> str:
    """Return a text file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def run(*command: object, cwd: Path = ROOT, **changes: str) -> subprocess.CompletedProcess:
    """Run a command under changed variables and return what it said, as UTF-8; what is none becomes question marks."""
    words, environment = list(map(str, command)), os.environ | changes
    options = {"encoding": "utf-8", "errors": "replace", "check": False}
    return subprocess.run(words, cwd=cwd, env=environment, capture_output=True, **options)


def files() -> list[Path]:
    """Return the text files: those git knows or would add, or, without git, all but what tools leave behind."""
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not LEFT_BY_TOOLS & set(path.parts)]
    return [path for path in found if path.is_file() and path.suffix not in {".png", ".woff2", ".zip"}]


def recipes() -> dict[str, str]:
    """Return each target of the Makefile that `make help` would list, with its recipe."""
    return dict(re.findall(r"^([a-z]+):[^\n]*## [^\n]*\n((?:\t[^\n]*\n)+)", text("Makefile"), re.M))


def windows_commands() -> dict[str, list[str]]:
    """Return the commands for Windows of the README's table by make target; the environment's stand under ''."""
    rows = re.findall(r"^\| (?:`make ([a-z]+)`|\(the environment\)) \|[^|]*\|([^|]*)\|$", text("README.md"), re.M)
    return {target: re.findall(r"`([^`]+)`", cell) for target, cell in rows}
