"""What to grade, and how."""

from dataclasses import dataclass, field
from pathlib import Path

from qantar.errors import QantarError
from qantar.grading.marking.layout import Handed, find_submissions
from qantar.grading.sandbox.limits import Limits
from qantar.grading.tutor.checkfile import FOLDER
from qantar.grading.worksheets.release import Places


@dataclass(frozen=True)
class Order:
    """What to grade and how; `seed` of None draws a fresh one."""

    paths: list[Path]
    place: Places
    worksheet: str | None = None
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    seed: int | None = None
    portable: bool = False

    def known(self) -> list[str]:
        """Return the worksheets that have a solution."""
        return sorted(path.stem for path in self.place.solutions.glob("*.ipynb"))

    def hidden(self) -> list[Path]:
        """Return the folders that no student's code may see: solutions, checks and all submissions."""
        around = [path if path.is_dir() else path.parent for path in self.paths]
        return [self.place.solutions, self.place.worksheets, self.place.checks, FOLDER, *around]


def submissions(order: Order) -> list[Handed]:
    """Return what is to be graded; raise QantarError for paths or a worksheet that do not exist."""
    known = order.known()
    if order.worksheet and order.worksheet not in known:
        raise QantarError(f"There is no worksheet {order.worksheet!r}; there are {', '.join(known) or 'none'}.")
    return find_submissions(order.paths, known)
