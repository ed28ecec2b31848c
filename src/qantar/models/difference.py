"""Is a change more than noise, and more than what happened to everybody?

Difference-in-differences compares the change of one unit with the change of others over the same two periods; see
Card, D. and Krueger, A. B. (1994). Minimum Wages and Employment. American Economic Review 84(4), 772-793. It rests on
one assumption that no table can show: without the event, the unit would have changed as the others did (parallel
trends). Whatever else happened to the unit alone, in the same period, is counted as part of the effect.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

Z95 = 1.96
"""Standard errors on each side of an estimate that make a 95 per cent interval."""


class Change(NamedTuple):
    """A change with its interval, in the unit of what changed."""

    value: float
    low: float
    high: float

    @property
    def is_noise(self) -> bool:
        """Whether no change at all lies within the interval."""
        return self.low <= 0 <= self.high


def change(before: float, before_error: float, after: float, after_error: float) -> Change:
    """Return the change between two estimates with standard errors, and its 95 per cent interval.

    The errors are taken as independent. Two estimates of one country from the same sources err in the same direction,
    so the true interval is narrower than this one. ValueError for a negative error.
    """
    if before_error < 0 or after_error < 0:
        raise ValueError("A standard error is not negative.")
    error = math.hypot(before_error, after_error)
    value = after - before
    return Change(value, value - Z95 * error, value + Z95 * error)


def overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Tell whether two intervals (low, high) have a point in common; ValueError for one with its ends exchanged."""
    if one[0] > one[1] or other[0] > other[1]:
        raise ValueError("An interval begins with its lower end.")
    return one[0] <= other[1] and other[0] <= one[1]


def difference_in_differences(before: float, after: float, others_before: float, others_after: float) -> float:
    """Return how much more a unit changed than the others did, in the unit of the values.

    This is the effect of an event only if the unit would otherwise have moved in parallel with the others.
    """
    return (after - before) - (others_after - others_before)


def period_means(table: pd.DataFrame, before: Sequence[int], after: Sequence[int]) -> pd.DataFrame:
    """Return per unit the means `before`, `after` and their difference `change`.

    `table` has one row per year and one column per unit; years are its index. A missing value in a chosen year raises
    ValueError, for a mean over other years would be compared.
    """
    chosen = table.loc[[*before, *after]]
    if chosen.isna().any(axis=None):
        unit = chosen.columns[chosen.isna().any()][0]
        raise ValueError(f"{unit} has no value in one of the chosen years.")
    means = pd.DataFrame({"before": table.loc[list(before)].mean(), "after": table.loc[list(after)].mean()})
    return means.assign(change=means["after"] - means["before"])


def against(means: pd.DataFrame, unit: str, others: Sequence[str]) -> float:
    """Return the difference-in-differences of `unit` against the mean of `others`, from a table of `period_means`."""
    rest = means.loc[list(others), ["before", "after"]].mean()
    own = means.loc[unit]
    return difference_in_differences(own["before"], own["after"], rest["before"], rest["after"])
