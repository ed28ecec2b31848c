"""The alliance's thirteen days: who came when, what happened in which order, and how exactly each time is known."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.data import load
from qantar.figures.looks import BAR, key, own_scales
from qantar.figures.theme import COLOURS

ORDER = {
    "t036": ("Information", "internet cut"),
    "t041": ("Information", "internet back, about three hours"),
    "t033": ("Street", "Almaty: city hall, residence burn"),
    "t040": ("Street", "Almaty: airport seized"),
    "t047": ("Street", "Almaty: police buildings attacked"),
    "t037": ("Kazakh state", "president: as tough as possible"),
    "t048": ("Kazakh state", "Almaty: square declared cleared"),
    "t054": ("Kazakh state", "order to fire, made public"),
    "t095": ("Alliance", "president asks for help"),
    "t044": ("Alliance", "request made public"),
    "t045": ("Alliance", "council agrees"),
    "t046": ("Alliance", "first Russian units at work"),
    "TJK": ("Alliance", "Tajik contingent arrives"),
    "KGZ": ("Alliance", "Kyrgyz contingent arrives"),
    "ARM": ("Alliance", "Armenian contingent arrives"),
}
"""Event of the timeline or contingent → lane and words; rows in the order of the chart."""
HOURS = {
    "": (0, 24),
    "afternoon": (12, 18),
    "evening": (18, 24),
    "night": (0, 7),
}
"""Words for a part of a day → the hours that they leave open. A night is written under the day on which it ends."""
DURING_NIGHT = {"t047": (0, 7)}
"""Events that the record dates to a day and places in its night."""
LANES = {"Information": "grey", "Street": "orange", "Kazakh state": "plum", "Alliance": "blue"}


def order_rows() -> pd.DataFrame:
    """Return the events of 5 to 8 January 2022 as spans of local time: columns lane, what, row, start, stop.

    A span takes in every hour that the record leaves open; an event with a clock time has start == stop.
    """
    events = load("timeline").set_index("event_id")[["date", "time_local"]]
    contingents = load("csto_contingents").set_index("iso3")["arrived"]
    spans = [
        _span(key, *events.loc[key]) if key in events.index else _span(key, contingents[key], None) for key in ORDER
    ]
    table = pd.DataFrame(list(ORDER.values()), columns=["lane", "what"])
    table["row"] = table["lane"] + " · " + table["what"]
    return table.assign(start=[one for one, _ in spans], stop=[two for _, two in spans])


def _span(key: str, date: str, words: object) -> tuple[pd.Timestamp, pd.Timestamp]:
    day, text = pd.Timestamp(date), "" if pd.isna(words) else str(words)
    clock = [day + pd.Timedelta(f"{hour}:00") for hour in text.split("-") if hour[:1].isdigit()]
    if clock:
        return clock[0], clock[-1]
    first, last = DURING_NIGHT.get(key) or HOURS[text]
    return day + pd.Timedelta(hours=first), day + pd.Timedelta(hours=last)


def order_chart(events: pd.DataFrame, width: int = 300) -> alt.LayerChart:
    """Draw `events`, rows of `order_rows`: a mark where a clock time is known, else a faint span of possible hours."""
    rows = events["row"].tolist()
    axis = alt.Axis(ticks=False, domain=False, grid=True, labelLimit=300)
    base = alt.Chart(events, width=width, height=23 * len(rows)).encode(
        y=alt.Y("row:N", sort=rows, title=None, axis=axis),
        x=_time("start", "2022-01-05", "2022-01-09", "Day of January 2022, local time", "%-d"),
    )
    colour = alt.Color("lane:N", legend=None, scale=_colours())
    unknown = base.transform_filter("datum.stop > datum.start").encode(x2="stop:T")
    spans = unknown.mark_bar(height=14, opacity=0.25).encode(color=colour)
    edges = unknown.mark_bar(height=14, filled=False, strokeDash=[2, 2]).encode(stroke=colour.copy())
    known = base.transform_filter("datum.stop <= datum.start")
    marks = known.mark_point(shape="diamond", filled=True, size=150, opacity=1).encode(color=colour)
    words = {"hour known": ("diamond", "ink", "ink"), "hour unknown: at some time within these": (BAR, "grid", "grid")}
    return own_scales(key(words) + spans + edges + marks)


def stay_rows() -> pd.DataFrame:
    """Return the contingents in the order of arrival: columns country, start, stop (days inclusive), nights, words."""
    table = load("csto_contingents").sort_values(["arrived", "left"], ascending=[True, False])
    start, left = pd.to_datetime(table["arrived"]), pd.to_datetime(table["left"])
    size = table["troops_announced_high"].map(lambda one: "no number given" if pd.isna(one) else f"{one:.0f} announced")
    nights = (left - start).dt.days
    return pd.DataFrame(
        {
            "country": table["country"].astype(str),
            "start": start,
            "stop": left + pd.Timedelta(days=1),
            "nights": nights,
            "words": size,
        }
    )


def stay_chart(stays: pd.DataFrame, moments: pd.DataFrame, width: int = 380) -> alt.LayerChart:
    """Draw one bar for each of `stays`, rows of `stay_rows`, with a rule at each of `moments`.

    `moments` has the columns when (datetime), said (text) and level (line of text above the chart, from 0).
    """
    rows = stays["country"].tolist()
    time = _time("start", "2022-01-05", "2022-01-20", "Day of January 2022", "%-d")
    axis = alt.Axis(ticks=False, domain=False, labelFontSize=12)
    base = alt.Chart(stays, width=width, height=32 * len(rows)).encode(
        y=alt.Y("country:N", sort=rows, title=None, axis=axis)
    )
    bars = base.mark_bar(height=17, color=COLOURS["blue"]).encode(x=time, x2="stop:T")
    words = base.mark_text(align="left", x=width + 8).encode(text="words:N")
    marks = alt.Chart(moments).encode(x=_time("when", "2022-01-05", "2022-01-20", "Day of January 2022", "%-d"))
    rule = marks.mark_rule(strokeDash=[3, 3], color=COLOURS["orange"], strokeWidth=1.5)
    said = [
        marks.transform_filter(f"datum.level == {level}")
        .mark_text(y=-10 - 17 * level, align="left", dx=-4, color=COLOURS["orange"], fontWeight=600)
        .encode(text="said:N")
        for level in sorted(moments["level"].unique())
    ]
    return alt.layer(bars, rule, words, *said)


def _time(field: str, first: str, last: str, title: str, form: str) -> alt.X:
    ends = [pd.Timestamp(first), pd.Timestamp(last)]
    days = [day.isoformat() for day in pd.date_range(*ends)]
    axis = alt.Axis(values=days, format=form, labelAlign="left", labelOffset=2, labelFlush=False)
    # As two ends: a list of two dates meets itself as a conflict where a bar has a second field.
    low, high = (alt.DateTime(year=day.year, month=day.month, date=day.day) for day in ends)
    return alt.X(f"{field}:T", title=title, axis=axis, scale=alt.Scale(domainMin=low, domainMax=high))


def _colours() -> alt.Scale:
    return alt.Scale(domain=list(LANES), range=[COLOURS[name] for name in LANES.values()])
