"""Build at a good pace: no search for garbage, and pages written by several processes."""

from __future__ import annotations

import gc

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from qantar.sphinxext.running import kernels

WRITERS = 3
"""Processes that write pages: they take turns with the one that prepares the pages for them, on two cores."""


def setup(app: Sphinx) -> None:
    """Stop the collector, which takes a third of the build and finds next to nothing, until the build is over."""
    # A build makes millions of nodes that all stay to its end.
    gc.disable()
    app.connect("env-check-consistency", share_writing)
    app.connect("build-finished", resume)


def share_writing(app: Sphinx, env: BuildEnvironment) -> None:
    """Have pages written by processes beside this one, where it can fork and every extension says that it may.

    Asked of Sphinx from the start (`sphinx-build -j`, which Jupyter Book lacks), it would read in the same way, and the
    executed notebooks come to one reader only. Asked by `is_parallel_allowed` it would warn, which here is an error.
    """
    if kernels.available() and all(extension.parallel_write_safe for extension in app.extensions.values()):
        app.parallel = 1 + WRITERS


def resume(app: Sphinx, error: Exception | None) -> None:
    """Start the collector again, for what comes after; what the build has made is left alone."""
    gc.freeze()
    gc.enable()
