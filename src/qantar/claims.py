"""The claims of the analysis, each with the verdict of one chapter."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from qantar.data import load
from qantar.data.records import find, records
from qantar.errors import QantarError

VERDICTS = {
    "held_up": "held up",
    "partly": "partly held up",
    "did_not_hold": "did not hold",
    "still_contested": "still contested",
    "unverifiable": "cannot be verified",
}
"""Each verdict of the table in the words that readers see, from the best to the least decided."""


@dataclass(frozen=True)
class Claim:
    """One row of the table `claims`; texts as they stand there, sources as a tuple of ids."""

    claim_id: str
    paragraph: str
    kind: str
    paraphrase: str
    chapter: str
    verdict: str
    evidence: str
    would_change: str
    evidence_date: str
    source_ids: tuple[str, ...]
    note: str

    @property
    def verdict_words(self) -> str:
        """The verdict as readers see it, for example "partly held up"."""
        return VERDICTS[self.verdict]


def claim(claim_id: str) -> Claim:
    """Return the claim with this id, written "c10" or "C10"; an unknown id raises QantarError."""
    return find("claims", Claim, claim_id.lower())


def claims(chapter: str | None = None) -> list[Claim]:
    """Return all claims, or those that `chapter` answers, in the order of the analysis."""
    return [one for one in records("claims", Claim).values() if chapter is None or one.chapter == chapter]


def tally(by: str = "kind") -> pd.DataFrame:
    """Count verdicts: one row per value of the column `by` ("kind", "chapter"), one column per verdict.

    Columns are the words of `VERDICTS` in their order; every claim is counted once. A column that cannot group
    claims raises QantarError.
    """
    table = load("claims")
    if by not in ("kind", "chapter", "paragraph"):
        raise QantarError(f"Claims cannot be counted by {by!r}; use kind, chapter or paragraph.")
    verdicts = table["verdict"].astype(str).map(VERDICTS)
    counts = pd.crosstab(table[by], verdicts)
    return counts.reindex(columns=list(VERDICTS.values()), fill_value=0).rename_axis(columns="verdict")
