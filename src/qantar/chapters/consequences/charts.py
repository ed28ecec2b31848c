"""Charts of the chapter `consequences` that have a size and words of their own; each draws the frames it is given."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.figures.lines import named_lines
from qantar.figures.theme import COLOURS

WHO = {
    "Kazakhstan": ("blue", [1, 0]),
    "mean of four neighbours": ("grey", [6, 3]),
    "in parallel": ("orange", [2, 3]),
}
"""Line of the double difference → colour and dash."""
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


def parallel_chart(ends: pd.DataFrame, periods: tuple[str, str]) -> alt.LayerChart:
    """Draw `per_cent` of each line of `WHO` (`who`) from `period` 0 to 1, which are named by `periods`."""
    period = alt.X("period:Q", title=None).scale(domain=[-0.15, 1.6], nice=False)
    period = period.axis(values=[0, 1], labelExpr=f"({dict(enumerate(periods))})[datum.value]", grid=False)
    share = alt.Y("per_cent:Q", title="Equal votes with Russia, %").scale(domain=[54, 72])
    colours, dashes = zip(*WHO.values(), strict=True)
    hue = alt.Color("who:N", legend=None).scale(domain=list(WHO), range=[COLOURS[one] for one in colours])
    dash = alt.StrokeDash("who:N", legend=None).scale(domain=list(WHO), range=list(dashes))
    base = alt.Chart(ends, width=520, height=240).encode(x=period, y=share, color=hue)
    seen = base.transform_filter("datum.who != 'in parallel'").mark_point(filled=True, size=70, opacity=1)
    last = base.transform_filter("datum.period == 1").transform_calculate(
        words="datum.who + ' ' + format(datum.per_cent, '.1f')"
    )
    words = last.mark_text(align="left", dx=10, fontWeight=600).encode(text="words:N")
    return base.mark_line().encode(strokeDash=dash) + seen + words


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
    chart = rules + line.encode(x=month, y=dollars)
    named = marks.encode(y=alt.Y("height:Q"), text="words:N")
    for side, align, shift in (("left", "right", -5), ("right", "left", 12)):
        some = named.transform_filter(f"datum.side == '{side}'")
        chart += some.mark_text(align=align, dx=shift, color=COLOURS["orange"], fontWeight=600)
    return chart.properties(width=560, height=240)
