"""Read and write ``datapackage.json``, the description of every table.

The file follows the Data Package standard, version 2. Each resource carries the SHA-256, the size in bytes and the
number of rows of its file, so that a silent change of a table is noticed.
"""

import csv
import hashlib
import io
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qantar.data.shape import PACKAGE
from qantar.errors import QantarError
from qantar.files import read_bytes, read_text, write_text
from qantar.shapes import fault

FOLDER = Path(__file__).parent
FILE = "datapackage.json"


def read(folder: Path = FOLDER) -> dict:
    """Return the package descriptor of ``folder`` as a dictionary.

    Raises QantarError when the file is missing or is not JSON.
    """
    path = Path(folder) / FILE
    if not path.exists():
        raise QantarError(f"{FILE} is missing in {folder}; install the package again.")
    try:
        package = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise QantarError(f"{FILE} is not valid JSON ({error}); mend the file or install the package again.") from None
    if not isinstance(package, dict) or not isinstance(package.get("resources"), list):
        raise QantarError(f"{FILE} in {folder} lists no resources; mend the file or install the package again.")
    return package


def well_formed(folder: Path = FOLDER) -> dict:
    """Return the descriptor of ``folder``, whose shape is sound; raise QantarError, naming the first fault, if not."""
    package = read(folder)
    if wrong := fault(package, PACKAGE):
        raise QantarError(f"{FILE}: {wrong}; mend the file.")
    names = [resource["name"] for resource in package["resources"]]
    if len(set(names)) < len(names):
        raise QantarError(f"{FILE} describes a table twice; mend the file.")
    return package


def write(package: dict, folder: Path = FOLDER) -> None:
    """Write the descriptor at once: a reader sees the old file or the new one, never half of either."""
    package["resources"] = sorted(package["resources"], key=lambda resource: resource["name"])
    write_text(Path(folder) / FILE, json.dumps(package, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def locked(folder: Path = FOLDER, seconds: float = 30) -> Iterator[None]:
    """Hold the folder's lock file, waiting up to ``seconds`` for another writer to finish."""
    path, deadline = Path(folder) / f".{FILE}.lock", time.monotonic() + seconds
    if not path.parent.is_dir():
        raise QantarError(f"There is no folder {folder}; name the folder of {FILE}.")
    while True:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL))
            break
        except PermissionError as error:
            raise QantarError(f"{folder} cannot be written ({error.strerror}); name a folder of your own.") from None
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
    content = read_bytes(path)
    facts = {"hash": "sha256:" + hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    if path.suffix == ".csv":
        facts["rows"] = len(whole_rows(content, path.name)) - 1
    else:
        parsed(content, path.name)
    return facts


def whole_rows(content: bytes, name: str) -> list[list[str]]:
    """Return the header and the rows of a CSV file; raise QantarError, naming a line, if it is damaged or cut off."""
    rows: list[list[str]] = []
    try:
        # Read, not counted by lines: a quoted line break does not end a record.
        reader = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
        for row in reader:
            rows.append(row)
            if len(row) != len(rows[0]):
                raise csv.Error(f"line {reader.line_num} has {len(row)} cells and the header {len(rows[0])}")
        if len(rows) < 2 or not content.endswith(b"\n"):
            raise csv.Error("the end is missing")
    except (UnicodeDecodeError, csv.Error) as error:
        raise QantarError(f"{name} is damaged or cut off ({error}); mend the table, or take an older one.") from None
    return rows


def parsed(content: bytes, name: str) -> dict:
    """Return the object in a JSON file; raise QantarError when there is none."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise QantarError(f"{name} is damaged or cut off ({error}); mend it, or take an older one.") from None
    if not isinstance(found, dict):
        raise QantarError(f"{name} holds no JSON object; mend it, or take an older one.")
    return found


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
        package, changed = well_formed(folder), []
        for resource in package["resources"]:
            facts = measure(Path(folder) / resource["path"])
            if any(resource.get(key) != value for key, value in facts.items()):
                changed.append(resource["name"])
                resource.update(facts)
        write(package, folder)
    return changed
