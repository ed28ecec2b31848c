"""Kazakhstan among its partners: what was said, signed and stopped after January 2022, lane by lane."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.data.dates import earliest
from qantar.figures.theme import COLOURS

LANES = {
    "csto": "The alliance",
    "russia": "Russia",
    "energy": "Oil by the CPC",
    "china": "China",
    "turkey": "Turkey",
    "west": "EU and USA",
}
LABELS = {
    "csto-leaves": "troops out",
    "kyrgyz-exercise": "exercises off",
    "csto-bishkek": "summit without Armenia",
    "rosatom-2025": "Rosatom",
    "armenia-freezes": "Armenia freezes its part",
    "spief": "no recognition, St Petersburg",
    "moscow-visit": "visit to Moscow",
    "putin-visit": "Putin in Astana",
    "alliance-declaration": "declaration of alliance",
    "cpc-storm": "storm",
    "cpc-court": "court",
    "cpc-protest": "drones: protest to Kyiv",
    "xi-visit": "Xi in Kazakhstan",
    "turkey-partnership": "partnership",
    "ep-resolution": "call for an inquiry",
    "eu-memorandum": "raw materials",
    "c5-summit-2023": "leaders meet Biden",
    "eu-summit": "EU summit",
    "c5-summit-2025": "leaders meet Trump",
}
"""Event → the words beside its mark; the others stand in the table only."""
LEFT = {
    "csto-bishkek",
    "alliance-declaration",
    "cpc-protest",
    "c5-summit-2025",
    "putin-visit",
    "csto-leaves",
    "ep-resolution",
}
"""Events whose words stand to the left of the mark, for there is no room at the right."""
BELOW = {"csto-bishkek", "rosatom-2025", "cpc-storm", "moscow-visit", "eu-summit", "ep-resolution", "putin-visit"}
"""Events whose words stand below the mark."""


def lane_events(events: pd.DataFrame) -> pd.DataFrame:
    """Return the `events` of the table `international_events` since January 2022 as the lanes show them.

    Columns `event_id`, `lane`, `day` (datetime), `date`, `title`, `words` beside the mark, and whether these stand
    `left` of it and `below`.
    """
    events = events[events["kind"].isin(LANES) & events["date"].ge("2022-01")]
    return events.assign(
        lane=events["kind"].astype(str).map(LANES),
        day=pd.to_datetime(events["date"].map(earliest)),
        words=events["event_id"].map(LABELS).fillna(""),
        left=events["event_id"].isin(LEFT),
        below=events["event_id"].isin(BELOW),
    )[["event_id", "lane", "day", "date", "title", "words", "left", "below"]]


def lanes_chart(events: pd.DataFrame) -> alt.LayerChart:
    """Draw `events` (of `lane_events`) on a time axis, one lane for each kind of partner, with the war's first day."""
    bounds = {"domainMin": alt.DateTime(year=2021, month=4), "domainMax": alt.DateTime(year=2026, month=2)}
    time = {"scale": alt.Scale(**bounds, nice=False), "axis": alt.Axis(format="%Y", tickCount="year", grid=True)}
    lane = alt.Y("lane:N", sort=list(LANES.values()), title=None, axis=alt.Axis(ticks=False, domain=False))
    base = alt.Chart(events).encode(x=alt.X("day:T", title=None, **time), y=lane)
    looks = ["diamond", "square", "triangle-down", "circle", "cross", "triangle-up"]
    colours = [COLOURS[one] for one in ("grey", "blue", "plum", "orange", "gold", "teal")]
    lanes = list(LANES.values())
    marks = base.mark_point(filled=True, size=90, opacity=1).encode(
        shape=alt.Shape("lane:N", scale=alt.Scale(domain=lanes, range=looks), legend=None),
        color=alt.Color("lane:N", scale=alt.Scale(domain=lanes, range=colours), legend=None),
        tooltip=[alt.Tooltip("date:N", title="When"), alt.Tooltip("title:N", title="Event")],
    )
    chart = marks
    for left in (False, True):
        for below in (False, True):
            some = events[(events["left"] == left) & (events["below"] == below) & (events["words"] != "")]
            side = {"align": "right", "dx": 6} if left else {"align": "left", "dx": 3}
            text = base.properties(data=some).mark_text(**side, dy=15 if below else -14, fontSize=11, tooltip=False)
            chart = chart + text.encode(text="words:N")
    day = pd.DataFrame({"day": [pd.Timestamp("2022-02-24")], "words": ["invasion of Ukraine"]})
    war = alt.Chart(day).encode(x=alt.X("day:T", **time))
    rule = war.mark_rule(strokeDash=[3, 3], color=COLOURS["grey"])
    name = war.mark_text(align="left", dx=4, y=-6, color=COLOURS["muted"], fontSize=11).encode(text="words:N")
    return (rule + chart + name).properties(width=520, height=62 * len(LANES))
