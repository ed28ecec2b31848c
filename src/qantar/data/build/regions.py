"""Product per head of the 17 units, and its index with the country as 100."""

from collections.abc import Iterator

from qantar.data.build.steps import Builder, Row


def per_head(row: Row) -> float:
    """Return the gross regional product per head of a unit in thousand tenge of 2021."""
    return float(row["grp_million_kzt_2021"]) * 1000 / int(row["population_2021"])


def cells(rows: list[Row]) -> Iterator[tuple[str, str, str]]:
    """Yield both computed columns; the country is the sum of the units, not the mean of their values."""
    product = sum(float(row["grp_million_kzt_2021"]) for row in rows)
    people = sum(int(row["population_2021"]) for row in rows)
    for row in rows:
        yield row["region_code"], "grp_per_head_thousand_kzt_2021", f"{per_head(row):.1f}"
        yield row["region_code"], "grp_index_2021", f"{per_head(row) / (product * 1000 / people) * 100:.1f}"


def faults(rows: list[Row]) -> Iterator[str]:
    """Yield a sentence unless there are 17 units, some above and some below the country's 100."""
    index = [float(row["grp_index_2021"]) for row in rows]
    if len(rows) != 17:
        yield f"{len(rows)} units instead of 17."
    if not min(index) < 100 < max(index):
        yield "the index does not lie on both sides of 100."


BUILDER = Builder("regions", cells, faults)
