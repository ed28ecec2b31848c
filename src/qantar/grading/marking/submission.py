"""Open what was handed in: the cells of a notebook and its worksheet, or the reason why it cannot be graded."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from qantar.errors import QantarError
from qantar.files import reason_of
from qantar.grading.marking.layout import Handed
from qantar.grading.worksheets.cells import Cell, Raw, cell_of, declared
from qantar.grading.worksheets.notebook import read_notebook
from qantar.words import plain


@dataclass(frozen=True)
class Submission:
    """What was handed in, read once; `student` is the name under which it stands in all results.

    With a `problem`, which is the student's, or a `fault`, which is not, it has no cells, and perhaps no worksheet.
    """

    handed: Handed
    worksheet: str | None
    cells: list[Cell] = field(default_factory=list)
    problem: str = ""
    fault: str = ""
    name: str = ""

    @property
    def student(self) -> str:
        """The person, with the file behind the name where there are several for one worksheet."""
        return self.name or self.handed.student


def opened(handed: Handed, known: list[str], wanted: str | None = None) -> Submission:
    """Read a submission of one of the `known` worksheets, or of the `wanted` one alone."""
    name, file = wanted or handed.worksheet, plain(handed.path.name)
    if handed.missing:
        return Submission(handed, name, fault=handed.missing)
    if handed.linked:
        return refused(handed, name, f"{file} is a link; put the file itself into the folder.")
    try:
        handed.path.open("rb").close()
        notebook = read_notebook(handed.path)
    except OSError as error:
        return Submission(handed, name, fault=f"{handed.place} cannot be read ({reason_of(error)}).")
    except QantarError as error:
        return refused(handed, name, str(error))
    cells = [cell_of(number, raw) for number, raw in enumerate(notebook["cells"])]
    worksheet = worksheet_of(notebook, cells, known)
    if wanted and worksheet not in {None, wanted}:
        return refused(handed, None, f"{file} is worksheet {worksheet!r}, not {wanted!r}.")
    name = worksheet if worksheet in known else name
    if name is None:
        return refused(handed, None, f"{file} is no worksheet of {', '.join(known)}.")
    return Submission(handed, name, cells)


def refused(handed: Handed, worksheet: str | None, problem: str) -> Submission:
    """Return a submission that cannot be graded for what is wrong with the file."""
    return Submission(handed, worksheet, problem=plain(problem))


def worksheet_of(notebook: Raw, cells: list[Cell], worksheets: list[str]) -> str | None:
    """Return the worksheet that a notebook declares, or that its cells' names show."""
    worksheet = declared(notebook).get("worksheet")
    if isinstance(worksheet, str):
        return worksheet
    names = {name for cell in cells for name in cell.names}
    shown = (one for one in worksheets if any(re.match(re.escape(one) + r"-\d", name) for name in names))
    return next(shown, None)


def settled(submissions: list[Submission]) -> list[Submission]:
    """Give those of unknown worksheet the only one there is in a batch; name each so that no two are the same."""
    known = {one.worksheet for one in submissions if one.worksheet and not one.fault}
    only = known.pop() if len(known) == 1 else None
    return told_apart([replace(one, worksheet=one.worksheet or only) for one in submissions])


def told_apart(submissions: list[Submission]) -> list[Submission]:
    """Return the submissions, each of several files of one person for one worksheet named with its place behind it."""
    files = Counter((one.student, one.worksheet) for one in submissions)
    named: dict[tuple[str, str | None], Submission] = {}
    for one in submissions:
        name = one.student if files[one.student, one.worksheet] == 1 else f"{one.student} [{one.handed.place}]"
        while (name, one.worksheet) in named:
            name += "'"
        named[name, one.worksheet] = replace(one, name=name)
    return list(named.values())
