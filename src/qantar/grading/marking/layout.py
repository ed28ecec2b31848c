"""Find submissions in files and folders, and read the student and the worksheet off their paths."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from qantar.errors import QantarError

PASSED_OVER = {"solutions", "checks", "__pycache__", "node_modules"}


@dataclass(frozen=True)
class Handed:
    """One file that was handed in; `worksheet` is what its path says, or None.

    `linked` tells a link that lay in a folder: it may lead anywhere, to the solution for one.
    """

    path: Path
    student: str
    worksheet: str | None
    linked: bool = False

    @property
    def shown(self) -> str:
        """The path as text that can be written and printed."""
        return readable(str(self.path))


def readable(text: str) -> str:
    """Return a text with a question mark for what is no character, as in file names of other systems."""
    return text.encode("utf-8", "replace").decode("utf-8")


def find_submissions(paths: list[Path], worksheets: list[str]) -> list[Handed]:
    """Return the submissions under the given paths by student, each file once.

    Layouts: `worksheet.ipynb` in a folder named after the student (also one folder deeper, in a folder named after
    the worksheet), `worksheet_student.ipynb`, or any other name, which then is the student's.
    """
    files = dict.fromkeys(file for path in paths for file in files_under(path))
    links = {file for file in files if file.is_symlink() and file not in paths}
    handed = [Handed(file, *student_and_worksheet(absolute(file), worksheets), file in links) for file in files]
    return sorted(told_apart(handed), key=lambda one: (one.student.casefold(), one.worksheet or ""))


def absolute(file: Path) -> Path:
    """Return where a file lies, without following it if it is a link."""
    return file.parent.resolve() / file.name


def files_under(path: Path) -> list[Path]:
    """Return a file itself, or all notebooks in a folder; raise QantarError when there is nothing."""
    if path.is_dir():
        files = (file for file in path.rglob("*") if file.suffix.lower() == ".ipynb" and file.is_file())
        found = sorted(file for file in files if wanted(file.relative_to(path)))
        if not found:
            raise QantarError(f"There is no notebook (.ipynb) in {path}; name a notebook or a folder of them.")
        return found
    if not path.is_file():
        raise QantarError(f"{path} is neither a file nor a folder; name a notebook or a folder of them.")
    return [path]


def wanted(relative: Path) -> bool:
    """Say whether a path is not hidden (like editors' checkpoints) and not in a folder of solutions."""
    return not any(part.startswith(".") or part in PASSED_OVER for part in relative.parts)


def student_and_worksheet(file: Path, worksheets: list[str]) -> tuple[str, str | None]:
    """Return the student's name and, if the path tells it, the worksheet's."""
    file = Path(readable(str(file)))
    if file.stem in worksheets:
        parent = file.parent
        return (parent.parent if parent.name == file.stem else parent).name or file.stem, file.stem
    for name in sorted(worksheets, key=len, reverse=True):
        for mark in "_- ":
            if file.stem.startswith(name + mark) and len(file.stem) > len(name) + 1:
                return file.stem[len(name) + 1 :], name
            if file.stem.endswith(mark + name) and len(file.stem) > len(name) + 1:
                return file.stem[: -len(name) - 1], name
    return file.stem, None


def told_apart(handed: list[Handed]) -> list[Handed]:
    """Return the submissions with a number behind names that occur more than once for one worksheet."""
    total = Counter((one.student, one.worksheet) for one in handed)
    seen: Counter[tuple[str, str | None]] = Counter()
    named = []
    for one in handed:
        key = (one.student, one.worksheet)
        seen[key] += 1
        named.append(replace(one, student=f"{one.student} ({seen[key]})") if total[key] > 1 else one)
    return named
