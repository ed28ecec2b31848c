"""Build the book once for a test run, as `make book` does, into a temporary folder."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


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
    """Build this checkout's book into `folder`/_build/html, warnings as errors."""
    command = [sys.executable, "-m", "jupyter_book", "build", str(ROOT), "--path-output", str(folder)]
    # The kernel that runs the notebooks is looked up on PATH by the name python3.
    environment = os.environ | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    run = subprocess.run(
        [*command, "-n", "-W", "--keep-going"], env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise RuntimeError(f"The book does not build:\n{(run.stdout + run.stderr)[-4000:]}")
