"""Scores of probability forecasts: the Brier score, its parts, and calibration.

Brier (1950, Monthly Weather Review 78(1), 1-3), in the form for one event used today: the mean squared distance of the
stated probability from the outcome. The parts are those of Murphy (1973, Journal of Applied Meteorology 12(4)).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from qantar.errors import QantarError

FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Edges of the usual bins of a calibration table for few forecasts."""


def brier(chances: Sequence[float], outcomes: Sequence[float]) -> float:
    """Return the Brier score: 0 is perfect, 1 is certain and always wrong, always saying one half gives 0.25.

    `chances` are the stated probabilities of the events, `outcomes` what happened: 1, 0, or a share between them where
    a rule counts an outcome in part. Both have the same length, at least 1, and lie between 0 and 1; else QantarError.
    """
    stated, came = _checked(chances, outcomes)
    return float(((stated - came) ** 2).mean())


def base_rate(outcomes: Sequence[float]) -> float:
    """Return the share of events that happened; stated every time, it is the best of all constant forecasts."""
    return float(_checked(outcomes, outcomes)[1].mean())


def expected(chances: Sequence[float]) -> float:
    """Return the Brier score to expect if every stated probability is right: the mean of p (1 - p)."""
    stated, _ = _checked(chances, chances)
    return float((stated * (1 - stated)).mean())


def decompose(chances: Sequence[float], outcomes: Sequence[float]) -> dict[str, float]:
    """Return the Brier score as reliability - resolution + uncertainty (Murphy 1973), exact for the stated values.

    Forecasts with the same stated probability form a group. "reliability" (0 is best) is the mean squared distance of
    each group's probability from its share of events, "resolution" (higher is better) that of the groups' shares from
    the base rate, "uncertainty" the variance of the outcomes, which no forecaster can change. "within" is the variance
    of the outcomes inside the groups: what resolution leaves of uncertainty. Raises as `brier` does.
    """
    stated, came = _checked(chances, outcomes)
    share = pd.Series(came).groupby(np.round(stated, 12)).transform("mean").to_numpy()
    return {
        "brier": brier(stated, came),
        "reliability": float(((stated - share) ** 2).mean()),
        "resolution": float(((share - came.mean()) ** 2).mean()),
        "uncertainty": float(came.var()),
        "within": float(((came - share) ** 2).mean()),
    }


def calibration(chances: Sequence[float], outcomes: Sequence[float], edges: Sequence[float] = FIFTHS) -> pd.DataFrame:
    """Return one row per bin: columns `low`, `high`, `forecasts` (number), `chance` (mean), `came` (share of events).

    A bin holds its lower edge and not its upper one, except the last. An empty bin has NaN means. Raises as `brier`
    does, and for edges that do not rise or leave a forecast out.
    """
    stated, came = _checked(chances, outcomes)
    places = bin_of(stated, edges)
    table = pd.DataFrame({"bin": places, "chance": stated, "came": came}).groupby("bin")
    means = table.mean().reindex(range(len(edges) - 1))
    counts = table.size().reindex(means.index, fill_value=0)
    return pd.DataFrame({"low": edges[:-1], "high": edges[1:], "forecasts": counts, **means}).reset_index(drop=True)


def bin_of(chances: Sequence[float], edges: Sequence[float] = FIFTHS) -> np.ndarray:
    """Return the place of each probability among the bins, counted from 0; QantarError for one outside the edges."""
    stated, limits = np.asarray(chances, dtype=float), np.asarray(edges, dtype=float)
    if len(limits) < 2 or (np.diff(limits) <= 0).any():
        raise QantarError("Edges of bins must rise: give at least two numbers, each larger than the last.")
    if ((stated < limits[0]) | (stated > limits[-1])).any():
        raise QantarError(f"A forecast lies outside the bins from {limits[0]:g} to {limits[-1]:g}; widen the edges.")
    return np.minimum(np.searchsorted(limits, stated, side="right") - 1, len(limits) - 2)


def _checked(chances: Any, outcomes: Any) -> tuple[np.ndarray, np.ndarray]:
    stated, came = np.asarray(chances, dtype=float), np.asarray(outcomes, dtype=float)
    if stated.ndim != 1 or stated.shape != came.shape or not len(stated):
        raise QantarError("A score needs as many outcomes as probabilities, and at least one of each.")
    if not all(((values >= 0) & (values <= 1)).all() for values in (stated, came)):
        raise QantarError("Probabilities and outcomes lie between 0 and 1; write 70 per cent as 0.7.")
    return stated, came
