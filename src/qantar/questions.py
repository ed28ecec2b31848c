"""Questions to check oneself by: plain HTML that opens by mouse, touch or keyboard, without any script."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from qantar.data import load
from qantar.errors import QantarError

if TYPE_CHECKING:
    from IPython.display import HTML


def self_check(chapter: str) -> HTML:
    """Return the questions of `chapter`, each with its options; an opened option says whether it is right, and why.

    A chapter without questions raises QantarError.
    """
    from IPython.display import HTML

    rows = load("self_check")
    rows = rows[rows["chapter"] == chapter]
    if rows.empty:
        raise QantarError(f"There are no questions for {chapter!r}; use the name of a chapter in the table self_check.")
    groups = rows.groupby("question_id", sort=False, observed=True)
    return HTML("\n".join(question_html(group, place) for place, (_, group) in enumerate(groups, start=1)))


def question_html(options: pd.DataFrame, place: int) -> str:
    """Return one question, the `place`-th of its chapter; `options` are its rows of the table `self_check`."""
    first = options.iloc[0]
    head = f"Question {place} of objective {first['objective']}"
    body = "".join(_option_html(row) for row in options.to_dict("records"))
    return (
        f'<div class="q-question" id="{escape(first["question_id"])}" role="group" aria-label="{escape(head)}">'
        f"<p>{place}. {escape(first['prompt'])}</p>{body}</div>"
    )


def _option_html(row: dict) -> str:
    verdict = "Right." if row["correct"] else "Not quite."
    return (
        f'<details class="q-option"><summary>{escape(row["option"])}</summary>'
        f"<p><strong>{verdict}</strong> {escape(row['feedback'])}</p></details>"
    )
