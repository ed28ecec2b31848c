"""Charts of the chapter `consequences` that have a size and words of their own; each draws the frames it is given."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.figures.lines import named_lines
from qantar.figures.theme import COLOURS

WHO = {
    "Kazakhstan": ("blue", "circle"),
    "mean of four neighbours": ("grey", "square"),
    "in parallel": ("orange", "diamond"),
}
"""Line of the double difference → colour and shape."""
STOPS = {
    "cpc-storm": ("storm", 0.35, "left"),
    "cpc-mines": ("mines", 0.85, "right"),
    "cpc-court": ("court", 0.35, "right"),
    "cpc-protest": ("drones", 0.35, "left"),
}
"""Disturbance of the pipeline → its word, the height at which it stands (thousand million dollars), and its side."""


def agreement_panels(own: pd.DataFrame, span: pd.DataFrame) -> alt.HConcatChart:
    """Draw Kazakhstan's agreement (`per_cent`) with each `partner` by `year`, beside its line (`KAZ`) in a `span`.

    `span` has, per `year`, `low` and `high` of the neighbours' agreement with Russia, and `KAZ`.
    """
    year = alt.X("year:Q", title=None).scale(domain=[1991, 2024], nice=False)
    year = year.axis(format="d", values=[1995, 2005, 2015, 2023])
    left = named_lines(
        own,
        x=year,
        y=alt.Y("per_cent:Q", title="Equal votes, %").scale(domain=[0, 100]),
        series="partner",
        at={"Russia": 2016, "China": 2011, "USA": 1997},
        side={"Russia": "below"},
    )
    base = alt.Chart(span).encode(x=year)
    low = alt.Y("low:Q", title="Equal votes with Russia, %")
    band = base.mark_area(color=COLOURS["band"]).encode(y=low, y2="high:Q")
    line = base.mark_line(color=COLOURS["blue"]).encode(y=alt.Y("KAZ:Q").scale(domain=[0, 100]))
    words = pd.DataFrame({"year": [2001, 2003], "KAZ": [93, 42], "words": ["Kazakhstan", "range of four neighbours"]})
    names = alt.Chart(words).mark_text(align="left", fontWeight=600).encode(x=year, y="KAZ:Q", text="words:N")
    return left.properties(width=255, height=240) | (band + line + names).properties(width=225, height=240)


def parallel_chart(yearly: pd.DataFrame, means: pd.DataFrame) -> alt.LayerChart:
    """Draw `per_cent` of each line of `WHO` (`who`): a faint point a `year`, and its mean as a bar over the years.

    `yearly` has one row per year, `means` one per period, from `first` to `last` year. The axis begins at nought.
    """
    rows = means.assign(
        start=means["first"] - 0.4, end=means["last"] + 0.4, value=means["per_cent"].map("{:.1f}".format)
    )
    rows = rows[(rows["who"] != "in parallel") | (rows["period"] == "after")]
    rows["words"] = rows["who"] + " " + rows["value"]
    year = alt.X("year:Q", title=None).scale(domain=[2018.5, 2026.2], nice=False)
    year = year.axis(format="d", values=list(range(2019, 2024)), grid=False)
    share = alt.Y("per_cent:Q", title="Equal votes with Russia, %").scale(domain=[0, 100])
    colours, shapes = zip(*WHO.values(), strict=True)
    hue = alt.Color("who:N", legend=None).scale(domain=list(WHO), range=[COLOURS[one] for one in colours])
    shape = alt.Shape("who:N", legend=None).scale(domain=list(WHO), range=list(shapes))
    seen = alt.Chart(yearly, width=560, height=300).encode(x=year, y=share, color=hue, shape=shape)
    seen = seen.mark_point(filled=True, size=60, opacity=0.55)
    base = alt.Chart(rows).encode(x=alt.X("start:Q"), y=share, color=hue)
    bars = [
        base.transform_filter(f"(datum.who == 'in parallel') == {dashed}")
        .mark_rule(strokeWidth=3, strokeDash=dash)
        .encode(x2="end:Q")
        for dashed, dash in (("false", [1, 0]), ("true", [3, 3]))
    ]
    last = base.transform_filter("datum.period == 'after'").encode(x="end:Q", text="words:N")
    names = [
        last.transform_filter(f"datum.who == '{who}'").mark_text(align="left", dx=8, dy=down, fontWeight=600)
        for who, down in zip(WHO, (8, -8, 2), strict=True)
    ]
    war = alt.Chart(pd.DataFrame({"year": [2021.5], "words": ["January 2022"]})).encode(x=year)
    line = war.mark_rule(strokeDash=[3, 3], color=COLOURS["grey"])
    said = war.mark_text(align="left", dx=5, color=COLOURS["muted"]).encode(y=alt.value(8), text="words:N")
    first = base.transform_filter("datum.period == 'before'").encode(text="value:N")
    names += [
        first.transform_filter(f"datum.who == '{who}'").mark_text(align="left", dy=down, fontWeight=600)
        for who, down in (("Kazakhstan", 15), ("mean of four neighbours", -12))
    ]
    return alt.layer(line, said, seen, *bars, *names)


def trade_panels(partners: pd.DataFrame, concentration: pd.DataFrame) -> alt.HConcatChart:
    """Draw the `share` of each `partner` by `year`, beside the range of the `concentration` from `low` to `high`."""
    years = alt.X("year:Q", title=None).scale(domain=[2019.7, 2025.3], nice=False).axis(format="d")
    left = named_lines(
        partners,
        x=years,
        y=alt.Y("share:Q", title="Share of turnover, %").scale(domain=[0, 28]),
        series="partner",
        at={"Russia": 2021, "China": 2023, "Italy": 2022, "Turkey": 2021},
        side={"Italy": "below"},
    )
    title = "Concentration (HHI)"
    bounds = alt.Y("low:Q", title=title).scale(domain=[0, 2800])
    band = alt.Chart(concentration).mark_area(color=COLOURS["band"]).encode(x=years, y=bounds, y2="high:Q")
    edges = alt.Chart(concentration.melt("year", var_name="edge")).mark_line(strokeWidth=1.5, color=COLOURS["blue"])
    edges = edges.encode(x=years, y=alt.Y("value:Q", title=title), detail="edge:N")
    words = ["if the rest is many", "if the rest is one partner"]
    note = pd.DataFrame({"year": 2020, "at": [760, 2650], "words": words})
    notes = alt.Chart(note).mark_text(align="left").encode(x=years, y="at:Q", text="words:N")
    return left.properties(width=270, height=240) | (band + edges + notes).properties(width=210, height=240)


def crude_chart(crude: pd.DataFrame, stops: pd.DataFrame) -> alt.LayerChart:
    """Draw the `value` of exports by month (`date`), with a line at the `day` of each stop (index: ids of `STOPS`)."""
    month = alt.X("date:T", title=None).axis(format="%Y", tickCount="year")
    dollars = alt.Y("value:Q", title="Thousand million dollars a month").scale(domain=[0, 5])
    line = alt.Chart(crude).mark_line(color=COLOURS["blue"], invalid="break-paths-show-domains")
    notes = pd.DataFrame(STOPS, index=["words", "height", "side"]).T.infer_objects()
    marks = alt.Chart(notes.assign(date=stops["day"])[["date", "words", "height", "side"]]).encode(x=month)
    rules = marks.mark_rule(strokeDash=[3, 3], strokeWidth=1.5, color=COLOURS["orange"])
    gaps = alt.Chart(crude[crude["value"].isna()].assign(words="no value for this month", at=4.6)).encode(
        x=month, y="at:Q"
    )
    chart = (
        rules
        + line.encode(x=month, y=dollars)
        + gaps.mark_text(align="left", dx=8, color=COLOURS["muted"]).encode(text="words:N")
    )
    named = marks.encode(y=alt.Y("height:Q"), text="words:N")
    for side, align, shift in (("left", "right", -5), ("right", "left", 12)):
        some = named.transform_filter(f"datum.side == '{side}'")
        chart += some.mark_text(align=align, dx=shift, color=COLOURS["orange"], fontWeight=600)
    return chart.properties(width=560, height=240)
