"""Two numbers on the allied force that nobody published: a sum that is too large, and what is left for Russia."""

from collections.abc import Iterator

from qantar.data.build.steps import Builder, Row, numbers

OFFICIAL = "force-02"
SUM, RESIDUAL = "force-04", "force-07"
REPORTED = {"RUS": "force-06", "BLR": "force-09", "ARM": "force-11", "TJK": "force-12", "KGZ": "force-13"}
BELARUS = ("force-09", "force-10")
"""The two reported sizes of the contingent of Belarus, for which no official number exists."""


def cells(rows: list[Row]) -> Iterator[tuple[str, str, str]]:
    """Yield the sum of the reported contingents, and Russia's part of the official total as a range.

    The range is as wide as the reports on Belarus differ; the smaller report gives the value.
    """
    stated = numbers(rows)
    for column in ("value", "value_low", "value_high"):
        yield SUM, column, str(sum(stated[row] for row in REPORTED.values()))
    others = sum(stated[REPORTED[state]] for state in ("ARM", "TJK", "KGZ"))
    belarus = [stated[row] for row in BELARUS]
    yield RESIDUAL, "value", str(stated[OFFICIAL] - others - min(belarus))
    yield RESIDUAL, "value_low", str(stated[OFFICIAL] - others - max(belarus))
    yield RESIDUAL, "value_high", str(stated[OFFICIAL] - others - min(belarus))


def faults(rows: list[Row]) -> Iterator[str]:
    """Yield a sentence when a computed row is not flagged, or when nothing is left for Russia."""
    flagged = {row["row_id"] for row in rows if row["derived"] == "true"}
    if flagged != {SUM, RESIDUAL}:
        yield "the rows flagged as derived are not the two computed ones."
    if numbers(rows, "value_low")[RESIDUAL] <= 0:
        yield "the other contingents are larger than the official total."


BUILDER = Builder("csto_forces", cells, faults)
