"""The swim-lane timeline of 1–19 January 2022: every sourced event of the ledger, one lane per kind of actor."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.data import load
from qantar.figures.figure import Figure, publish
from qantar.figures.theme import COLOURS

LANES = {
    "protest": "Protest",
    "government": "Government",
    "alliance": "Alliance, abroad",
    "elite": "Elite",
    "information": "Information",
}
"""Lane → its name for readers, from top to bottom."""
FIRST, LAST = "2022-01-01", "2022-01-19"
STACK = 5
"""Events of one lane and day stand below each other, up to this many; the next ones begin a new column."""
MARKS = [
    ("2022-01-02", "Zhanaozen"),
    ("2022-01-06", "CSTO lands"),
    ("2022-01-10", "the analysis"),
    ("2022-01-19", "last flight out"),
]
"""Days named above the lanes. The text under test is dated 10 January by its address."""


def january_events() -> pd.DataFrame:
    """Return the events of 1–19 January 2022 with known day, with a place for each dot.

    Adds `day` (datetime), `when` and `lane_name` (text), `x` (day of the month, with a fraction for the column) and `y`
    (lane from the top, with a fraction for the row).
    """
    events = load("timeline")
    events = events[events["date"].between(FIRST, LAST)].sort_values(["date", "event_id"])
    lanes = list(LANES)
    cell = events.groupby(["lane", "date"], observed=True)["event_id"]
    order, rows = cell.cumcount(), cell.transform("size").clip(upper=STACK)
    day = pd.to_datetime(events["date"])
    return events.assign(
        day=day,
        when=[_when(*moment) for moment in zip(day, events["time_local"], strict=True)],
        lane_name=events["lane"].astype(str).map(LANES),
        x=day.dt.day + 0.3 * (order // STACK),
        y=[lanes.index(lane) for lane in events["lane"].astype(str)] + (order % STACK - (rows - 1) / 2) * 0.16,
    )


def _when(day: pd.Timestamp, time_local: object) -> str:
    return f"{day.day} January" if pd.isna(time_local) else f"{day.day} January, {time_local}"


def swim_lanes() -> Figure:
    """Return the published timeline: dots with tooltips, and a choice of the lane to bring forward."""
    events = january_events()
    table = events[["when", "lane_name", "place", "title"]]
    return publish(
        _bands() + _named_days() + _dots(events[["x", "y", "event_id", "when", "lane_name", "place", "title"]]),
        title="More than half of the events of nineteen days fall into three",
        shown="Sourced events of 1–19 January 2022 by kind of actor; one dot is one event",
        description=_description(events),
        sources=["qantar-timeline"],
        table=table.set_axis(["When", "Lane", "Place", "Event"], axis="columns"),
        id="timeline",
    )


def _description(events: pd.DataFrame) -> str:
    days = events["day"].value_counts()
    busiest = days.idxmax().day
    return (
        f"{len(events)} events as dots in five lanes: protest, government, alliance, elite and information. They "
        f"thicken from 2 January to a peak of {days.max()} on {busiest} January, when all lanes fill at once, and thin "
        "out after 10 January, the day of the analysis; the last dots of the alliance's lane lie on 19 January."
    )


def _bands() -> alt.Chart:
    names = pd.DataFrame({"y": range(len(LANES)), "lane_name": list(LANES.values())})
    return (
        alt.Chart(names)
        .mark_text(align="right", baseline="middle", fontSize=12, fontWeight=600, x=-10)
        .encode(y=_lane_axis(), text="lane_name:N")
    )


def _lane_axis() -> alt.Y:
    scale = alt.Scale(domain=[-0.6, len(LANES) - 0.4], reverse=True, nice=False)
    rules = [place + 0.5 for place in range(len(LANES) - 1)]
    return alt.Y("y:Q", scale=scale, axis=alt.Axis(values=rules, labels=False, ticks=False, domain=False, title=None))


def _named_days() -> alt.LayerChart:
    days = pd.DataFrame([{"x": int(day[-2:]), "name": name} for day, name in MARKS])
    days["high"] = days.index % 2 == 1
    base = alt.Chart(days).encode(x="x:Q")
    rule = base.mark_rule(strokeDash=[3, 3], color=COLOURS["grey"])
    # At two heights, for on a phone they stand close.
    words = [
        base.transform_filter(f"datum.high == {high}").mark_text(y=y, color=COLOURS["muted"], fontSize=11)
        for high, y in (("false", -8), ("true", -22))
    ]
    return alt.layer(rule, *(one.encode(text="name:N") for one in words))


def _dots(events: pd.DataFrame) -> alt.Chart:
    choice = alt.param(
        name="lane",
        value="all",
        bind=alt.binding_select(
            options=["all", *LANES.values()], labels=["all lanes", *LANES.values()], name="Bring forward"
        ),
    )
    days = alt.Axis(values=list(range(1, 20)), format="d", title="Day of January 2022", grid=False, labelOverlap=False)
    return (
        alt.Chart(events)
        .mark_circle(size=60, stroke=COLOURS["paper"], strokeWidth=0.5)
        .encode(
            x=alt.X("x:Q", scale=alt.Scale(domain=[0.5, 19.7], nice=False), axis=days),
            y=_lane_axis(),
            color=alt.Color("lane_name:N", legend=None, scale=alt.Scale(domain=list(LANES.values()))),
            opacity=alt.condition("lane == 'all' || datum.lane_name == lane", alt.value(1), alt.value(0.12)),
            tooltip=[
                alt.Tooltip("when:N", title="When"),
                alt.Tooltip("place:N", title="Where"),
                alt.Tooltip("title:N", title="What"),
                alt.Tooltip("lane_name:N", title="Lane"),
            ],
        )
        .properties(width=530, height=330)
        .add_params(choice)
    )
