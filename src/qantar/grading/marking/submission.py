"""Open what was handed in: the cells of a notebook and its worksheet, or the reason why it cannot be graded."""

import re
from dataclasses import dataclass, field

from qantar.errors import QantarError
from qantar.grading.marking.layout import Handed, readable
from qantar.grading.worksheets.cells import Cell, Raw, cell_of, declared
from qantar.grading.worksheets.notebook import read_notebook


@dataclass(frozen=True)
class Submission:
    """What was handed in, read once; with a `problem` it has no cells, and its worksheet may be unknown."""

    handed: Handed
    worksheet: str | None
    cells: list[Cell] = field(default_factory=list)
    problem: str = ""


def opened(handed: Handed, known: list[str], wanted: str | None = None) -> Submission:
    """Read a submission of one of the `known` worksheets, or of the `wanted` one alone."""
    name, file = wanted or handed.worksheet, handed.path.name
    if handed.linked:
        return refused(handed, name, f"{file} is a link; put the file itself into the folder.")
    try:
        notebook = read_notebook(handed.path)
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
    """Return a submission that cannot be graded."""
    return Submission(handed, worksheet, problem=readable(problem))


def worksheet_of(notebook: Raw, cells: list[Cell], worksheets: list[str]) -> str | None:
    """Return the worksheet that a notebook declares, or that its cells' names show."""
    worksheet = declared(notebook).get("worksheet")
    if isinstance(worksheet, str):
        return worksheet
    names = {name for cell in cells for name in cell.names}
    shown = (one for one in worksheets if any(re.match(re.escape(one) + r"-\d", name) for name in names))
    return next(shown, None)
