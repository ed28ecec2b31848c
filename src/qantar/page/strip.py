"""A record among its rivals: dots on one line, the record's own filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from qantar.claims import VERDICTS, Claim
from qantar.facts import Fact
from qantar.reference.markdown import value


@dataclass(frozen=True)
class Strip:
    """Places from 0 to 100 on a line, the record's own and the others, with the words at both ends."""

    own: float
    others: tuple[float, ...]
    low: str
    high: str


def among_values(one: Fact, rivals: Sequence[Fact]) -> Strip | None:
    """Return the strip of a number among rivals in the same unit; None where there is nothing to compare.

    The line begins at zero unless a value is below it.
    """
    same = [rival for rival in rivals if (rival.value_type, rival.unit) == (one.value_type, one.unit)]
    if one.value_type != "number" or not same:
        return None
    numbers = [Decimal(fact.value) for fact in (one, *same)]
    low, high = min(Decimal(0), *numbers), max(numbers)
    if low == high:
        return None
    own, *others = (float(round(100 * (number - low) / (high - low), 1)) for number in numbers)
    ends = (next((fact for fact in (one, *same) if Decimal(fact.value) == end), None) for end in (low, high))
    left, right = ("0" if fact is None else value(fact) for fact in ends)
    return Strip(own, tuple(sorted(set(others) - {own})), left, right)


def among_verdicts(one: Claim) -> Strip:
    """Return the strip of a claim's verdict among the five that there are, from the best to the least decided."""
    words = list(VERDICTS)
    places = [100 * place / (len(words) - 1) for place in range(len(words))]
    own = places[words.index(one.verdict)]
    return Strip(own, tuple(place for place in places if place != own), VERDICTS[words[0]], VERDICTS[words[-1]])
