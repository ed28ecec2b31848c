"""Facts that follow from a table: each recomputed, so that ledger and table cannot drift apart."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from importlib import import_module

from qantar.chapters import CHAPTERS
from qantar.facts.ledger import fact

DERIVED: dict[str, Callable[[], float | str]] = {
    fact_id: compute
    for chapter in CHAPTERS
    for fact_id, compute in import_module(f"qantar.chapters.{chapter}.facts").DERIVED.items()
}
"""Per fact id the function that computes its value: a number, or the text of a date or word."""


def disagreements(derived: dict[str, Callable[[], float | str]] = DERIVED) -> list[str]:
    """Return one sentence for each derived fact whose value in the ledger is not the computed one.

    A number is rounded, half up, to the decimals that the ledger gives.
    """
    faults = []
    for fact_id, compute in derived.items():
        stated, computed = fact(fact_id).value, compute()
        if _like(computed, stated) != stated:
            faults.append(
                f"The ledger says {stated} for {fact_id} but its table gives {computed}; "
                "correct the ledger, or the function in the facts of its chapter."
            )
    return faults


def _like(computed: float | str, stated: str) -> str:
    if isinstance(computed, str):
        return computed
    decimals = len(stated.partition(".")[2])
    return str(Decimal(str(computed)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
