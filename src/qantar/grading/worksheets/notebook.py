"""Read notebooks as old or careless editors save them; write them so that equal content gives equal bytes."""

import json
from pathlib import Path
from typing import Any

from qantar.errors import QantarError
from qantar.grading.worksheets.cells import Raw
from qantar.grading.worksheets.files import write_text
from qantar.lean import lean_imports

LARGEST = 200_000_000


def read_notebook(path: Path) -> Raw:
    """Return a notebook of any format version as format 4: `cells`, each with one string as `source`.

    Raises QantarError, in words for the person who handed the file in, when it cannot be read as a notebook.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise QantarError(f"{path.name} is larger than {LARGEST // 1_000_000} MB; clear its outputs and save it.")
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise QantarError(f"{path} cannot be read ({error.strerror or 'unknown fault'}).") from error
    except (ValueError, RecursionError) as error:
        raise QantarError(f"{path.name} is not a notebook (no valid JSON); save it again as .ipynb.") from error
    return as_format_4(content, path)


def as_format_4(content: Any, path: Path) -> Raw:
    """Return parsed JSON as a notebook of format 4, or raise QantarError."""
    if not isinstance(content, dict) or not isinstance(content.get("nbformat", 4), int):
        raise QantarError(f"{path.name} is not a notebook; save it again as .ipynb.")
    try:
        if content.get("nbformat", 4) < 4 or "worksheets" in content:
            content = upgraded(content)
        cells = [tidy(cell) for cell in content["cells"]]
    except Exception as error:  # nbformat stops in many ways on what is no notebook
        raise QantarError(f"{path.name} has no cells that can be read; save it again as .ipynb.") from error
    metadata = content.get("metadata")
    return {**content, "cells": cells, "metadata": metadata if isinstance(metadata, dict) else {}}


def upgraded(content: dict[str, Any]) -> Raw:
    """Return a notebook of format 1 to 3 as format 4."""
    with lean_imports():
        import nbformat
    return nbformat.convert(nbformat.from_dict(content), 4)


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
