"""Read notebooks as old or careless editors save them; write them so that equal content gives equal bytes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from qantar.errors import QantarError
from qantar.files import write_text
from qantar.grading.worksheets import outsized
from qantar.grading.worksheets.cells import Raw
from qantar.grading.worksheets.outsized import SMALL, is_old

LARGEST = 60_000_000
MOST_CELLS = 2_000
# Seconds for the reader of a large or old notebook.
PATIENCE_S = 60
NO_JSON = "{} is not a notebook (no valid JSON); save it again as .ipynb."
TOO_LARGE = "{} is larger than {} MB; clear its outputs and save it."
TOO_FULL = "{} holds too much beside its outputs; copy the answers into a fresh worksheet and save it."
NO_CELLS = "{} has no cells that can be read; save it again as .ipynb."
FAULTS = {outsized.NO_JSON: NO_JSON, outsized.NO_CELLS: NO_CELLS}


def read_notebook(path: Path, trusted: bool = False) -> Raw:
    """Return a notebook of any format version as format 4: `cells`, each with one string as `source`.

    What is large or old comes without outputs: another process reads it, which may take only so much memory. A solution
    is `trusted` and comes whole, however large. Raises QantarError, in words for the person who handed the file
    in, when it cannot be read as a notebook.
    """
    try:
        with path.open("rb") as file:
            data = file.read(-1 if trusted else SMALL + 1)
        content = json.loads(data.decode("utf-8-sig")) if trusted or len(data) <= SMALL else lightened(path)
        if is_old(content):
            content = lightened(path)
    except OSError as error:
        raise QantarError(f"{path} cannot be read ({error.strerror or 'unknown fault'}).") from error
    except (ValueError, RecursionError) as error:
        raise QantarError(NO_JSON.format(path.name)) from error
    return as_format_4(content, path)


def lightened(path: Path) -> Any:
    """Return a large or old notebook without outputs; raise QantarError when it is too large even so."""
    if path.stat().st_size > LARGEST:
        raise QantarError(TOO_LARGE.format(path.name, LARGEST // 1_000_000))
    command = [sys.executable, "-P", "-m", outsized.__name__, str(path)]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE_S)
    except subprocess.TimeoutExpired as error:
        raise QantarError(TOO_FULL.format(path.name)) from error
    if done.returncode:
        raise QantarError(FAULTS.get(done.returncode, TOO_FULL).format(path.name))
    return json.loads(done.stdout)


def as_format_4(content: Any, path: Path) -> Raw:
    """Return parsed JSON as a notebook of format 4, or raise QantarError."""
    if not isinstance(content, dict) or not isinstance(content.get("nbformat", 4), int):
        raise QantarError(f"{path.name} is not a notebook; save it again as .ipynb.")
    try:
        cells = [tidy(cell) for cell in content["cells"][: MOST_CELLS + 1]]
    except Exception as error:  # nbformat stops in many ways on what is no notebook
        raise QantarError(NO_CELLS.format(path.name)) from error
    if len(cells) > MOST_CELLS:
        raise QantarError(TOO_FULL.format(path.name))
    metadata = content.get("metadata")
    return {**content, "cells": cells, "metadata": metadata if isinstance(metadata, dict) else {}}


def tidy(cell: Any) -> Raw:
    """Return a cell with its source joined and with metadata, whatever was lost on the way."""
    source = cell.get("source", "")
    text = source if isinstance(source, str) else "".join(str(line) for line in source)
    metadata = cell.get("metadata")
    clean = {**cell, "source": text, "metadata": metadata if isinstance(metadata, dict) else {}}
    return clean if isinstance(cell.get("id"), str) else {key: clean[key] for key in clean if key != "id"}


def write_notebook(notebook: Raw, path: Path) -> None:
    """Write a notebook as sorted, indented JSON, replacing the old file in one step."""
    write_text(path, notebook_text(notebook))


def notebook_text(notebook: Raw) -> str:
    """Return a notebook file as text: long texts as lists of lines, keys sorted, one newline at the end."""
    cells = [in_lines(cell) for cell in notebook["cells"]]
    return json.dumps({**notebook, "cells": cells}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def in_lines(cell: Raw) -> Raw:
    """Return a cell whose source and printed outputs are lists of lines, as editors save them."""
    made = {**cell, "source": cell["source"].splitlines(keepends=True)}
    if "outputs" in cell:
        made["outputs"] = [
            {**output, "text": "".join(output["text"]).splitlines(keepends=True)} if "text" in output else output
            for output in cell["outputs"]
        ]
    return made
