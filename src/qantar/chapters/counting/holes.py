"""Deaths by unit of January 2022, with the units for which no number was published kept as holes."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.chapters.counting.statements import LOOKS, row_axis, statement_marks
from qantar.data import load
from qantar.figures.looks import key, own_scales

NO_PLACE = "No place named"
KINDS = {"2022-01-09": "taken back", "2023-01-05": "total"}
"""Day of the two breakdowns by place → how their points are drawn (see `qantar.chapters.counting.statements.LOOKS`)."""
KNOWN_OTHERWISE = {
    "Almaty Region": "no number, but 8 “by chance”",
    "Atyrau Region": "no number, but 1 dead by 8 January",
    "East Kazakhstan Region": "no number, but 3 dead from torture",
}
"""Units without a number for which another statement shows that it is not zero (toll-055, toll-080 and toll-050)."""


def deaths_by_place() -> pd.DataFrame:
    """Return the two breakdowns of the dead by place, one row for each number and one for each unit without any.

    Columns: row (name of the unit), place (as named by the speaker), kind ("total" for the report of January 2023,
    "taken back" for the post of 9 January 2022, "hole" for a unit that the report does not name), value (missing for
    a hole). Towns stand in the row of their unit.
    """
    tolls = load("tolls").query("measure == 'deaths_total' and scope in ['unit', 'town', 'remainder']")
    stated = tolls.assign(kind=tolls["date"].map(KINDS)).dropna(subset="kind")
    units = load("regions").set_index("region_code")["region"]
    named = stated.assign(row=stated["region_code"].map(units).astype(object).fillna(NO_PLACE))
    in_report = named.loc[named["kind"] == "total", "row"]
    holes = pd.DataFrame({"row": [unit for unit in units if unit not in set(in_report)], "kind": "hole"})
    rows = pd.concat([named[["row", "place", "kind", "value"]], holes], ignore_index=True)
    return rows.astype({"value": "Int64"})


def places_in_words(deaths: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the chart in their order, largest number of the report first, holes after the numbers.

    Columns: row and words, what the report of January 2023 says about the place; `NO_PLACE` is the last row.
    """
    report = deaths[deaths["kind"] != "taken back"].copy()
    report["last"] = report["row"] == NO_PLACE
    report = report.sort_values(["last", "value", "row"], ascending=[True, False, True])
    return report.assign(words=[_words(row) for row in report.itertuples()])[["row", "words"]].reset_index(drop=True)


def _words(row: object) -> str:
    if row.kind == "hole":
        return KNOWN_OTHERWISE.get(row.row, "no number")
    town = row.row.endswith(" Region")
    return f"{row.value}, the city of {row.place} only" if town else str(row.value)


def places_chart(deaths: pd.DataFrame, width: int = 220) -> alt.LayerChart:
    """Draw the numbers of both breakdowns on one row for each place, and say in words what the report has."""
    words = places_in_words(deaths)
    rows = words["row"].tolist()
    numbers = deaths[deaths["kind"] != "hole"][["row", "place", "kind", "value"]]
    across = alt.X("value:Q", title="Dead", scale=alt.Scale(domain=[0, 160]), axis=alt.Axis(tickCount=5))
    base = alt.Chart(numbers, width=width, height=20 * len(rows)).encode(x=across, y=row_axis(rows))
    # Where both breakdowns name nearly the same number, one point would hide the other.
    marks = [
        statement_marks(base.transform_filter(f"datum.kind == '{kind}'"), {kind}, size=75, shift=shift)
        for kind, shift in (("total", -4), ("taken back", 4))
    ]
    said = alt.Chart(words).mark_text(align="left", x=width + 12, tooltip=False)
    reports = {"report of January 2023": LOOKS["total"], "post of 9 January 2022, taken back": LOOKS["taken back"]}
    return own_scales(alt.layer(key(reports), *marks, said.encode(y=row_axis(rows), text="words:N")))
