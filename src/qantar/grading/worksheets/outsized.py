"""Read a large or old notebook, in a process that may take only so much memory: `python -m … FILE`.

It prints the notebook as JSON of format 4 without outputs and attachments: those make honest notebooks large, and
grading has no use for them.
"""

import json
import sys
from pathlib import Path
from typing import Any

from qantar.lean import lean_imports

SMALL = 1_000_000
"""Bytes of a notebook that may be read anywhere: in memory they become a hundred times as many at most."""
MEMORY = 600_000_000
NO_JSON, NO_CELLS, TOO_FULL = 4, 5, 6
"""How this process ends when there is nothing to print."""


def limit_memory() -> None:
    """Limit what this process may take; on Windows there is no such limit."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def is_old(content: Any) -> bool:
    """Say whether parsed JSON is a notebook of format 1 to 3."""
    return isinstance(content, dict) and ("worksheets" in content or content.get("nbformat", 4) in {1, 2, 3})


def upgraded(content: dict[str, Any]) -> Any:
    """Return a notebook of format 1 to 3 as format 4."""
    with lean_imports():
        import nbformat
    return nbformat.convert(nbformat.from_dict(content), 4)


def without_outputs(value: Any) -> Any:
    """Return a notebook of any format without the outputs of its cells."""
    if isinstance(value, dict):
        return {key: [] if key == "outputs" else value[key] for key in value.keys() - {"attachments"}}
    return value


def lightened(content: Any) -> Any:
    """Return a notebook as format 4, without what grading has no use for."""
    notebook = upgraded(content) if is_old(content) else content
    if isinstance(notebook, dict) and isinstance(notebook.get("cells"), list):
        return {**notebook, "cells": [without_outputs(cell) for cell in notebook["cells"]]}
    return notebook


def main() -> int:
    """Print what is left of the notebook; return why not."""
    limit_memory()
    try:
        content = json.loads(Path(sys.argv[1]).read_bytes().decode("utf-8-sig"))
    except (RecursionError, ValueError):
        return NO_JSON
    except MemoryError:
        return TOO_FULL
    try:
        text = json.dumps(lightened(content))
    except MemoryError:
        return TOO_FULL
    except Exception:  # nbformat stops in many ways on what is no notebook
        return NO_CELLS
    if len(text) > SMALL:
        return TOO_FULL
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
