"""Weight: what the theme brings along and no page asks for is deleted."""

from __future__ import annotations

import shutil
from pathlib import Path

from sphinx.application import Sphinx

UNUSED = ("scripts/fontawesome.js", "scripts/bootstrap.js", "vendor/fontawesome")
"""In the folder of static files: what no page asks for, since `templates/static/webpack-macros.html` does not."""


def setup(app: Sphinx) -> None:
    """Delete when all is written."""
    app.connect("build-finished", delete_unused, priority=890)


def delete_unused(app: Sphinx, error: Exception | None) -> None:
    """Delete the theme's files that no page asks for, source maps included: they weigh more than the book."""
    static = Path(app.outdir) / "_static"
    if error or app.builder.format != "html":
        return
    for path in (*static.rglob("*.map"), *(static / name for name in UNUSED)):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
