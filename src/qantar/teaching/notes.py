"""The page of notes for each chapter: beliefs to expect, questions to discuss, where students get stuck, a key."""

from __future__ import annotations

from qantar.chapters import CHAPTERS
from qantar.data import load
from qantar.reference.markdown import escape, page, sentence
from qantar.teaching.links import evidence
from qantar.teaching.plan import questions, tasks

INTRODUCTION = """# Notes for each chapter

For each chapter: what people tend to believe before they read it, questions for a discussion with an answer from either
side, where students get stuck in the worksheet, and the key to the [question sheets](handouts.md). The answers are
examples of good reasoning, not positions of this book; students should be able to give both."""
LETTERS = "abcdefgh"


def notes_page() -> str:
    """Return the page as Markdown."""
    return page(INTRODUCTION, *(part for name, title in CHAPTERS.items() for part in _chapter(name, title)))


def _chapter(name: str, title: str) -> list[str]:
    return [
        f"## {title}",
        "### Beliefs to expect",
        *(_belief(row) for row in rows_of("misconceptions", name)),
        "### Questions to discuss",
        *(_question(row) for row in rows_of("discussion", name)),
        "### Where students get stuck",
        _stuck(name),
        "### Key to the question sheet",
        _key(name),
    ]


def rows_of(table: str, chapter: str) -> list[dict]:
    """Return the rows of a table that belong to a chapter, as dictionaries; what is missing is an empty text."""
    rows = load(table)
    return rows[rows["chapter"] == chapter].fillna("").to_dict("records")


def _belief(row: dict) -> str:
    proof = evidence(row["evidence"])
    return (
        f"({row['misconception_id']})=\n**“{escape(row['belief'])}”** Tempting: {_small(row['why_tempting'])} "
        f"{sentence(row['correction'])}" + (f" Evidence: {proof}." if proof else "")
    )


def _small(text: str) -> str:
    return escape(text[:1].lower() + text[1:])


def _question(row: dict) -> str:
    sides = [
        f"- *One answer.* {escape(row[f'answer_{side}'])} ({evidence(row[f'evidence_{side}'])})" for side in ("a", "b")
    ]
    sides[1] = sides[1].replace("One answer", "Another")
    care = f"\n- *With care.* {sentence(row['handle_with_care'])}" if row["handle_with_care"] else ""
    return f"**{escape(row['question'])}**\n\n" + "\n".join(sides) + care


def _stuck(name: str) -> str:
    """Return the mistakes that the worksheet knows, by exercise: what a student did, in the words of the source."""
    lines = []
    for place, task in enumerate(tasks(name), start=1):
        if not task.is_open:
            made = "; ".join(mistake.name for mistake in task.cell.mistakes)
            lines.append(f"- **Exercise {place}, {escape(task.title)}.** A student {escape(made)}.")
    return "\n".join(lines)


def _key(name: str) -> str:
    key = [LETTERS[list(options["correct"]).index(True)] for options in questions(name)]
    return ", ".join(f"{place} {letter}" for place, letter in enumerate(key, start=1)) + "."
