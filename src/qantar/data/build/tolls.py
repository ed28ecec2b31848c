"""Deaths without a place: what a stated total leaves after the places that were named with it."""

from collections.abc import Iterator

from qantar.data.build.steps import Builder, Row, numbers

REMAINDERS = {
    "toll-026": ("toll-020", ("toll-022", "toll-023", "toll-024", "toll-025")),
    "toll-076": ("toll-068", ("toll-072", "toll-073", "toll-074", "toll-075")),
}
"""Computed row: the total, and the places to take from it."""


def cells(rows: list[Row]) -> Iterator[tuple[str, str, str]]:
    """Yield value and both bounds of each remainder; a difference of exact numbers is exact."""
    stated = numbers(rows)
    for key, (total, places) in REMAINDERS.items():
        left = stated[total] - sum(stated[place] for place in places)
        for column in ("value", "value_low", "value_high"):
            yield key, column, str(left)


def faults(rows: list[Row]) -> Iterator[str]:
    """Yield a sentence for a remainder below zero, or one whose parts were stated on another day."""
    day = {row["toll_id"]: row["date"] for row in rows}
    stated = numbers(rows)
    for key, (total, places) in REMAINDERS.items():
        if stated[key] < 0:
            yield f"the places add up to more than {total}."
        if {day[place] for place in places} != {day[total]}:
            yield f"the places of {total} were stated on another day."


BUILDER = Builder("tolls", cells, faults)
