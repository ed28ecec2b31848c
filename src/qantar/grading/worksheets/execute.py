"""Run a solution notebook and store its outputs: the step that makes it a reference."""

from pathlib import Path

from qantar.errors import QantarError
from qantar.files import read_bytes
from qantar.grading.worksheets.cells import Raw
from qantar.grading.worksheets.notebook import read_notebook, write_notebook
from qantar.lean import lean_imports


def execute(path: Path) -> None:
    """Run all cells of a notebook in a fresh kernel and write it back with outputs, without times of execution."""
    with lean_imports():
        import nbformat
        from jupyter_client.kernelspec import NoSuchKernel
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError, DeadKernelError
    read_bytes(path)  # which refuses what has no end
    content = read_notebook(path, trusted=True)
    notebook = nbformat.from_dict(content)
    options = {
        "timeout": 300,
        "kernel_name": "python3",
        "extra_arguments": ["--log-level=50"],
        "coalesce_streams": True,
    }
    client = NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}, **options)
    try:
        client.execute()
    except CellExecutionError as error:
        raise QantarError(f"{path.name}: a cell stopped with {error.ename}: {error.evalue}; mend it first.") from error
    except (DeadKernelError, TimeoutError, NoSuchKernel) as error:
        raise QantarError(f"{path.name}: its kernel gave no answer ({type(error).__name__}); mend it first.") from error
    write_notebook({**notebook, "metadata": content["metadata"], "cells": list(map(stored, notebook.cells))}, path)


def stored(cell: Raw) -> Raw:
    """Return an executed cell as it is kept: without times."""
    metadata = {key: value for key, value in cell["metadata"].items() if key != "execution"}
    return {**cell, "metadata": metadata}
