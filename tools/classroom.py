"""Open the notebooks: `python classroom.py`. The first time it makes their environment, `.venv`, beside this file.

With the folder `wheels` beside it no network is needed. `python classroom.py --prepare` makes the environment only.
"""

import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
WHEELS = HERE / "wheels"
OLDEST = (3, 11)
BIN = HERE / ".venv" / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / ("python.exe" if sys.platform == "win32" else "python")
READY = HERE / ".venv" / "ready"
PIP_INSTALL = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps", "--no-compile")


def main(options: list[str]) -> int:
    """Make the environment where it is missing, then open JupyterLab; return 0, or 2 with one sentence."""
    if unknown := [word for word in options if word != "--prepare"]:
        return failed(f"There is no option {unknown[0]!r}; there is --prepare, which only makes the environment.")
    if sys.version_info < OLDEST:
        return failed("Python {}.{} or newer is needed; this is {}.".format(*OLDEST, sys.version.split()[0]))
    if not READY.is_file():
        print("Making the environment: one to three minutes.", flush=True)
        if reason := prepare():
            return failed(reason)
    if "--prepare" in options:
        print(f"The environment stands: {HERE / '.venv'}")
        return 0
    settings = HERE / "lab" / "jupyter_lab_config.py"
    return subprocess.call([str(PYTHON), "-m", "jupyter", "lab", f"--config={settings}"], cwd=HERE)


def prepare() -> str:
    """Make the environment; return what went wrong, or nothing."""
    own = sorted(HERE.glob("qantar-*.whl"))
    if len(own) != 1:
        return f"One file qantar-….whl should lie beside {Path(__file__).name}, not {len(own)}: unpack the zip anew."
    venv.create(HERE / ".venv", with_pip=True, clear=True)
    offline = ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() else []
    listed = WHEELS / "requirements.txt" if offline else HERE / "requirements.lock"
    for what in (["--require-hashes", "-r", str(listed)], [str(own[0])]):
        command = [str(PYTHON), *PIP_INSTALL, *offline, *what]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            python = f"{sys.version_info.major}.{sys.version_info.minor}"
            advice = (
                f"the folder {WHEELS.name} may lack wheels for Python {python} on this computer: try another Python, "
                "or move the folder away and run this while connected"
                if offline
                else "connect to the network, or put the folder wheels beside this file, and run this again"
            )
            return f"The environment could not be made ({reason_of(done.stderr)}); {advice}."
    READY.touch()
    return ""


def reason_of(said: str) -> str:
    """Return the first error among what pip said."""
    errors = (line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: "))
    return next(errors, "pip gave no reason")


def show_every_letter() -> None:
    """Have standard output write a letter that its encoding lacks as \\u049b, as standard error does."""
    sys.stdout.reconfigure(errors="backslashreplace")


def told(work: Callable[[], int]) -> int:
    """Do the work of a script; return its exit status, or 2 with one sentence about a file or word it cannot use."""
    show_every_letter()
    try:
        return work()
    except OSError as error:
        return failed(f"{error.filename or 'A file'} cannot be used ({error.strerror or error}); choose another place.")
    except subprocess.CalledProcessError as error:
        return failed(f"{error.cmd[0]} failed: {reason_of(error.stderr or '')}.")
    except ValueError as error:
        return failed(str(error))


def failed(sentence: str) -> int:
    """Say one sentence on standard error and return 2."""
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(told(lambda: main(sys.argv[1:])))
