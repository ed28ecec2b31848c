"""Execute notebooks and draw their figures, beside the process that meanwhile reads the book's other pages.

    python -m qantar.sphinxext.running.executor

takes from standard input one line of JSON, `{"timeout": seconds, "notebooks": [[name, notebook, file], …]}`, and writes
a line for each notebook as soon as it is done: `[name, notebook, drawings]`, where the notebook is null when a cell
failed. `file` gets the executed notebook, to look at when a page surprises.
"""

from __future__ import annotations

import copy
import gc
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode

from qantar.sphinxext.running import kernels

AT_ONCE = 3
"""Notebooks executed at a time: one more than cores on a small machine, since a kernel also waits for its client."""


def main() -> None:
    """Execute what standard input asks for."""
    gc.disable()  # as in the build itself: see `pace`
    # What a library prints must not stand among the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    with kernels.ForkServer() as server, ThreadPoolExecutor(AT_ONCE) as pool:
        # Imported while the fork server imports what it needs: each takes about a second.
        from qantar.sphinxext.drawing import chart

        line = sys.stdin.readline()
        if not line:
            return  # the build ended before it came to its notebooks
        asked = json.loads(line)
        tasks = {
            pool.submit(executed, server, nbformat.from_dict(notebook), asked["timeout"]): (name, Path(file))
            for name, notebook, file in asked["notebooks"]
        }
        for task in as_completed(tasks):
            (name, file), notebook = tasks[task], task.result()
            drawings = {}
            if notebook:
                keep(notebook, file)
                # Drawn here and by no other thread: two that call vl-convert at once can wait for each other for ever.
                drawings = {chart.key(spec): chart.drawing(spec) for spec in chart.published(notebook)}
            print(json.dumps((name, notebook, drawings)), file=answers, flush=True)


def keep(notebook: NotebookNode, file: Path) -> None:
    """Write an executed notebook into `file`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(nbformat.writes(notebook), encoding="utf-8")


def executed(server: kernels.ForkServer, notebook: NotebookNode, timeout: int) -> NotebookNode | None:
    """Execute `notebook` in a kernel and an empty folder of its own; return None if anything goes wrong.

    A second kernel is tried before that: on a busy machine one can fail to answer in time.
    """
    for _ in range(2):
        try:
            return kernels.execute(server, copy.deepcopy(notebook), timeout)
        except (CellExecutionError, CellTimeoutError):
            return None  # MyST-NB will meet it again, and report it with cell and traceback
        except Exception as error:
            print(f"A kernel was lost: {error!r}", file=sys.stderr)
    return None


if __name__ == "__main__":
    main()
