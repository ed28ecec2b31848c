"""Pack book and classroom into one zip file, the same content as the same bytes.

Call it as `zip_book.py FOLDER FILE.zip [WHEELS]`. At the top lies the built book with `INSTALL.html`; the folder
`classroom` holds the notebooks, the worksheets, the data and a program that opens them. WHEELS, when the folder
exists, is packed as `classroom/wheels`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from classroom import failed, told

from qantar.sphinxext.page import doors

PROJECT = Path(__file__).resolve().parent.parent
RELEASED = re.compile(r'^date-released: "(\d+)-(\d+)-(\d+)"', re.M)
CLASSROOM = {
    "": ("start.ipynb", "tools/classroom.py", ".binder/requirements.lock", "LICENSE", "LICENSE-text.md"),
    "book": ("book/*.ipynb", "book/*.md"),
    "book/images": ("book/images/chapters.svg",),
    "book/reference": ("book/reference/*.md",),
    "book/teaching": ("book/teaching/*.md",),
    "data": ("src/qantar/data/*.csv", "src/qantar/data/datapackage.json"),
    "exercises": ("exercises/*.ipynb",),
    "lab": ("tools/lab/*.py",),
    "lab/settings": ("tools/lab/settings/*.json",),
}
"""Per folder of the classroom the files of the project that lie in it."""


def main(folder: Path, target: Path, wheels: Path | None = None) -> int:
    """Write `target`; return 0, or 2 with one sentence when there is no book in `folder`."""
    if not (folder / "index.html").is_file():
        return failed(f"There is no book in {folder}: build it first (make book).")
    if target.exists() and not target.is_file():
        return failed(f"{target} is a folder or a device: name the file to write.")
    with suppress(FileNotFoundError):
        target.stat()  # a link that leads nowhere can be written to, one that leads to itself cannot
    written = Path(os.path.realpath(target))
    half = written.with_suffix(".part")
    try:
        half.touch()  # found out before the work begins
        with tempfile.TemporaryDirectory() as scratch:
            files = book(folder, Path(scratch)) | classroom(Path(scratch), wheels)
            pack(files, half, target.stem)
        half.replace(written)
    finally:
        half.unlink(missing_ok=True)
    print(f"Book and classroom in one file: {target} ({target.stat().st_size / 1e6:.1f} MB)")
    return 0


def book(folder: Path, scratch: Path) -> dict[str, Path]:
    """Return name → file of the built book and its INSTALL page, which is written into `scratch`.

    Sphinx's .buildinfo is left out: it differs from place to place, and no reader needs it.
    """
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".buildinfo")
    named = {path.relative_to(folder).as_posix(): path for path in files}
    install = scratch / "INSTALL.html"
    install.write_text(install_page(), encoding="utf-8")
    return named | {install.name: install}


def install_page() -> str:
    """Return the page that says how to use the bundle, in the style of the book's other pages without a theme."""
    return doors.filled((PROJECT / "tools" / "INSTALL.html").read_text(encoding="utf-8"))


def classroom(scratch: Path, wheels: Path | None) -> dict[str, Path]:
    """Return name → file of the classroom; the package is built into `scratch`."""
    files = [(place, path) for place, patterns in CLASSROOM.items() for path in found(patterns)]
    files += [("", path) for path in built_package(scratch)]
    if wheels and wheels.exists():
        files += [("wheels", path) for path in wheels.iterdir()]
    return {"/".join(filter(None, ("classroom", place, path.name))): path for place, path in files}


def found(patterns: tuple[str, ...]) -> Iterator[Path]:
    """Return the project's files that match; a pattern that matches none would be a hole in the classroom."""
    for pattern in patterns:
        paths = list(PROJECT.glob(pattern))
        if not paths:
            raise FileNotFoundError(f"{PROJECT} has no file {pattern}.")
        yield from paths


def built_package(scratch: Path) -> list[Path]:
    """Build the package `qantar` as a wheel, from a copy: setuptools leaves folders where it builds."""
    copy, wheels = scratch / "copy", scratch / "built"
    shutil.copytree(PROJECT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for path in found(("pyproject.toml", "README.md", "LICENSE", "LICENSE-text.md")):
        shutil.copy(path, copy)
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "315532800"}
    command += ["--no-build-isolation", "--wheel-dir", str(wheels), str(copy)]
    subprocess.run(command, check=True, env=environment, stderr=subprocess.PIPE, text=True)
    return list(wheels.iterdir())


def pack(files: dict[str, Path], target: Path, top: str) -> None:
    """Write the files into `target` under the one folder `top`, sorted by name, with the date of the release."""
    released = RELEASED.search((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    day = tuple(map(int, released.groups()))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{top}/{name}", (*day, 0, 0, 0))
            # Set by hand, or Windows and Unix would write different bytes.
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            kind = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), kind, 9)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the built book")
    parser.add_argument("target", type=Path, metavar="FILE.zip", help="the file to write")
    parser.add_argument("wheels", type=Path, nargs="?", metavar="WHEELS", help="folder of wheels, packed if it exists")
    options = parser.parse_args()
    sys.exit(told(lambda: main(options.folder, options.target, options.wheels)))
