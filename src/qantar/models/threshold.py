"""Threshold models of protest: each person joins once enough others are seen to have joined.

Source: Granovetter, M. (1978). Threshold Models of Collective Behavior. American Journal of Sociology 83(6);
the hidden-preference reading follows Kuran, T. (1991). Now Out of Never. World Politics 44(1).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

Shares = npt.NDArray[np.float64]

RUNS, TOWNS, PEOPLE = 100, 20, 50
"""Size of one simulated country: 100 runs of 20 towns on a ring, 50 people each."""
DAYS = 12
"""Days after the first one (day 0)."""
BINS = 10
"""Classes of the distribution of final sizes, each ten percentage points wide."""


def step(visible: float, thresholds: Sequence[float]) -> float:
    """Return the share (0–1) of people who are out when they see the share `visible` (0–1) of others out.

    `thresholds`: one share per person; a person is out when the visible share reaches the threshold.
    """
    return float(np.mean(np.asarray(thresholds, dtype=float) <= visible))


def equilibrium(thresholds: Sequence[float], start: float = 0.0) -> float:
    """Return the share at which the crowd comes to rest, beginning from the share `start` (0–1).

    The crowd moves in whole persons and each step keeps its direction, so it rests within `len(thresholds)` + 1 steps.
    """
    if not len(thresholds):
        raise ValueError("thresholds is empty: give at least one person.")
    share = start
    for _ in range(len(thresholds) + 1):
        following = step(share, thresholds)
        if following == share:
            break
        share = following
    return share


def simulate(
    mean: float, spread: float, spark: float, reach: str, cut_day: int | None = None, days: int = DAYS, seed: int = 2022
) -> Shares:
    """Return the share of the country on the street: array of runs × days + 1, values 0–1.

    Thresholds are normal with `mean` and standard deviation `spread` (shares). The share `spark` of the first town is
    out from day 0 and stays. With `reach` "national" everyone sees the country's share, with "local" the mean of the
    own town and its two neighbours; from `cut_day` on everyone sees only the own town. People go home again when what
    they see falls below their threshold. The same `seed` uses the same people for every setting, so that a difference
    between two settings is never a difference between two draws.
    """
    if reach not in ("national", "local"):
        raise ValueError(f"reach is {reach!r}: use 'national' or 'local'.")
    if spread <= 0:
        raise ValueError(f"spread is {spread}: use a standard deviation above 0.")
    ranks, offsets = _people(seed)
    before = PEOPLE * np.arange(RUNS * TOWNS).reshape(RUNS, TOWNS)
    town = np.zeros((RUNS, TOWNS))
    town[:, 0] = spark
    country = [town.mean(axis=1)]
    for day in range(1, days + 1):
        visible = _visible(town, reach if cut_day is None or day < cut_day else "own")
        scores = np.clip((visible - mean) / spread, -40, 40)
        town = (np.searchsorted(ranks, offsets + scores, side="right") - before) / PEOPLE
        town[:, 0] = spark + (1 - spark) * town[:, 0]
        country.append(town.mean(axis=1))
    return np.stack(country, axis=1)


def summarise(shares: Shares) -> pd.DataFrame:
    """Return what a reader needs of many runs, in whole per cent.

    Columns `panel`, `x`, `low`, `mid`, `high`. Panel "days": x is the day, with the 10th, 50th and 90th percentile of
    the share on the street. Panel "sizes": x is the lower edge of a class of final sizes (0, 10 … 90), mid the share of
    runs that end in it (low and high are 0: a share of runs has no percentiles).
    """
    low, mid, high = np.rint(np.percentile(100 * shares, [10, 50, 90], axis=0)).astype(int)
    classes = np.minimum((shares[:, -1] * BINS).astype(int), BINS - 1)
    runs = np.rint(100 * np.bincount(classes, minlength=BINS) / len(shares)).astype(int)
    days = {"panel": "days", "x": np.arange(shares.shape[1]), "low": low, "mid": mid, "high": high}
    sizes = {"panel": "sizes", "x": np.arange(BINS) * 100 // BINS, "low": 0, "mid": runs, "high": 0}
    return pd.concat([pd.DataFrame(days), pd.DataFrame(sizes)], ignore_index=True)


_WIDTH = 100.0  # distance between two towns' threshold scores laid on one line; scores stay within ±40


@cache
def _people(seed: int) -> tuple[Shares, Shares]:
    """Draw everyone's threshold score, sorted town by town on one line, so that one search serves all towns.

    Kept, because every setting of the explorer asks for the same people: to read, not to change.
    """
    scores = np.random.default_rng(seed).standard_normal((RUNS, TOWNS, PEOPLE))
    offsets = _WIDTH * np.arange(RUNS * TOWNS).reshape(RUNS, TOWNS)
    return (np.sort(scores, axis=2) + offsets[:, :, None]).ravel(), offsets


def _visible(town: Shares, reach: str) -> Shares:
    if reach == "national":
        return np.broadcast_to(town.mean(axis=1, keepdims=True), town.shape)
    if reach == "local":
        return (town + np.roll(town, 1, axis=1) + np.roll(town, -1, axis=1)) / 3
    return town
