"""One public announcement and a wavering force: a coordination game of regime change with noisy private views.

A regime breaks when the share of its force that leaves reaches its strength θ, which nobody knows. Everyone has a
private view x = θ + doubt · noise, and one public belief about θ, normal with `mean` and `precision` (1 / variance).
Whoever leaves gains 1 − cost if the regime breaks and loses `cost` if it holds, and so leaves when the chance that it
breaks is at least `cost`. In equilibrium everyone leaves whose view lies below a cutoff x*, and the regime breaks when
its strength lies below a threshold θ*. Both follow from two conditions: the marginal person is indifferent, and at
θ* just enough people leave.

Sources: the benchmark of Angeletos, G.-M., Hellwig, C., & Pavan, A. (2007). Dynamic Global Games of Regime Change.
Econometrica 75(3); the method of Morris, S., & Shin, H. S. (2003). Global Games: Theory and Applications. That part of
the force has already chosen when the announcement comes is an addition of this module.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

NORMAL = NormalDist()
PRIOR_MEAN, PRIOR_PRECISION = 0.5, 1.0
"""What everyone believes of the strength before the announcement: a coin toss, with a standard deviation of 1."""
SAYS = 1.0
"""What the announcement says: the regime would hold even if all others left."""
GRID = (0.0, *((step + 1 / 3) / 500 for step in range(500)), 1.0)
"""Strengths between which `thresholds` looks for a change of sign, off the round values where symmetric games rest."""


@dataclass(frozen=True)
class Public:
    """A public belief about the strength: normal with `mean` and `precision` (1 / variance)."""

    mean: float = PRIOR_MEAN
    precision: float = PRIOR_PRECISION


def heard(weight: float, before: Public | None = None, says: float = SAYS) -> Public:
    """Return the public belief after an announcement that is `weight` times as precise as what was believed `before`.

    A weight of 0 changes nothing. The announcement is taken at its word: an honest one, seen through noise.
    """
    before = before or Public()
    if weight < 0:
        raise ValueError(f"weight is {weight}: use 0 for no announcement, or more.")
    mean = (before.mean + weight * says) / (1 + weight)
    return Public(mean, before.precision * (1 + weight))


def cutoff(threshold: float, cost: float, doubt: float, public: Public) -> float:
    """Return the private view of the person who is indifferent when the regime breaks below `threshold`."""
    _check(cost, doubt)
    own = doubt**-2
    lean = public.precision * (threshold - public.mean)
    return threshold + (lean - math.sqrt(public.precision + own) * NORMAL.inv_cdf(cost)) / own


def leaving(strength: float, cutoffs: tuple[float, float], doubt: float, gone: float = 0.0) -> float:
    """Return the share (0–1) that leaves when the true strength is `strength`.

    `cutoffs` are those of people who choose before and after the announcement; the share `gone` chooses before.
    """
    before, after = (NORMAL.cdf((view - strength) / doubt) for view in cutoffs)
    return gone * before + (1 - gone) * after


def thresholds(cost: float, doubt: float, public: Public, gone: float = 0.0, early: float = 0.0) -> list[float]:
    """Return every strength below which the regime breaks in some equilibrium, smallest first.

    The share `gone` has chosen before with the cutoff `early`; the others choose now, and know this. There is one
    threshold for every announcement when `is_unique`, and there can be three when not.
    """

    def excess(strength: float) -> float:
        late = cutoff(strength, cost, doubt, public)
        return leaving(strength, (early, late), doubt, gone) - strength

    signs = [excess(point) > 0 for point in GRID]
    gaps = zip(GRID, GRID[1:], signs, signs[1:], strict=False)
    return [_bisect(excess, low, high) for low, high, one, other in gaps if one != other]


def is_unique(doubt: float, public: Public, gone: float = 0.0) -> bool:
    """Tell whether the model gives one answer whatever the announcement says: private views are clear enough."""
    return public.precision * doubt * (1 - gone) <= math.sqrt(2 * math.pi)


@lru_cache(maxsize=4096)
def outcome(cost: float, doubt: float, weight: float, gone: float = 0.0) -> tuple[float, tuple[float, float]]:
    """Return the threshold with the announcement and the two cutoffs, of those who choose before and after it.

    Before it nobody expects it. ValueError when the model gives more than one answer.
    """
    public = heard(weight)
    if not is_unique(doubt, public, gone):
        raise ValueError(f"With a doubt of {doubt} and a weight of {weight} there may be more than one answer.")
    early = _unaware(cost, doubt)
    (last,) = thresholds(cost, doubt, public, gone, early)
    return last, (early, cutoff(last, cost, doubt, public))


@lru_cache(maxsize=4096)
def _unaware(cost: float, doubt: float) -> float:
    """Return the cutoff of those who choose without an announcement."""
    (threshold,) = thresholds(cost, doubt, Public())
    return cutoff(threshold, cost, doubt, Public())


def same_by_price(threshold: float, doubt: float, public: Public | None = None) -> float:
    """Return the cost (0–1) that puts the threshold where `threshold` is without any announcement."""
    public = public or Public()
    own = doubt**-2
    lean = public.precision * (threshold - public.mean) - NORMAL.inv_cdf(threshold) / doubt
    return NORMAL.cdf(lean / math.sqrt(public.precision + own))


def _check(cost: float, doubt: float) -> None:
    if not 0 < cost < 1:
        raise ValueError(f"cost is {cost}: use a chance between 0 and 1.")
    if doubt <= 0:
        raise ValueError(f"doubt is {doubt}: use a standard deviation above 0.")


def _bisect(excess: Callable[[float], float], low: float, high: float) -> float:
    falling = excess(low) > 0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if (excess(middle) > 0) == falling else (low, middle)
    return (low + high) / 2
