"""One page of feedback per submission."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from qantar.files import make_folder, refuse_unwritable, write_text
from qantar.grading.course.gradebook import number
from qantar.grading.marking.marks import Graded
from qantar.grading.marking.submission import Submission
from qantar.templates import template
from qantar.words import as_markdown, plain

# Letters of a student's name in a file name; with up to four bytes each it stays within what file systems take.
LONGEST = 50
MARKDOWN = MarkdownIt("zero").enable(["backticks", "emphasis", "escape", "list", "table"])
"""All markup that a card needs, and none that could ask for something from elsewhere."""


class Letters:
    """The feedback files of a batch: each of its submissions has one of its own."""

    def __init__(self, folder: Path, submissions: list[Submission]) -> None:
        """Give each submission a file name; those that a file system could take for the same get a mark."""
        plain_names = {(one.student, one.worksheet or ""): file_name(one.student, one.worksheet) for one in submissions}
        count = Counter(alike(name) for name in plain_names.values())
        self.folder = folder
        self.names = {
            key: name if count[alike(name)] == 1 else f"{name}-{mark_of('/'.join(key))}"
            for key, name in plain_names.items()
        }

    def write(self, graded: Graded) -> Path:
        """Write the feedback to one submission; return the file."""
        path = self.folder / f"{self.names[graded.student, graded.worksheet]}.html"
        write_text(path, letter(graded))
        return path


@contextmanager
def folder_for(feedback: Path | None) -> Iterator[None]:
    """Make the folder for feedback, if any is asked for; one that nothing came into is not left behind.

    Raises QantarError if it cannot be made or written.
    """
    if feedback is None:
        yield
        return
    was_there = feedback.exists()
    make_folder(feedback)
    try:
        refuse_unwritable(feedback / "feedback.html", "--feedback")
        yield
    finally:
        if not was_there:
            with suppress(OSError):  # it holds something
                feedback.rmdir()


def file_name(student: str, worksheet: str | None) -> str:
    """Return the name of a feedback file, without its ending."""
    return f"{name_of(student)}-{name_of(worksheet or 'worksheet')}"


def name_of(student: str) -> str:
    """Return a student's name as a part of a file name; a changed one gets a mark, so that no two become the same."""
    name = re.sub(r"[^\w .()-]", "_", student).strip(". ")[:LONGEST]
    return name if name == student else f"{name}-{mark_of(student)}"


def mark_of(text: str) -> str:
    """Return a few letters that tell a text from others."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def alike(name: str) -> str:
    """Return what two file names share that some file systems take for the same."""
    return unicodedata.normalize("NFC", name).casefold()


def letter(graded: Graded) -> str:
    """Return the feedback as a page: the points, then each exercise with what the tutor says of it.

    It needs no other file. Whatever a student wrote is shown, and nothing of it is obeyed.
    """
    page = template("qantar.grading.course", "feedback.html")
    ways = [as_markdown, block, code, inline, number, plain]
    return page.render(graded=graded, still_open=still_open(graded), **{way.__name__: way for way in ways})


def code(text: str) -> str:
    """Return a student's code, line by line, with all that is not seen written out."""
    return "\n".join(map(plain, text.expandtabs(4).splitlines()))


def inline(text: str) -> Markup:
    """Return a sentence of Markdown as HTML."""
    return Markup(MARKDOWN.renderInline(text))


def block(text: str) -> Markup:
    """Return a card in Markdown as HTML."""
    return Markup(MARKDOWN.render(text))


def still_open(graded: Graded) -> str:
    """Return what is still to come: from the teacher, and from a run that could grade what this one could not."""
    missing = " so far; not all could be graded" if graded.missing else ""
    return (f", and up to {number(graded.open_points)} more from your teacher" if graded.open_points else "") + missing
