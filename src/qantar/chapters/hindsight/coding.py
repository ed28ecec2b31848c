"""The ledger of claims as a scorer needs it: wordings of forecasts, why a claim held in part, when and who was asked.

The two codings below are this module's own readings of the analysis and of its ledger; verdicts, kinds and texts
always come from the ledger itself, so that everything here follows when a verdict changes.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from qantar.claims import HORIZONS, VERDICTS, claim, claims
from qantar.data import load
from qantar.errors import QantarError
from qantar.models.forecast import base_rate, brier


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
    "c21": NOT_SHOWN,
    "c22": TOO_EARLY,
    "c25": NOT_SHOWN,
    "c26": TOO_SWEEPING,
    "c27": NOT_SHOWN,
    "c28": TOO_SWEEPING,
    "c29": TOO_EARLY,
    "c30": DETAIL,
    "c33": TOO_EARLY,
    "c40": NOT_SHOWN,
    "c45": TERM,
    "c47": DID_NOT_LAST,
    "c51": NOT_SHOWN,
    "c53": NOT_SHOWN,
    "c55": NOT_SHOWN,
    "c59": NOT_SHOWN,
}
"""Claim that held up in part → what kept it from holding up."""


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
        (one.claim_id, *wording(one.claim_id), one.verdict_words, worth(one.verdict, partly))
        for one in claims()
        if one.kind == "forecast"
    ]
    return pd.DataFrame(rows, columns=["claim_id", "label", "limit", "sure", "verdict", "outcome"])


def wording(claim_id: str) -> Wording:
    """Return how the analysis worded a forecast; a claim that is not coded raises QantarError."""
    if claim_id not in WORDING:
        raise QantarError(f"The claim {claim_id!r} has no wording; code it in qantar.chapters.hindsight.coding.")
    return WORDING[claim_id]


def worth(verdict: str, partly: float = 0.5) -> float:
    """Return what a verdict counts: 1 held up, 0 did not, `partly` in part; NaN for contested and unverifiable."""
    return {"held_up": 1.0, "partly": float(partly), "did_not_hold": 0.0}.get(verdict, math.nan)


def shares(by: str = "kind") -> pd.DataFrame:
    """Return, per value of a column of the claims, what share held up, by two rules for "partly".

    Columns `by`, `claims` (number, those without a score included), `strict` (only "held up" counts) and `mild`
    ("partly" counts in full), both as shares of all claims.
    """
    rows = [(getattr(one, by), worth(one.verdict, 0), worth(one.verdict, 1)) for one in claims()]
    table = pd.DataFrame(rows, columns=[by, "strict", "mild"])
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


def two_coders() -> pd.DataFrame:
    """Return per claim our verdicts and the one of the second coder, in words, and the reason of the second.

    Columns `claim_id`, `read` (ours, as the second coder had it), `second`, `now` (ours today) and `reason`.
    """
    table = load("second_coder")
    table = table.assign(**{name: table[name].astype(str).map(VERDICTS) for name in ("first", "second")})
    now = [claim(name).verdict_words for name in table["claim_id"]]
    return table.rename(columns={"first": "read"}).assign(now=now)[["claim_id", "read", "second", "now", "reason"]]


def scores() -> pd.DataFrame:
    """Return how the score of the forecasts moves with the day of asking, the coder, and the rule for "partly".

    Columns `asked`, `coder`, `partly` (what it counts), `scored` (forecasts), `base_rate`, and the Brier scores of the
    constant probabilities one half (`half`) and 0.9 (`ninety`).
    """
    codings = [(words, "ours", _asked(horizon)) for horizon, words in HORIZONS.items()]
    second = load("second_coder").set_index("claim_id")["second"].astype(str)
    codings.append((HORIZONS["today"], "second", second))
    rows = [(*names, worth, *_scored(codes, worth)) for *names, codes in codings for worth in (0, 0.5, 1)]
    return pd.DataFrame(rows, columns=["asked", "coder", "partly", "scored", "base_rate", "half", "ninety"])


def _asked(horizon: str) -> pd.Series:
    table = load("verdicts").query("horizon == @horizon")
    return table.set_index("claim_id")["verdict"].astype(str)


def _scored(codes: pd.Series, partly: float) -> tuple[int, float, float, float]:
    came = codes[list(WORDING)].map(lambda code: worth(code, partly)).dropna()
    constants = (brier([chance] * len(came), came) for chance in (0.5, 0.9))
    return len(came), base_rate(came), *constants
