"""All tables of the page *Data* with their descriptions as one Data Package."""

from __future__ import annotations

import zipfile
from pathlib import Path

from sphinx.application import Sphinx

from qantar.data.descriptor import FOLDER

PACKAGE = "_data/qantar-data.zip"
"""File of the built book; `qantar.reference.dictionary` links to it."""
WHEN = (2022, 1, 1, 0, 0, 0)
"""The one time of all files in the archive: two builds give the same bytes."""


def setup(app: Sphinx) -> None:
    """Write the files when all pages are written."""
    app.connect("build-finished", write_package)


def write_package(app: Sphinx, error: Exception | None) -> None:
    """Pack the description and all files that it may name."""
    if error or app.builder.format != "html":
        return
    target = Path(app.outdir, PACKAGE)
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted([*FOLDER.glob("*.csv"), *FOLDER.glob("*.json")]):
            archive.writestr(_entry(path.name), path.read_bytes())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, WHEN)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    entry.create_system = 3
    return entry
