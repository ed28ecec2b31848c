"""The page that maps objectives to sections, exercises and questions, and the faults such a map can have."""

from __future__ import annotations

from collections.abc import Iterable

from qantar.chapters import CHAPTERS
from qantar.reference.markdown import escape, page
from qantar.teaching.plan import Objective, Task, objectives, self_checks, tasks

INTRODUCTION = """# What is taught, and where it is assessed

Every learning objective of the book, the section that teaches it, and the work that shows whether it was reached. A
test fails when an objective has no section or no exercise, and when an exercise has no objective.

*Questions* counts the self-check questions at the end of the chapter. Exercises with a star are marked by the teacher;
the [rubrics](rubrics.md) say how. Minutes in the last column are of reading, of exercises on the worksheet."""


def objectives_page() -> str:
    """Return the page as Markdown."""
    parts = [_chapter(name, title) for name, title in CHAPTERS.items()]
    return page(INTRODUCTION, *parts)


def _chapter(name: str, title: str) -> str:
    own, work = objectives(name), tasks(name)
    points = sum(task.points for task in work)
    minutes = sum(task.minutes for task in work)
    names = ("Objective", "After the chapter a student can …", "Sections", "Exercises", "Questions", "Minutes")
    head = f"| {' | '.join(names)} |\n{'|---' * len(names)}|"
    rows = [_row(one, work) for one in own]
    sums = f"Reading: {sum(one.minutes for one in own)} minutes. Worksheet: {points:g} points, about {minutes} minutes."
    return f"## {title}\n\n" + "\n".join([head, *rows]) + f"\n\n{sums}"


def _row(one: Objective, work: Iterable[Task]) -> str:
    done_in = ", ".join(_exercise(task) for task in work if task.cell.objective == one.objective_id)
    sections = "; ".join(map(escape, one.sections))
    cells = (one.objective_id, one.text, sections, done_in, self_checks(one.objective_id), one.minutes)
    return "| " + " | ".join(map(str, cells)) + " |"


def _exercise(task: Task) -> str:
    number = task.cell.name.rsplit("-", 1)[1]
    star = "\\*" if task.is_open else ""
    return f"{number}{star} ({task.points:g} points)"


def faults(own: list[Objective], work: list[Task], headings: Iterable[str]) -> list[str]:
    """Return what is untaught or unassessed in one chapter: a sentence for each fault, none when all is covered.

    `headings` are those of the chapter's sections.
    """
    known, known_ids = set(headings), {one.objective_id for one in own}
    found = [
        f"{one.objective_id} is taught in “{section}”, which is no section."
        for one in own
        for section in one.sections
        if section not in known
    ]
    assessed = {task.cell.name: task.cell.objective for task in work}
    found += [f"{one} has no exercise." for one in sorted(known_ids - set(assessed.values()))]
    found += [f"{name} has no objective of this chapter." for name, one in assessed.items() if one not in known_ids]
    return found
