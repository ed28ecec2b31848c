"""Cohen's kappa: agreement of two coders beyond what their habits would give by chance.

Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20(1), 37-46.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import pandas as pd

from qantar.errors import QantarError
from qantar.models.difference import Z95


def agreement(first: Sequence[Hashable], second: Sequence[Hashable]) -> dict[str, float]:
    """Return "observed", "by_chance" and "kappa" of two codings of the same things, in the same order.

    "observed" is the share of things coded alike; "by_chance" the share expected if each coder kept to their own
    frequencies and dealt the codes out blindly; kappa = (observed - by_chance) / (1 - by_chance). 1 is full agreement,
    0 is chance, below 0 is less than chance. Where both coders use one and the same code throughout, agreement by
    chance is certain and kappa is NaN: without variance nothing can be said. Raises QantarError for codings of
    different length, without any thing, or with a missing code.
    """
    table = confusion(first, second)
    number = int(table.to_numpy().sum())
    observed = sum(int(table.at[code, code]) for code in table.index) / number
    # Whole numbers first: with shares, 1 - by_chance would miss zero by a rounding error.
    pairs = sum(int(table.loc[code].sum()) * int(table[code].sum()) for code in table.index)
    by_chance = pairs / number**2
    kappa = math.nan if pairs == number**2 else (observed - by_chance) / (1 - by_chance)
    return {"observed": observed, "by_chance": by_chance, "kappa": kappa}


def kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return Cohen's kappa of two codings; NaN and errors as in `agreement`."""
    return agreement(first, second)["kappa"]


def interval(first: Sequence[Hashable], second: Sequence[Hashable]) -> tuple[float, float]:
    """Return the 95 per cent interval of kappa by Cohen's standard error, cut at 1; NaN where kappa is.

    It takes the things coded as drawn independently from many, and is rough for fewer than some thirty.
    """
    found, number = agreement(first, second), len(first)
    spread = found["observed"] * (1 - found["observed"]) / number
    error = math.sqrt(spread) / (1 - found["by_chance"]) if found["by_chance"] < 1 else math.nan
    return found["kappa"] - Z95 * error, min(found["kappa"] + Z95 * error, 1.0)


def confusion(
    first: Sequence[Hashable], second: Sequence[Hashable], codes: Sequence[Hashable] | None = None
) -> pd.DataFrame:
    """Return the square table of counts: rows are the codes of the first coder, columns those of the second.

    `codes` sets order and extent of both (default: all codes that occur, sorted); a code outside of it raises
    QantarError, as do codings that `agreement` refuses.
    """
    one, two = pd.Series(list(first), dtype=object), pd.Series(list(second), dtype=object)
    if len(one) != len(two) or one.empty:
        raise QantarError("Two coders must have coded the same things, at least one: give two lists of one length.")
    if one.isna().any() or two.isna().any():
        raise QantarError("A code is missing; leave out what one of the coders did not code.")
    order = sorted({*one, *two}, key=str) if codes is None else list(codes)
    if unknown := [code for code in [*one, *two] if code not in order]:
        raise QantarError(f"The code {unknown[0]!r} is not among the codes {order}.")
    return pd.crosstab(one, two).reindex(index=order, columns=order, fill_value=0)
