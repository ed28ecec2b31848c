"""The claims of the analysis, each with the verdict of one chapter."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from qantar.data import describe, load
from qantar.data.records import find, records
from qantar.errors import QantarError

ANALYSIS = "osw-2022-01-10"
"""The source that all claims are taken from."""
VERDICTS = {
    "held_up": "held up",
    "partly": "partly held up",
    "did_not_hold": "did not hold",
    "still_contested": "still contested",
    "unverifiable": "cannot be verified",
}
"""Each verdict of the table in the words that readers see, from the best to the least decided."""
REACHES = {
    "the_day": "describes the day",
    "short_term": "the short term",
    "dated": "a date that it names",
    "undated": "ahead, without a limit",
}
"""How far the sentence of a claim reaches, in words; what happened beyond does not count."""
HORIZONS = {"two_weeks": "two weeks", "one_year": "one year", "four_years": "four years", "today": "today"}
"""How long after the analysis a verdict is asked for, in words; `asked_on` gives the day."""


@dataclass(frozen=True)
class Claim:
    """One row of the table `claims`; texts as they stand there, sources as a tuple of ids."""

    claim_id: str
    paragraph: str
    kind: str
    reach: str
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


@dataclass(frozen=True)
class Verdict:
    """One row of the table `verdicts`: what the evidence of one time said of a claim."""

    verdict_id: str
    claim_id: str
    horizon: str
    verdict: str
    evidence: str
    evidence_date: str
    source_ids: tuple[str, ...]

    @property
    def words(self) -> str:
        """The verdict as readers see it."""
        return VERDICTS[self.verdict]


def claim(claim_id: str) -> Claim:
    """Return the claim with this id, written "c10" or "C10"; an unknown id raises QantarError."""
    return find("claims", Claim, claim_id.lower())


def claims(chapter: str | None = None) -> list[Claim]:
    """Return all claims, or those that `chapter` answers, in the order of the analysis."""
    return [one for one in records("claims", Claim).values() if chapter is None or one.chapter == chapter]


def verdicts(claim_id: str) -> list[Verdict]:
    """Return the verdicts on a claim in the order of `HORIZONS`; the last is the one of the claim itself."""
    return [one for one in records("verdicts", Verdict).values() if one.claim_id == claim_id]


def asked_on(horizon: str) -> str:
    """Return the day (ISO text) for which the verdicts of a horizon are asked."""
    return describe("verdicts")["clock"]["days"][horizon]


def tally(by: str = "kind") -> pd.DataFrame:
    """Count verdicts: one row per value of the column `by`, one column per verdict.

    By "kind", "reach", "chapter" or "paragraph" every claim is counted once, with its verdict of today; by "horizon"
    once for each. Columns are the words of `VERDICTS` in their order. Another column raises QantarError.
    """
    table = load("verdicts" if by == "horizon" else "claims")
    if by not in ("kind", "reach", "chapter", "paragraph", "horizon"):
        raise QantarError(f"Claims cannot be counted by {by!r}; use kind, reach, chapter, paragraph or horizon.")
    counts = pd.crosstab(table[by], table["verdict"].astype(str).map(VERDICTS))
    return counts.reindex(columns=list(VERDICTS.values()), fill_value=0).rename_axis(columns="verdict")
