"""Kazakhstan among its partners: what was said, signed and stopped after January 2022, partner by partner."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.data.dates import earliest, label
from qantar.figures.looks import shape_and_colour
from qantar.figures.theme import COLOURS

LANES = {
    "csto": "The alliance",
    "russia": "Russia",
    "energy": "Oil by the CPC",
    "china": "China",
    "turkey": "Turkey",
    "west": "EU and USA",
}
SHAPES = ("diamond", "square", "triangle-down", "circle", "cross", "triangle-up")
HUES = ("grey", "blue", "plum", "orange", "gold", "teal")
WAR = pd.Timestamp("2022-02-24")
MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
LABELS = {
    "csto-arrives": "troops arrive",
    "csto-withdrawal-begins": "troops begin to leave",
    "csto-leaves": "last troops leave",
    "ep-resolution": "European Parliament asks for an inquiry",
    "cpc-storm": "loadings cut: storm",
    "turkey-partnership": "partnership, drones",
    "spief": "no recognition, said in St Petersburg",
    "cpc-mines": "loadings cut: old mines",
    "cpc-court": "court orders a halt",
    "xi-visit": "Xi in Kazakhstan",
    "no-recognition": "no recognition of referendums",
    "kyrgyz-exercise": "Kyrgyzstan calls off an exercise",
    "erdogan-astana": "Erdogan in Astana",
    "eu-memorandum": "EU: memorandum on raw materials",
    "moscow-visit": "Tokayev in Moscow",
    "armenia-exercise": "Armenia declines an exercise",
    "c5-summit-2023": "summit with Biden",
    "armenia-freezes": "Armenia freezes its part",
    "armenia-budget": "Armenia stops paying",
    "putin-visit": "Putin in Astana",
    "eu-summit": "summit with the EU",
    "rosatom-2025": "Rosatom leads the power plant",
    "c5-summit-2025": "summit with Trump",
    "abraham-accords": "to join the Abraham Accords",
    "alliance-declaration": "declaration of alliance",
    "csto-bishkek": "summit without Armenia",
    "cpc-protest": "protest to Kyiv after drones",
}
"""Event → its words in the chart."""


def lane_events(events: pd.DataFrame) -> pd.DataFrame:
    """Return the `events` of the table `international_events` since January 2022 as the chart shows them.

    Columns `event_id`, `lane`, `day` (datetime), `date`, `title` and `row`, the date with the words of the chart; in
    the order of time.
    """
    events = events[events["kind"].isin(LANES) & events["date"].ge("2022-01")]
    events = events.sort_values("date", kind="stable", ignore_index=True)
    return events.assign(
        lane=events["kind"].astype(str).map(LANES),
        day=pd.to_datetime(events["date"].map(earliest)),
        row=events["date"].map(label).str.replace(MONTHS, lambda month: month[0][:3], regex=True)
        + " · "
        + events["event_id"].map(LABELS),
    )[["event_id", "lane", "day", "date", "title", "row"]]


def lanes_chart(events: pd.DataFrame, width: int = 300) -> alt.LayerChart:
    """Draw `events` (of `lane_events`) from top to bottom, a mark in the column of its partner, and the war."""
    rows, lanes = list(events["row"]), list(LANES.values())
    column = alt.X("lane:N", sort=lanes, title=None, scale=alt.Scale(domain=lanes))
    column = column.axis(orient="top", labelAngle=-30, grid=True, ticks=False, domain=False, labelLimit=120)
    row = alt.Y("row:N", sort=rows, title=None, axis=alt.Axis(ticks=False, domain=False, grid=True, labelLimit=330))
    looks = dict(zip(lanes, zip(SHAPES, HUES, strict=True), strict=True))
    marks = alt.Chart(events, width=width, height=20 * len(rows)).mark_point(filled=True, size=95, opacity=1)
    marks = marks.encode(
        x=column,
        y=row,
        **shape_and_colour("lane", looks),
        tooltip=[alt.Tooltip("date:N", title="When"), alt.Tooltip("title:N", title="Event")],
    )
    after = events[events["day"] > WAR].head(1).assign(words="24 February 2022: invasion of Ukraine")
    war = alt.Chart(after[["row", "words"]]).encode(y=row)
    rule = war.mark_rule(strokeDash=[3, 3], color=COLOURS["grey"], yOffset=-10)
    said = war.mark_text(align="right", x=width - 60, dy=-18, color=COLOURS["muted"], fontSize=11, tooltip=False)
    return rule + marks + said.encode(text="words:N")
