"""The page of rubrics: every open answer with its criteria, a good and a weak answer, and a rubric for discussions."""

from __future__ import annotations

from qantar.chapters import CHAPTERS
from qantar.reference.markdown import escape, page
from qantar.teaching.plan import Task, tasks

INTRODUCTION = """# Rubrics

Each worksheet ends with one answer that no program marks: two or three sentences, two points. For each stand here the
criteria, an answer that earns both points, and a weak one as students write it, with the points it earns and why. Mark
in halves. Spelling and style are of no account."""
DISCUSSION = """## A discussion

For the questions in the [notes](notes.md). Four criteria, one point each; half a point where it is tried.

| Criterion | One point | No point |
|---|---|---|
| Position | answers the question that was asked, in one sentence | tells what happened |
| Evidence | names a record, figure or source, with who said it and when | "it is known", "everybody says" |
| The other side | says what the best opponent would answer, and why it fails | calls the other side biased |
| Doubt | names what could not be known, or what would change the answer | is sure of everything, or of nothing |

An answer worth four points, to the question whether the price of gas was the cause or only the occasion: *It was the
occasion. On 4 January a price below the old one was promised, and the rallies went on. One may object that a protest
makes new reasons once it has been met with force; then the days before must decide, and for these we have slogans
reported from a few towns only.*

An answer worth one: *People were poor and angry for years, so the price did not matter. Whoever says otherwise repeats
what the government wants.* It takes a position. It cites nothing, dismisses the other side, and doubts nothing."""


def rubrics_page() -> str:
    """Return the page as Markdown."""
    open_ones = [
        (title, place, task)
        for name, title in CHAPTERS.items()
        for place, task in enumerate(tasks(name), start=1)
        if task.is_open
    ]
    return page(INTRODUCTION, *(_rubric(*one) for one in open_ones), DISCUSSION)


def _rubric(chapter: str, place: int, task: Task) -> str:
    weak = task.cell.weak
    rows = "\n".join(f"| {row['points']:g} | {escape(row['criterion'])} |" for row in task.cell.rubric)
    return (
        f"## {chapter}: exercise {place}, {escape(task.title)}\n\n"
        f"| Points | For |\n|---|---|\n{rows}\n\n"
        f"**{task.points:g} points.** {_quoted(task.answer)}\n\n"
        f"**{weak['points']:g} of {task.points:g}.** {_quoted(weak['text'])}\n\n{escape(weak['why'])}"
    )


def _quoted(text: str) -> str:
    return f"*{escape(text)}*"
