"""Read and write ``datapackage.json``, the description of every table.

The file follows the Data Package standard, version 2. Each resource carries the SHA-256, the size in bytes and the
number of rows of its file, so that a silent change of a table is noticed.
"""

import csv
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qantar.errors import QantarError
from qantar.files import write_text

FOLDER = Path(__file__).parent
FILE = "datapackage.json"


def read(folder: Path = FOLDER) -> dict:
    """Return the package descriptor of ``folder`` as a dictionary.

    Raises QantarError when the file is missing or is not JSON.
    """
    path = Path(folder) / FILE
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise QantarError(f"{FILE} is missing in {folder}; install the package again.") from None
    except json.JSONDecodeError as error:
        raise QantarError(f"{FILE} is not valid JSON ({error}); mend the file or install the package again.") from None


def write(package: dict, folder: Path = FOLDER) -> None:
    """Write the descriptor at once: a reader sees the old file or the new one, never half of either."""
    package["resources"] = sorted(package["resources"], key=lambda resource: resource["name"])
    write_text(Path(folder) / FILE, json.dumps(package, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def locked(folder: Path = FOLDER, seconds: float = 30) -> Iterator[None]:
    """Hold the folder's lock file, waiting up to ``seconds`` for another writer to finish."""
    path, deadline = Path(folder) / f".{FILE}.lock", time.monotonic() + seconds
    while True:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            if time.monotonic() > deadline:
                raise QantarError(f"Another process holds {path}; if none is running, delete that file.") from None
            time.sleep(0.05)
    try:
        yield
    finally:
        path.unlink()


def measure(path: Path) -> dict:
    """Return ``hash`` ("sha256:…"), ``bytes`` and, for a CSV file, ``rows`` without the header."""
    content = path.read_bytes()
    facts = {"hash": "sha256:" + hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    if path.suffix == ".csv":
        # Read, not counted by lines: a quoted line break does not end a record.
        facts["rows"] = max(len(list(csv.reader(content.decode("utf-8").splitlines(keepends=True)))) - 1, 0)
    return facts


def put_resource(resource: dict, folder: Path = FOLDER) -> dict:
    """Insert a resource into the descriptor, or replace the one of the same name; return it as written.

    ``resource`` needs ``name`` and ``path`` (a file name inside ``folder``); hash, bytes and rows are computed.
    Safe when several processes do it at the same time.
    """
    path = Path(folder) / resource["path"]
    if not path.is_file():
        raise QantarError(f"{path} does not exist; write the table before its description.")
    with locked(folder):
        package = read(folder)
        written = {**resource, **measure(path)}
        others = [other for other in package["resources"] if other["name"] != resource["name"]]
        write({**package, "resources": [*others, written]}, folder)
    return written


def refresh(folder: Path = FOLDER) -> list[str]:
    """Compute hash, bytes and rows of every file anew; return the names of the resources that changed."""
    with locked(folder):
        package, changed = read(folder), []
        for resource in package["resources"]:
            facts = measure(Path(folder) / resource["path"])
            if any(resource.get(key) != value for key, value in facts.items()):
                changed.append(resource["name"])
                resource.update(facts)
        write(package, folder)
    return changed
