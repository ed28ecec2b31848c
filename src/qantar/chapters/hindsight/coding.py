"""The ledger of claims as a scorer needs it: wordings of forecasts, why a claim held in part, an earlier reading.

The three codings below are this module's own readings of the analysis and of its ledger; verdicts, kinds and texts
always come from the ledger itself, so that everything here follows when a verdict changes.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from qantar.claims import VERDICTS, Claim, claim, claims
from qantar.errors import QantarError


class Wording(NamedTuple):
    """How the analysis worded a forecast: a short label, its time limit, and how sure it sounds."""

    label: str
    limit: str
    sure: str


WORDING = {
    "c09": Wording("Emergency rule lasts until 19 January", "a date", "flat"),
    "c31": Wording("Changes at state firms hit the family", "none", "flat"),
    "c43": Wording("Russia gains across the post-Soviet area", "none", "flat"),
    "c44": Wording("Russian soldiers stay for long", "a span without an end", "hedged"),
    "c45": Wording("Troops prop Tokayev up for a while", "an event", "hedged"),
    "c46": Wording("The unrest is over but for embers", "a span without an end", "hedged"),
    "c47": Wording("The terrorist story is kept alive", "none", "hedged"),
    "c48": Wording("Deep social problems stay", "a span without an end", "flat"),
    "c49": Wording("The risk of radical anger stays", "a span without an end", "flat"),
    "c50": Wording("Nobody stops the removal of rivals", "none", "hedged"),
    "c51": Wording("The old order is deeply rebuilt", "none", "flat"),
}
"""Forecast → its wording. Hedged: "probably", "unlikely", "it should be assumed"; flat: a plain "will" or "is"."""

TOO_SWEEPING, NOT_SHOWN, DID_NOT_LAST = "said more than was so", "half of it not shown", "did not last"
TOO_EARLY, DETAIL, TERM = "true only later", "one detail wrong", "a part or its term missed"
BECAUSE = {
    "c02": NOT_SHOWN,
    "c09": TERM,
    "c13": TOO_SWEEPING,
    "c16": TOO_SWEEPING,
    "c17": NOT_SHOWN,
    "c19": DETAIL,
    "c22": TOO_EARLY,
    "c25": NOT_SHOWN,
    "c26": TOO_SWEEPING,
    "c27": DID_NOT_LAST,
    "c28": TOO_SWEEPING,
    "c29": TOO_EARLY,
    "c30": DETAIL,
    "c40": NOT_SHOWN,
    "c45": TERM,
    "c47": DID_NOT_LAST,
    "c51": TOO_SWEEPING,
    "c53": TOO_SWEEPING,
    "c55": TERM,
    "c58": TOO_SWEEPING,
    "c59": TOO_SWEEPING,
}
"""Claim that held up in part → what kept it from holding up."""

FIRST_READING = {
    "c02": "held_up",
    "c12": "still_contested",
    "c13": "held_up",
    "c17": "held_up",
    "c19": "held_up",
    "c21": "partly",
    "c25": "held_up",
    "c29": "held_up",
    "c30": "did_not_hold",
    "c46": "partly",
    "c56": "still_contested",
    "c59": "did_not_hold",
    "c60": "still_contested",
}
"""Claim whose verdict a hostile review changed → its verdict in the first draft of the ledger."""
NOT_IN_FIRST = {"c61"}
"""Claims that the first draft overlooked."""


def ledger() -> pd.DataFrame:
    """Return one row per claim in the order of the text: `claim`, `kind`, `chapter`, `paragraph`, `said`, `verdict`."""
    rows = [(c.claim_id.upper(), c.kind, c.chapter, c.paragraph, c.paraphrase, c.verdict_words) for c in claims()]
    return pd.DataFrame(rows, columns=["claim", "kind", "chapter", "paragraph", "said", "verdict"])


def forecasts(partly: float = 0.5) -> pd.DataFrame:
    """Return the forecasts of the ledger in the order of the text.

    Columns `claim_id`, `label`, `limit` ("a date", "an event", "a span without an end", "none"), `sure` ("flat",
    "hedged"), `verdict` (in words) and `outcome`: 1, 0, `partly` (0 to 1), or NaN where the verdict scores nothing.
    """
    rows = [
        (one.claim_id, *wording(one.claim_id), one.verdict_words, outcome(one, partly))
        for one in claims()
        if one.kind == "forecast"
    ]
    return pd.DataFrame(rows, columns=["claim_id", "label", "limit", "sure", "verdict", "outcome"])


def wording(claim_id: str) -> Wording:
    """Return how the analysis worded a forecast; a claim that is not coded raises QantarError."""
    if claim_id not in WORDING:
        raise QantarError(f"The claim {claim_id!r} has no wording; code it in qantar.chapters.hindsight.coding.")
    return WORDING[claim_id]


def outcome(one: Claim, partly: float = 0.5) -> float:
    """Return what a claim counts: 1 held up, 0 did not, `partly` in part; NaN for contested and unverifiable."""
    return {"held_up": 1.0, "partly": float(partly), "did_not_hold": 0.0}.get(one.verdict, math.nan)


def shares(by: str = "kind") -> pd.DataFrame:
    """Return, per value of a column of the claims, what share held up, by two rules for "partly".

    Columns `by`, `claims` (number, those without a score included), `strict` (only "held up" counts) and `mild`
    ("partly" counts in full), both as shares of all claims.
    """
    table = pd.DataFrame({by: getattr(one, by), "strict": outcome(one, 0), "mild": outcome(one, 1)} for one in claims())
    found = table.fillna(0).groupby(by, sort=False)
    return found[["strict", "mild"]].mean().assign(claims=found.size()).reset_index()


def reasons() -> pd.DataFrame:
    """Return the claims that held up in part: `claim_id`, `kind`, `reason`, `said`; QantarError for an uncoded one."""
    held = [one for one in claims() if one.verdict == "partly"]
    if missing := [one.claim_id for one in held if one.claim_id not in BECAUSE]:
        raise QantarError(
            f"The claim {missing[0]!r} held up in part; code the reason in qantar.chapters.hindsight.coding."
        )
    rows = [(one.claim_id, one.kind, BECAUSE[one.claim_id], one.paraphrase) for one in held]
    return pd.DataFrame(rows, columns=["claim_id", "kind", "reason", "said"])


def two_readings() -> pd.DataFrame:
    """Return the claims of the first draft: columns `claim_id`, `first` and `now`, both verdicts in words."""
    ids = [one.claim_id for one in claims() if one.claim_id not in NOT_IN_FIRST]
    first = [VERDICTS[FIRST_READING.get(name, claim(name).verdict)] for name in ids]
    return pd.DataFrame({"claim_id": ids, "first": first, "now": [claim(name).verdict_words for name in ids]})
