"""What to grade, and how."""

from dataclasses import dataclass, field
from pathlib import Path

from qantar.errors import QantarError
from qantar.files import refuse_unwritable
from qantar.grading.sandbox.limits import Limits
from qantar.grading.tutor.checkfile import FOLDER
from qantar.grading.worksheets.release import Places


@dataclass(frozen=True)
class Order:
    """What to grade, how, and where to write it; `seed` of None draws a fresh one."""

    paths: list[Path]
    place: Places
    worksheet: str | None = None
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    seed: int | None = None
    portable: bool = False
    out: Path | None = None
    resume: bool = False
    feedback: Path | None = None

    def hidden(self) -> list[Path]:
        """Return the folders that no student's code may see: solutions, checks and all submissions."""
        around = [path if path.is_dir() else path.parent for path in self.paths]
        return [self.place.solutions, self.place.worksheets, self.place.checks, FOLDER, *around]


def refuse_bad(order: Order) -> None:
    """Raise QantarError for a worksheet that does not exist, or a place of output that cannot be written."""
    known = order.place.names()
    if order.worksheet and order.worksheet not in known:
        raise QantarError(f"There is no worksheet {order.worksheet!r}; there are {', '.join(known) or 'none'}.")
    if order.resume and not order.out:
        raise QantarError("--resume needs the gradebook to go on with; name it with --out.")
    if order.out:
        refuse_unwritable(order.out, "--out")
