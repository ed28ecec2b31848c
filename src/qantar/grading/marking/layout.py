"""Find what was handed in: the folder says who, and the file which worksheet."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from qantar.errors import QantarError
from qantar.files import reason_of
from qantar.words import plain

PASSED_OVER = {"solutions", "checks", "__pycache__", "node_modules"}
PACKED = {".zip", ".7z", ".rar", ".tar", ".gz", ".tgz"}
OTHER = {".py", ".html", ".htm", ".pdf", ".doc", ".docx", ".odt", ".txt"}
# What browsers, file managers and editors put behind a name when there is a file of that name already.
COPY = re.compile(r"( ?\(\d+\)|-Copy\d+| - Copy( \(\d+\))?| copy( \d+)?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Handed:
    """One file that was handed in; `worksheet` is what its path says, or None.

    `place` is where it lies below the folder that was named. `linked` tells a link that lay in a folder: it may lead
    anywhere, to the solution for one. `missing` says why there is no notebook to be graded.
    """

    path: Path
    student: str
    worksheet: str | None
    linked: bool = False
    missing: str = ""
    place: str = field(default="", compare=False)

    @property
    def shown(self) -> str:
        """The path as text that can be written and printed."""
        return plain(str(self.path))


@dataclass(frozen=True)
class Named:
    """A path that was named: where it begins, and whether it is one person's folder; with the known worksheets."""

    root: Path
    worksheets: list[str]
    is_persons: bool = False

    def handed(self, path: Path, missing: str = "") -> Handed:
        """Return what was handed in as a file below the root, or what is missing in its place."""
        below = path.relative_to(self.root)
        student, worksheet = self.student_and_worksheet(below)
        place = plain(below.as_posix())
        said = f"{place} {missing}" if missing else ""
        return Handed(path, plain(student), worksheet, path.is_symlink(), said, place)

    def nothing(self, folder: Path, missing: str) -> Handed:
        """Return that a folder below the root holds nothing that could be read."""
        below = folder.relative_to(self.root)
        student, worksheet = self.student_and_worksheet(below / "nothing")
        place = plain(below.as_posix())
        return Handed(folder, plain(student), worksheet, missing=f"{place} {missing}", place=place)

    def student_and_worksheet(self, below: Path) -> tuple[str, str | None]:
        """Return whose a file is, and of which worksheet, if its path tells.

        The first folder that is not named after a worksheet is the person's, whatever the file is called.
        """
        folders = below.parts[:-1]
        person, worksheet = named_by_file(below.stem, self.worksheets)
        around = (*folders, self.root.resolve().name)
        worksheet = worksheet or next((folder for folder in around if folder in self.worksheets), None)
        own = [folder for folder in folders if folder not in self.worksheets]
        if self.is_persons or not (own or person):
            return self.name(), worksheet
        return own[0] if own else person, worksheet

    def name(self) -> str:
        """Return the name of the root; of one named after a worksheet that of the folder around it."""
        root = self.root.resolve()
        return (root.parent if root.name in self.worksheets else root).name or root.name or "unknown"


def named_by_file(stem: str, worksheets: list[str]) -> tuple[str, str | None]:
    """Return the person, if any, and the worksheet, or None, that the name of a file tells."""
    bare = COPY.sub("", stem)
    for name in sorted(worksheets, key=len, reverse=True):
        if bare == name:
            return "", name
        for mark in "_- ":
            if bare.startswith(name + mark) and len(bare) > len(name) + 1:
                return bare[len(name) + 1 :], name
            if bare.endswith(mark + name) and len(bare) > len(name) + 1:
                return bare[: -len(name) - 1], name
    return bare or stem, None


def find_submissions(paths: list[Path], worksheets: list[str]) -> list[Handed]:
    """Return what was handed in under the given paths, by student, each file once; nobody's folder is passed over.

    Raises QantarError for a path where there is nothing. The guide for teachers has the table of layouts.
    """
    several = sum(path.is_dir() for path in paths) > 1
    found: dict[Path, Handed] = {}
    for path in paths:
        for one in under(path, worksheets, several and path.resolve().name not in worksheets):
            found.setdefault(one.path.parent.resolve() / one.path.name, one)
    return sorted(found.values(), key=lambda one: (one.student.casefold(), one.worksheet or "", one.place))


def under(path: Path, worksheets: list[str], is_persons: bool) -> list[Handed]:
    """Return what was handed in at a path: the file itself, or all of a folder; raise QantarError for nothing."""
    if path.is_dir():
        found = in_folder(Named(path, worksheets, is_persons))
        if not found:
            raise QantarError(f"There is no notebook (.ipynb) in {path}; name a notebook or a folder of them.")
        return found
    if not path.exists():
        raise QantarError(f"{path} is neither a file nor a folder; name a notebook or a folder of them.")
    return [replace(Named(path.parent, worksheets).handed(path, lack_of(path)), linked=False)]


def in_folder(named: Named) -> list[Handed]:
    """Return the notebooks in a folder, and for each person who has none what lies there instead."""
    found = list(walk(named))
    notebooks = [one for one in found if not one.missing]
    persons = {one.student for one in notebooks}
    others = [one for one in found if one.missing and one.student not in persons]
    return notebooks + list({one.student: one for one in reversed(others)}.values())


def walk(named: Named) -> Iterator[Handed]:
    """Return everything in a folder that is a notebook, or may stand for one that was meant to be handed in."""
    refused: list[OSError] = []
    for where, folders, files in os.walk(named.root, onerror=refused.append):
        here = Path(where)
        folders[:] = sorted(name for name in folders if wanted(name))
        is_flat = not any(part not in named.worksheets for part in here.relative_to(named.root).parts)
        for path in sorted(here / name for name in files if wanted(name)):
            if not is_flat or path.suffix.lower() in {".ipynb", *PACKED, *OTHER}:
                yield named.handed(path, lack_of(path))
        for path in (here / name for name in folders if (here / name).is_symlink()):
            yield named.nothing(path, "is a link: put the folder itself in its place.")
        if not (folders or files or is_flat):
            yield named.nothing(here, "is empty: ask for the notebook.")
    for error in refused:
        yield named.nothing(Path(error.filename), f"cannot be read ({reason_of(error)}): give yourself the right.")


def wanted(name: str) -> bool:
    """Say whether a name is not hidden, like editors' checkpoints, and not that of a folder of solutions."""
    return not name.startswith(".") and name not in PASSED_OVER


def lack_of(path: Path) -> str:
    """Return why a path holds no notebook, or an empty text; what looks like one is found out when it is read."""
    kind = path.suffix.lower()
    if not path.is_symlink() and not path.is_file():
        return "is a folder, a pipe or a device: ask for the notebook itself."
    if kind in PACKED:
        return "is a packed file: unpack it, and grade again with --resume."
    return "" if kind == ".ipynb" else "is no notebook (.ipynb): ask for the notebook itself."
