"""The book's Sphinx extension: figures, formulas, links, citations and local assets.

It knows Sphinx and myst-nb only, nothing of Jupyter Book, so that the book can outlive Jupyter Book 1.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from qantar import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PARTS = (
    "running.pace",
    "running.execution",
    "page.targets",
    "page.citations",
    "page.formulas",
    "page.languages",
    "page.openings",
    "page.theme",
    "drawing.assets",
    "drawing.renderer",
    "page.scripts",
    "page.tables",
    "page.summary",
    "page.doors",
    "page.linked",
    "records.uses",
    "records.backlinks",
    "records.folds",
    "records.files",
    "records.package",
    "page.slim",
    "sheet.styles",
)
"""Modules of this package, in order, each with a `setup` of its own.

By name, and imported in `setup`: the process that executes notebooks is one of them, too, and needs none of Sphinx.
"""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the parts."""
    # Notebooks run during the build are read without a kernel later: explorers then show their kernel-free form.
    os.environ["QANTAR_DOOR"] = "book"
    for part in PARTS:
        import_module(f"{__name__}.{part}").setup(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
