"""The verdicts of a chapter as a table with links, from the ledger of claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qantar.claims import Claim, claims
from qantar.data import describe
from qantar.data.dates import label
from qantar.errors import QantarError

if TYPE_CHECKING:
    from IPython.display import Markdown


def verdict_table(chapter: str) -> Markdown:
    """Return the claims that `chapter` answers as a Markdown table: claim, verdict, and what the verdict rests on.

    Each claim carries its kind and links to its record. A chapter that answers no claim raises QantarError.
    """
    from IPython.display import Markdown

    answered = claims(chapter)
    if not answered:
        raise QantarError(f"The chapter {chapter!r} answers no claim; use the name of a chapter in the table claims.")
    head = ["| Claim | What the analyst said, in our words | Verdict | Because |", "|---|---|---|---|"]
    return Markdown("\n".join([*head, *map(_row, answered), "", checked()]))


def checked() -> str:
    """Return the line that says up to which day the evidence of the verdicts was looked through."""
    return f"*Evidence checked to {label(describe('claims')['evidenceChecked'])}.*"


def _row(one: Claim) -> str:
    link = f"[{one.claim_id.upper()}](reference/claims.md#{one.claim_id})"
    cells = [link, f"{_cell(one.paraphrase)} *({one.kind})*", f"**{one.verdict_words}**", _cell(one.evidence)]
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """Escape what would end a cell or begin markup."""
    for mark in "\\|*_[]<`":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
