"""The tables of the page *Data* as files: each as CSV, and all with their descriptions as one Data Package."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from sphinx.application import Sphinx

from qantar.data import loader

TABLES, PACKAGE = "_data/tables", "_data/qantar-data.zip"
"""Folder and file of the built book; `qantar.reference.dictionary` links to them."""
WHEN = (2022, 1, 1, 0, 0, 0)
"""The one time of all files in the archive: two builds give the same bytes."""


def setup(app: Sphinx) -> None:
    """Write the files when all pages are written."""
    app.connect("build-finished", write_package)


def write_package(app: Sphinx, error: Exception | None) -> None:
    """Copy each table, and pack all that the Data Package names."""
    if error or app.builder.format != "html":
        return
    folder, out = Path(loader.__file__).parent, Path(app.outdir)
    files = sorted([*folder.glob("*.csv"), *folder.glob("*.json")])
    (out / TABLES).mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out / PACKAGE, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.writestr(_entry(path.name), path.read_bytes())
            if path.suffix == ".csv":
                shutil.copyfile(path, out / TABLES / path.name)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, WHEN)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    entry.create_system = 3
    return entry
