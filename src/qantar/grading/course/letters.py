"""One Markdown file of feedback per submission."""

import hashlib
import re
from pathlib import Path

from qantar.errors import QantarError
from qantar.files import refuse_unwritable, write_text
from qantar.grading.course.gradebook import number
from qantar.grading.marking.marks import Graded

# Letters of a student's name in a file name; with up to four bytes each it stays within what file systems take.
LONGEST = 50


def make_folder(folder: Path) -> None:
    """Make the folder of feedback files; raise QantarError if that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QantarError(f"{folder} cannot be made a folder ({error.strerror}); choose another place.") from error
    refuse_unwritable(folder / "feedback.md", "--feedback")


def write_letter(graded: Graded, folder: Path) -> Path:
    """Write the feedback to one submission; return the file."""
    path = folder / f"{name_of(graded.student)}-{graded.worksheet or 'worksheet'}.md"
    write_text(path, letter(graded))
    return path


def name_of(student: str) -> str:
    """Return a student's name as a part of a file name; a changed one gets a mark, so that no two become the same."""
    name = re.sub(r"[^\w .()-]", "_", student).strip(". ")[:LONGEST]
    return name if name == student else f"{name}-{hashlib.sha256(student.encode()).hexdigest()[:8]}"


def letter(graded: Graded) -> str:
    """Return the feedback as Markdown: the points, then one paragraph per exercise."""
    lines = [f"# {escaped(graded.worksheet or 'Worksheet')}: {escaped(graded.student)}", ""]
    if graded.problem:
        lines += [f"Not graded. {escaped(graded.problem)}", ""]
    lines += [f"Points: {number(graded.points)} of {number(graded.max_points)}{still_open(graded)}.", ""]
    for mark in graded.marks:
        lines += [f"## {mark.exercise}: {number(mark.points) or '–'} of {number(mark.max_points)}", ""]
        lines += [escaped(f"{mark.message} {mark.rubric}".strip()), ""]
    return "\n".join(lines)


def still_open(graded: Graded) -> str:
    """Return what the teacher still has to add."""
    return f", and up to {number(graded.open_points)} more from your teacher" if graded.open_points else ""


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is, code in backquotes aside."""
    return re.sub(r"([\\*_\[\]<>#|])", r"\\\1", text)
