"""Question sheets for a class without computers: the self-check and discussion questions, one sheet per chapter."""

from __future__ import annotations

from itertools import count

import pandas as pd

from qantar.chapters import CHAPTERS
from qantar.reference.markdown import escape, page
from qantar.teaching.notes import LETTERS, rows_of
from qantar.teaching.plan import objectives, questions

INDEX = """# Question sheets

One sheet per chapter for a class without computers: print the chapter and its sheet. No code is needed. The key and
sample answers are in the [notes](notes.md). The sheets are made from the questions that the book itself asks."""
WRITTEN = 2
"""Questions with room to write; those that remain are for talking."""
ROOM = '<div class="q-lines"></div>'
NAME = '<p class="q-name">Name:</p>'


def index_page() -> str:
    """Return the page that lists the sheets."""
    return page(INDEX, "\n".join(f"- [{title}](sheet-{name}.md)" for name, title in CHAPTERS.items()))


def sheet(chapter: str) -> str:
    """Return the sheet of a chapter as Markdown: its aims, the questions to tick, to write about and to talk about."""
    asked = [escape(row["question"]) for row in rows_of("discussion", chapter)]
    return page(
        f"# Question sheet: {CHAPTERS[chapter]}",
        NAME,
        "## What it is about",
        "\n".join(f"- {escape(one.text[:1].upper() + one.text[1:])}." for one in objectives(chapter)),
        "## Tick one answer",
        *map(_choice, count(1), questions(chapter)),
        "## Write two or three sentences",
        *(f"**{question}**\n\n{ROOM}" for question in asked[:WRITTEN]),
        "## Talk about it",
        "\n".join(f"- {question}" for question in asked[WRITTEN:]),
    )


def _choice(place: int, options: pd.DataFrame) -> str:
    rows = [f"- ☐ {letter}: {escape(option)}" for letter, option in zip(LETTERS, options["option"], strict=False)]
    return f"**{place}. {escape(options['prompt'].iloc[0])}**\n\n" + "\n".join(rows)
