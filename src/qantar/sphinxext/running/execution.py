"""Execute all notebooks at once, in a process of their own, while the pages without code are read.

MyST-NB looks into a cache of executed notebooks; here it is made anew for each build and thrown away after it, so that
nothing in it can be stale. A notebook that fails is not put there: MyST-NB then executes it itself and reports.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.readers import get_reader
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from qantar.sphinxext.drawing import chart
from qantar.sphinxext.running import kernels

logger = logging.getLogger(__name__)

KEPT = "executed"
"""Folder beside the built pages for the executed notebooks."""


CELL, TEXT_NOTEBOOK = "```{code-cell}", {"type": "plugin", "name": "myst_nb_md"}
"""What a notebook written as text holds, and the plugin of MyST-NB that reads it for a cache."""


class Execution:
    """The notebooks that are being executed; ask for each when its page is read."""

    command = (sys.executable, "-m", "qantar.sphinxext.running.executor")

    def __init__(self) -> None:
        """Start the process, so that it is warm when the notebooks are known."""
        self.names: set[str] = set()
        self._sending: threading.Thread | None = None
        self._done: dict[str, NotebookNode | None] = {}
        self._process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def ask(self, notebooks: dict[str, NotebookNode], kept: Path, timeout: int) -> None:
        """Have the notebooks executed, in this order; each is also written into the folder `kept`."""
        self.names = set(notebooks)
        asked = [(name, notebook, str(kept / f"{name}.ipynb")) for name, notebook in notebooks.items()]
        # The pipe holds less than the notebooks, and the process reads them when it is warm: nobody waits for that.
        line = json.dumps({"timeout": timeout, "notebooks": asked})
        self._sending = threading.Thread(target=self._send, args=(line,))
        self._sending.start()

    def _send(self, line: str) -> None:
        with suppress(BrokenPipeError):  # it has ended already: `take` will find that out, too
            print(line, file=self._process.stdin, flush=True)

    def take(self, name: str) -> NotebookNode | None:
        """Wait for a notebook and return it executed, or None when that failed; its drawings go to `chart`."""
        while name not in self._done:
            line = self._process.stdout.readline()
            if not line:
                logger.info(f"{name} was not executed ahead: the process for that has ended")
                return None
            one, notebook, drawings = json.loads(line)
            self._done[one] = notebook and nbformat.from_dict(notebook)
            chart.READY.update((key, tuple(drawing)) for key, drawing in drawings.items())
        return self._done.pop(name)

    def close(self) -> None:
        """End what still runs."""
        self._process.terminate()
        if self._sending:
            self._sending.join()
        self._process.communicate()


def setup(app: Sphinx) -> None:
    """Execute before reading where kernels can be forked; elsewhere MyST-NB executes one notebook after the other."""
    if kernels.available():
        app.connect("config-inited", use_fresh_cache)
        app.connect("env-before-read-docs", start)
        app.connect("source-read", fill_cache)
        app.connect("build-finished", drop_cache)


def use_fresh_cache(app: Sphinx, config: Config) -> None:
    """Point MyST-NB to an empty cache, if it is to execute notebooks at all."""
    if config.nb_execution_mode == "force":
        config.nb_execution_mode = "cache"
        config.nb_execution_cache_path = tempfile.mkdtemp(prefix="qantar-executed-")
        app.qantar_execution = Execution()


def start(app: Sphinx, env: BuildEnvironment, names: list[str]) -> None:
    """Start to execute the notebooks among the documents `names`, and have these read last."""
    if app.config.nb_execution_mode != "cache":
        return
    found = {name: notebook for name in names if (notebook := read(env, name))}
    # The longest first: started last it would be waited for alone.
    notebooks = dict(sorted(found.items(), key=lambda item: -len(item[1].cells)))
    names[:] = [name for name in names if name not in notebooks] + list(notebooks)
    app.qantar_execution.ask(notebooks, Path(app.outdir).parent / KEPT, app.config.nb_execution_timeout)


def fill_cache(app: Sphinx, name: str, source: list[str]) -> None:
    """Put the notebook of the document that is about to be read into the cache."""
    if app.config.nb_execution_mode != "cache" or name not in app.qantar_execution.names:
        return
    if notebook := app.qantar_execution.take(name):
        cache = get_cache(app.config.nb_execution_cache_path)
        cache.cache_notebook_bundle(CacheBundleIn(notebook, name), check_validity=False, overwrite=True)


def read(env: BuildEnvironment, name: str) -> NotebookNode | None:
    """Return the notebook of a document, or None for a page without code; MyST-NB itself executes any other kind."""
    path = Path(env.doc2path(name))
    if path.suffix == ".ipynb":
        return nbformat.read(path, as_version=4)
    return get_reader(TEXT_NOTEBOOK)(str(path)) if CELL in path.read_text(encoding="utf-8") else None


def drop_cache(app: Sphinx, exception: Exception | None) -> None:
    """Delete the cache and end what still runs, whether the build succeeded or not."""
    if app.config.nb_execution_mode == "cache":
        shutil.rmtree(app.config.nb_execution_cache_path, ignore_errors=True)
        app.qantar_execution.close()
