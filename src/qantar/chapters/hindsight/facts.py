"""How the facts of the chapter `hindsight` follow from the ledger of claims: every tally, score and agreement."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from qantar.chapters.hindsight.coding import forecasts, reasons, scores, shares, two_coders
from qantar.claims import HORIZONS, claims, tally
from qantar.data import load
from qantar.models.forecast import base_rate, brier
from qantar.models.kappa import agreement, interval

KINDS = {"facts": "fact", "interpretations": "interpretation", "forecasts": "forecast"}
VERDICTS = {
    "held": "held up",
    "partly": "partly held up",
    "not": "did not hold",
    "contested": "still contested",
    "unverifiable": "cannot be verified",
}


def _number(verdict: str | None = None, **where: str) -> int:
    """Count the claims with this verdict (in words) and these attributes."""
    return sum(
        (verdict is None or one.verdict_words == verdict)
        and all(getattr(one, name) == value for name, value in where.items())
        for one in claims()
    )


def _share(kind: str, rule: str) -> float:
    return 100 * float(shares().set_index("kind").at[kind, rule])


def _outcomes(partly: float) -> pd.Series:
    return forecasts(partly)["outcome"].dropna()


def _moved(horizon: str, column: str, coder: str = "ours") -> float:
    """Return a column of `scores` for one time and coder, where in part counts one half."""
    table = scores().query("coder == @coder and partly == 0.5").set_index("asked")
    return float(table.at[HORIZONS[horizon], column])


def _undecided(horizon: str) -> int:
    return int(tally("horizon").loc[horizon, ["still contested", "cannot be verified"]].sum())


def _other_verdict_later() -> int:
    """Count the claims whose verdict of two weeks is not the one of today."""
    wide = load("verdicts").astype({"verdict": str}).pivot(index="claim_id", columns="horizon", values="verdict")
    return int((wide["two_weeks"] != wide["today"]).sum())


def _score(chance: float, partly: float) -> float:
    """Return the Brier score of saying `chance` for every forecast that can be scored."""
    came = _outcomes(partly)
    return brier([chance] * len(came), came)


def _worded(column: str, value: str, verdict: str | None = None) -> int:
    table = forecasts()
    table = table[table[column] == value]
    return len(table if verdict is None else table[table["verdict"] == verdict])


def _no_better_than_half(partly: float) -> float:
    """Return the lowest constant probability above one half, in per cent, that scores no better than one half."""
    return next(chance for chance in range(51, 101) if _score(chance / 100, partly) >= _score(0.5, partly) - 1e-9)


def _reason(reason: str) -> int:
    return int((reasons()["reason"] == reason).sum())


def _coders(part: str, ours: str = "now") -> float:
    table = two_coders()
    return agreement(table[ours].tolist(), table["second"].tolist())[part]


def _differ(one: str, other: str) -> int:
    return int((two_coders()[one] != two_coders()[other]).sum())


def _kappa_end(end: int) -> float:
    table = two_coders()
    return interval(table["now"].tolist(), table["second"].tolist())[end]


def _paragraph(number: int, verdict: str | None = None) -> int:
    counts = tally("paragraph").loc[number]
    return int(counts.sum() if verdict is None else counts[verdict])


DERIVED: dict[str, Callable[[], float | str]] = {
    "ledger-claims": _number,
    **{f"ledger-{name}": lambda kind=kind: _number(kind=kind) for name, kind in KINDS.items()},
    **{f"ledger-{name}": lambda words=words: _number(words) for name, words in VERDICTS.items()},
    **{
        f"ledger-{name}-{short}": lambda kind=kind, words=words: _number(words, kind=kind)
        for name, kind in KINDS.items()
        for short, words in VERDICTS.items()
        if short in ("held", "partly", "not")
    },
    **{f"ledger-{name}-share": lambda kind=kind: _share(kind, "strict") for name, kind in KINDS.items()},
    **{f"ledger-{name}-share-mild": lambda kind=kind: _share(kind, "mild") for name, kind in KINDS.items()},
    "ledger-opening": lambda: _paragraph(0),
    "ledger-opening-held": lambda: _paragraph(0, "held up"),
    "ledger-last-point": lambda: _paragraph(5),
    "ledger-last-point-held": lambda: _paragraph(5, "held up"),
    "ledger-last-point-partly": lambda: _paragraph(5, "partly held up"),
    "forecasts-scored": lambda: len(_outcomes(0.5)),
    "forecasts-base-rate": lambda: 100 * base_rate(_outcomes(0.5)),
    "forecasts-base-rate-weeks": lambda: 100 * _moved("two_weeks", "base_rate"),
    "forecasts-base-rate-second": lambda: 100 * _moved("today", "base_rate", "second"),
    "forecasts-scored-weeks": lambda: _moved("two_weeks", "scored"),
    "forecasts-ninety-weeks": lambda: _moved("two_weeks", "ninety"),
    "forecasts-ninety-second": lambda: _moved("today", "ninety", "second"),
    "clock-undecided-weeks": lambda: _undecided("two_weeks"),
    "clock-undecided-today": lambda: _undecided("today"),
    "clock-moved": _other_verdict_later,
    "forecasts-base-score": lambda: _score(base_rate(_outcomes(0.5)), 0.5),
    "forecasts-half-score": lambda: _score(0.5, 0.5),
    "forecasts-even": lambda: _no_better_than_half(0.5),
    "forecasts-ninety": lambda: _score(0.9, 0.5),
    "forecasts-ninety-mild": lambda: _score(0.9, 1),
    "forecasts-ninety-strict": lambda: _score(0.9, 0),
    "forecasts-dated": lambda: _worded("limit", "a date"),
    "forecasts-span": lambda: _worded("limit", "a span without an end"),
    "forecasts-event": lambda: _worded("limit", "an event"),
    "forecasts-no-limit": lambda: _worded("limit", "none"),
    "forecasts-hedged": lambda: _worded("sure", "hedged"),
    "forecasts-hedged-held": lambda: _worded("sure", "hedged", "held up"),
    "forecasts-flat": lambda: _worded("sure", "flat"),
    "forecasts-flat-held": lambda: _worded("sure", "flat", "held up"),
    "partly-sweeping": lambda: _reason("said more than was so"),
    "partly-did-not-last": lambda: _reason("did not last"),
    "partly-term-missed": lambda: _reason("a part or its term missed"),
    "partly-not-shown": lambda: _reason("half of it not shown"),
    "partly-early": lambda: _reason("true only later"),
    "partly-detail": lambda: _reason("one detail wrong"),
    "coders-differed": lambda: _differ("read", "second"),
    "coders-changed": lambda: _differ("read", "now"),
    "coders-differ": lambda: _differ("now", "second"),
    "coders-agreement": lambda: 100 * _coders("observed"),
    "coders-by-chance": lambda: 100 * _coders("by_chance"),
    "coders-kappa": lambda: _coders("kappa"),
    "coders-kappa-low": lambda: _kappa_end(0),
    "coders-kappa-high": lambda: _kappa_end(1),
    "coders-kappa-before": lambda: _coders("kappa", "read"),
}
"""Per fact id the function that computes its value."""
