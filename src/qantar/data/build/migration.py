"""People gained or lost in a year: arrivals less departures."""

from collections.abc import Iterator
from itertools import pairwise

from qantar.data.build.steps import Builder, Row, numbers


def cells(rows: list[Row]) -> Iterator[tuple[str, str, str]]:
    """Yield the net migration of each year, in people; below zero more left than came."""
    arrivals, departures = numbers(rows, "arrivals"), numbers(rows, "departures")
    for year, people in arrivals.items():
        yield year, "net", str(people - departures[year])


def faults(rows: list[Row]) -> Iterator[str]:
    """Yield a sentence for a year left out or out of order, and for a count below zero."""
    for before, after in pairwise(int(row["year"]) for row in rows):
        if after != before + 1:
            yield f"{before} is followed by {after}."
    for column in ("arrivals", "departures"):
        for year, people in numbers(rows, column).items():
            if people < 0:
                yield f"{people} {column} in {year}."


BUILDER = Builder("migration", cells, faults)
