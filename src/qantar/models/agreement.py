"""How alike two states vote, and how concentrated a country's trade is.

The agreement of a pair of states over many roll calls goes back to Lijphart, A. (1963). The Analysis of Bloc Voting in
the General Assembly: A Critique and a Proposal. American Political Science Review 57(4), 902-917. Its users differ in
two rules, so both are arguments here. An abstention beside a yes or a no counts half (the "coincidence" of the
compilation acacia-analytics/UN-Voting-Coincidence) or nothing (the table `un_agreement`). A state that did not vote is
left out of the count (both of them) or taken as one that abstained. Concentration is the Herfindahl-Hirschman index.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from qantar.data import load

SCALE = {"yes": 1.0, "abstain": 0.5, "no": 0.0}
"""Place of a vote between no and yes; `absent` has none."""
ABSENT = ("left out", "as abstention")
"""The two rules for a state that did not vote."""


def common_votes(one: Sequence[str], other: Sequence[str], absent: str = "left out") -> list[tuple[str, str]]:
    """Return the pairs of votes that count for two states, in the order of the roll calls.

    Votes are "yes", "no", "abstain" or "absent". ValueError for lists of unequal length, another word or another rule.
    """
    if absent not in ABSENT:
        raise ValueError(f"The rule for absences is one of {ABSENT}, not {absent!r}.")
    pairs = list(zip(one, other, strict=True))
    if unknown := {vote for pair in pairs for vote in pair} - {*SCALE, "absent"}:
        raise ValueError(f"A vote is yes, no, abstain or absent, not {unknown.pop()!r}.")
    if absent == "as abstention":
        return [tuple("abstain" if vote == "absent" else vote for vote in pair) for pair in pairs]
    return [pair for pair in pairs if "absent" not in pair]


def agreement(one: Sequence[str], other: Sequence[str], absent: str = "left out", half: float = 0.5) -> float:
    """Return the agreement of two states, from 0 (always opposed) to 1 (always alike); not a number without a vote.

    Two equal votes count 1, yes against no counts 0, an abstention beside a yes or a no counts `half` (0 to 1).
    """
    if not 0 <= half <= 1:
        raise ValueError(f"An abstention beside a yes or a no counts from 0 to 1, not {half}.")
    worth = {0.0: 1.0, 0.5: half, 1.0: 0.0}
    points = [worth[abs(SCALE[a] - SCALE[b])] for a, b in common_votes(one, other, absent)]
    return sum(points) / len(points) if points else math.nan


def agreement_matrix(votes: pd.DataFrame, absent: str = "left out", half: float = 0.5) -> pd.DataFrame:
    """Return the agreement of every pair of states: `votes` has one row per roll call and one column per state."""
    states = list(votes.columns)
    rows = [[agreement(votes[a].tolist(), votes[b].tolist(), absent, half) for b in states] for a in states]
    return pd.DataFrame(rows, index=states, columns=states)


def concentration(shares: Iterable[float]) -> float:
    """Return the Herfindahl-Hirschman index of `shares` in per cent: from near 0 to 10,000 for a single partner.

    Shares that add up to less than 100 give the part of the index that these partners make up, which is its lower
    bound. ValueError for a negative share or for shares that add up to more than 100.
    """
    parts = [float(share) for share in shares]
    if any(part < 0 for part in parts) or sum(parts) > 100 + 1e-9:
        raise ValueError("Shares are per cent: none is negative, and together they are 100 at most.")
    return sum(part**2 for part in parts)


def concentration_range(shares: Iterable[float], largest: float = 100) -> tuple[float, float]:
    """Return the lowest and the highest index that known `shares` in per cent leave open.

    Lowest: whatever is missing to 100 belongs to countless tiny partners. Highest: it belongs to as few as possible,
    none of them with a share above `largest`, which is more than 0.
    """
    parts = [float(share) for share in shares]
    known, rest = concentration(parts), max(0.0, 100 - sum(parts))
    full, left = divmod(rest, largest)
    return known, known + full * largest**2 + left**2


def trade_shares() -> pd.DataFrame:
    """Return the share of each partner in all trade of a year: `partner`, `year`, `share` (per cent of turnover)."""
    monthly = load("trade_monthly")
    goods = monthly["exports_usd_million"] + monthly["imports_usd_million"]
    world = goods.groupby(monthly["date"].dt.year).sum()
    trade = load("trade_partners")
    turnover = trade["exports_usd_million"] + trade["imports_usd_million"]
    return trade.assign(share=100 * turnover / trade["year"].map(world))[["partner", "year", "share"]]
