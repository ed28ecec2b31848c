"""Build the book once for a test run, as `make book` does, into a temporary folder; small ones by plain Sphinx."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNNAMED_ENCODING = re.compile(rf"^{re.escape(str(ROOT))}/src/.*EncodingWarning", re.M)


def built(folder: Path) -> Path:
    """Return the folder of the built pages; the first caller builds them in `folder`, later ones find them.

    RuntimeError with the last lines of the output when the build fails.
    """
    html = folder / "_build" / "html"
    if not (folder / "finished").exists():
        build(folder)
        (folder / "finished").touch()
    return html


def build(folder: Path) -> None:
    """Build this checkout's book into `folder`/_build/html, warnings and files opened without an encoding as errors."""
    program = Path(sys.executable).with_name("jupyter-book")
    command = [str(program), "build", str(ROOT), "--path-output", str(folder), "-n", "-W", "--keep-going"]
    strict = os.environ | {"NO_COLOR": "1", "PYTHONWARNDEFAULTENCODING": "1"}
    run = subprocess.run(command, env=strict, capture_output=True, text=True, check=False)
    if run.returncode or UNNAMED_ENCODING.search(run.stderr):
        raise RuntimeError(f"The book does not build:\n{run.stderr[-4000:]}")


def sphinx(folder: Path) -> str:
    """Build a folder's pages into its folder `out`, without Jupyter Book, warnings as errors; return the output."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", ".", "out"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert run.returncode == 0, run.stderr
    return run.stdout
