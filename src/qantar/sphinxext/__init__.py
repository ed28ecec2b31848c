"""The book's Sphinx extension: figures, formulas, links, citations and local assets.

It knows Sphinx and myst-nb only, nothing of Jupyter Book, so that the book can outlive Jupyter Book 1.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from qantar import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the parts; each is one module with a `setup` of its own."""
    # Imported here: the process that executes notebooks is a module of this package, too, and needs none of Sphinx.
    from qantar.sphinxext.drawing import assets, renderer
    from qantar.sphinxext.page import (
        citations,
        doors,
        formulas,
        languages,
        openings,
        scripts,
        search,
        slim,
        summary,
        tables,
        targets,
        theme,
    )
    from qantar.sphinxext.running import execution, pace
    from qantar.sphinxext.sheet import styles

    # Notebooks run during the build are read without a kernel later: explorers then show their kernel-free form.
    os.environ["QANTAR_DOOR"] = "book"
    for part in (
        pace,
        execution,
        targets,
        citations,
        formulas,
        languages,
        openings,
        theme,
        assets,
        renderer,
        search,
        scripts,
        tables,
        summary,
        doors,
        slim,
        styles,
    ):
        part.setup(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
