"""Execute all notebooks at once and in parallel before the book is read.

MyST-NB looks into a cache of executed notebooks; here it is made anew for each build and thrown away after it, so that
nothing in it can be stale. A notebook that fails is not put there: MyST-NB then executes it itself and reports.
"""

from __future__ import annotations

import copy
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.read import create_nb_reader
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from qantar import kernels

logger = logging.getLogger(__name__)

KEPT = "executed"
"""Folder beside the built pages for the executed notebooks."""
AT_ONCE = 3
"""Notebooks executed at a time: one more than cores on a small machine, since a kernel also waits for its client."""


def setup(app: Sphinx) -> None:
    """Execute before reading where kernels can be forked; elsewhere MyST-NB executes one notebook after the other."""
    if kernels.available():
        app.connect("config-inited", use_fresh_cache)
        app.connect("env-before-read-docs", fill_cache)
        app.connect("build-finished", drop_cache)


def use_fresh_cache(app: Sphinx, config: Config) -> None:
    """Point MyST-NB to an empty cache, if it is to execute notebooks at all."""
    if config.nb_execution_mode == "force":
        config.nb_execution_mode = "cache"
        config.nb_execution_cache_path = tempfile.mkdtemp(prefix="qantar-executed-")


def fill_cache(app: Sphinx, env: BuildEnvironment, names: list[str]) -> None:
    """Execute the notebooks among the documents `names` and put them into the cache."""
    if app.config.nb_execution_mode != "cache":
        return
    found = {name: notebook for name in names if (notebook := read(env, name))}
    # The longest first: started last it would be waited for alone.
    order = sorted(found, key=lambda name: -len(found[name].cells))
    with kernels.ForkServer() as server, ThreadPoolExecutor(AT_ONCE) as pool:
        done = pool.map(lambda name: executed(server, found[name], app.config.nb_execution_timeout), order)
        cache = get_cache(app.config.nb_execution_cache_path)
        for name, notebook in zip(order, done, strict=True):
            if notebook is not None:
                cache.cache_notebook_bundle(CacheBundleIn(notebook, name), check_validity=False, overwrite=True)
                keep(app, name, notebook)


def keep(app: Sphinx, name: str, notebook: NotebookNode) -> None:
    """Leave the executed notebook beside the built book, to look at when a page surprises."""
    path = Path(app.outdir).parent / KEPT / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")


def read(env: BuildEnvironment, name: str) -> NotebookNode | None:
    """Return the notebook of a document as MyST-NB reads it, or None for a page without code."""
    path = Path(env.doc2path(name))
    content = path.read_text(encoding="utf-8")
    reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, content)
    return reader.read(content) if reader else None


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
            logger.info(f"a kernel was lost: {error!r}")
    return None


def drop_cache(app: Sphinx, exception: Exception | None) -> None:
    """Delete the cache, whether the build succeeded or not."""
    if app.config.nb_execution_mode == "cache":
        shutil.rmtree(app.config.nb_execution_cache_path, ignore_errors=True)
