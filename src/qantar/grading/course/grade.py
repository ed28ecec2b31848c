"""The command `qantar grade`, from its options to its exit status."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from qantar.errors import QantarError
from qantar.grading.course.order import Order, submissions
from qantar.grading.marking.layout import Handed
from qantar.grading.sandbox.kernels import Opening
from qantar.grading.sandbox.limits import Limits
from qantar.grading.worksheets.files import refuse_unwritable
from qantar.grading.worksheets.release import places

if TYPE_CHECKING:  # these import nbval, which takes as long as a fork server to start: that goes first
    from qantar.grading.course.batch import Batch
    from qantar.grading.marking.marks import Graded


def grade(options: argparse.Namespace) -> int:
    """Grade as the options say; what can be wrong with them is found before anything is graded."""
    order = order_of(options)
    handed = submissions(order)
    refuse_bad_places(options)
    with closing(Opening(order.hidden(), order.portable)) as opening:
        batch = grade_what_is_left(options, order, handed, opening)
    show(batch, options.json)
    if not batch.usable and not batch.passed_over:
        raise QantarError("Nothing could be graded; the reasons stand above.")
    return 0


def order_of(options: argparse.Namespace) -> Order:
    """Return the order that the options give."""
    return Order(
        paths=options.paths,
        place=places(options.solutions),
        worksheet=options.worksheet,
        jobs=options.jobs,
        limits=Limits(options.timeout, options.memory),
        seed=options.seed,
        portable=options.portable,
    )


def refuse_bad_places(options: argparse.Namespace) -> None:
    """Raise QantarError for a place of output that cannot be written."""
    if options.resume and not options.out:
        raise QantarError("--resume needs the gradebook to go on with; name it with --out.")
    if options.out:
        refuse_unwritable(options.out, "--out")
    if options.feedback:
        from qantar.grading.course.letters import make_folder

        make_folder(options.feedback)


def grade_what_is_left(options: argparse.Namespace, order: Order, handed: list[Handed], opening: Opening) -> "Batch":
    """Grade those who are not in the gradebook yet; write gradebook and feedback as it goes."""
    from qantar.grading.course.batch import grade_all
    from qantar.grading.course.letters import write_letter
    from qantar.grading.course.record import Record, resumed

    record = resumed(options.out) if options.resume else Record(options.out)
    left = [one for one in handed if not record.done(one, order.known())]
    try:
        with progress(len(left)) as advance:

            def done(graded: "Graded") -> None:
                record.add(graded)
                if options.feedback:
                    write_letter(graded, options.feedback)
                advance()

            batch = grade_all(order, left, opening, done)
    finally:
        record.save()
    return replace(batch, passed_over=len(handed) - len(left))


@contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """Show a progress bar on a terminal's standard error while there is more than one submission."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    columns = [BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    with Progress(*columns, console=console, transient=True, disable=total < 2 or not console.is_terminal) as bar:
        task = bar.add_task("grading", total=total)
        yield lambda: bar.advance(task)


def show(batch: "Batch", as_json: bool) -> None:
    """Print the result."""
    if as_json:
        from qantar.grading.course.gradebook import json_text

        print(json_text(batch))
    else:
        from qantar.grading.course.report import print_report

        print_report(batch)
