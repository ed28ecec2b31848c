"""Charts of prices, inequality, countries, trackers and regions: each draws the frame that it is given."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qantar.figures.lines import named_lines
from qantar.figures.looks import shape_and_colour
from qantar.figures.theme import COLOURS

PRICES = {
    "retail": ("circle", "blue"),
    "wholesale": ("square", "grey"),
    "promised": ("triangle-down", "orange"),
    "cap": ("diamond", "teal"),
}
"""Kind of price → shape and colour."""
HERE = {True: ("diamond", "orange"), False: ("circle", "grey")}
"""Whether a country is the one that the book is about → shape and colour."""
FIRST_DAYS = {2: "diamond", 3: "square", 4: "circle", 5: "triangle-up", 0: "cross"}
"""Day of January on which protest began in a region, 0 where none is known → shape."""


def price_steps(steps: pd.DataFrame) -> alt.LayerChart:
    """Draw prices as points with their words; a dotted step joins those that a driver was asked for or promised.

    `steps` has the columns day (text), tenge_per_litre, kind (key of `PRICES`) and words.
    """
    day = alt.X("day:O", title="Late 2021, then day of January 2022")
    day = day.scale(domain=["2021", *"123456"]).axis(labelAngle=0)
    tenge = alt.Y("tenge_per_litre:Q", title="Tenge for a litre").scale(domain=[0, 130])
    price = alt.Chart(steps, width=560, height=250).encode(x=day, y=tenge)
    marks = price.mark_point(size=150, filled=True, opacity=1).encode(**shape_and_colour("kind", PRICES))
    names = price.mark_text(align="left", dx=10, dy=-9).encode(text="words:N")
    order = price.transform_filter("datum.kind != 'wholesale'").mark_line(
        interpolate="step-after", strokeDash=[2, 3], strokeWidth=1.5, color=COLOURS["grey"]
    )
    return order + marks + names


def fuel_lines(inflation: pd.DataFrame) -> alt.LayerChart:
    """Draw the change of prices over twelve months: columns date, change (per cent) and what (name of the line)."""
    lines = named_lines(
        inflation,
        x=alt.X("date:T", title=None).axis(format="%b %Y", tickCount=6),
        y=alt.Y("change:Q", title="Change over twelve months, %"),
        series="what",
        at={"gas in cylinders": "2021-12-01", "all prices": "2022-05-01"},
        side={"gas in cylinders": "right", "all prices": "below"},
    )
    return lines.properties(width=560, height=250)


def inequality_panels(surveys: pd.DataFrame, shares: pd.DataFrame) -> alt.HConcatChart:
    """Draw Gini coefficients beside shares of income in per cent: columns year, value and who (name of the line)."""
    gini = named_lines(
        surveys,
        x=_years(),
        y=alt.Y("value:Q", title="Gini coefficient").scale(domain=[0, 0.6]),
        series="who",
        at={"statistics office": 2011, "World Bank": 1996, "before tax, WID": 2012},
        side={"statistics office": "below"},
    )
    parts = named_lines(
        shares,
        x=_years(),
        y=alt.Y("value:Q", title="Share of income before tax, %").scale(domain=[0, 50]),
        series="who",
        at={"richest tenth": 2009, "poorer half": 2005},
        side={"poorer half": "below"},
    )
    both = gini.properties(width=300, height=240) | parts.properties(width=200, height=240)
    return both.resolve_scale(color="independent", strokeDash="independent")


def _years() -> alt.X:
    years = alt.X("year:Q", title=None).scale(domain=[1993, 2025])
    return years.axis(format="d", values=[1995, 2005, 2015, 2025])


def country_dots(countries: pd.DataFrame) -> alt.HConcatChart:
    """Draw one column of dots for each column of `countries`, whose index names the countries from top to bottom."""
    first, *others = countries
    columns = [_dots(countries[first]), *(_dots(countries[name], labels=False) for name in others)]
    return alt.hconcat(*columns, spacing=26)


def _dots(values: pd.Series, **axis: Any) -> alt.Chart:
    rows = values.rename("value").reset_index()
    rows["here"] = rows["country"] == "Kazakhstan"
    country = alt.Y("country:N", title=None).scale(domain=list(values.index))
    return (
        alt.Chart(rows, width=140, height=250)
        .mark_point(size=100, filled=True, opacity=1)
        .encode(
            x=alt.X("value:Q", title=values.name).axis(tickCount=3),
            y=country.axis(ticks=False, domain=False, grid=True, **axis),
            **shape_and_colour("here", HERE),
        )
    )


def tracker_panels(counts: pd.DataFrame) -> alt.VConcatChart:
    """Draw two trackers below each other: the height of a bar is what its period gives for a year.

    `counts` has the columns tracker, period_start, end, events and rate (events a year).
    """
    earlier, later = counts.loc[counts["tracker"] == "oxus", "events"]
    notes = [
        ["2004-01-01", 270, "not counted before 2018"],
        ["2017-09-01", 160, f"{earlier} events"],
        ["2020-06-01", 720, f"{later} events"],
        ["2019-01-01", 4, "ends in 2018"],
    ]
    words = alt.Chart(pd.DataFrame(notes, columns=["period_start", "rate", "words"])).mark_text(align="right")
    words = words.encode(x="period_start:T", y="rate:Q", text="words:N")
    oxus = _tracker(counts, "oxus", "orange", 800, "Central Asia Protest Tracker")
    papers = _tracker(counts, "mass_mobilization", "blue", 12, "Mass Mobilization Project")
    return alt.vconcat(
        oxus + words.transform_filter("datum.rate > 12"), papers + words.transform_filter("datum.rate <= 12")
    )


def _tracker(counts: pd.DataFrame, tracker: str, colour: str, top: int, name: str) -> alt.Chart:
    time = alt.X("period_start:T", title=None).scale(
        domainMin=alt.DateTime(year=1992), domainMax=alt.DateTime(year=2022)
    )
    rate = alt.Y("rate:Q", title="Events a year").scale(domain=[0, top])
    bars = alt.Chart(counts[counts["tracker"] == tracker], width=540, height=120)
    bars = bars.mark_bar(color=COLOURS[colour], stroke=COLOURS["paper"])
    return bars.encode(x=time, x2="end:T", y=rate, y2=alt.datum(0)).properties(
        title=alt.Title(name, fontSize=12, anchor="start")
    )


def region_dots(regions: pd.DataFrame) -> alt.LayerChart:
    """Draw regions in the order of their product per head, with a shape for the first day of protest and words.

    `regions` has the columns region, grp_index_2021, first (key of `FIRST_DAYS`) and first_day_and_damage.
    """
    product = alt.X("grp_index_2021:Q", title="Product per head 2021, whole country = 100").scale(domain=[0, 460])
    base = alt.Chart(regions, width=460, height=370).encode(x=product, y=alt.Y("region:N", sort="x", title=None))
    blue, orange = alt.value(COLOURS["blue"]), alt.value(COLOURS["orange"])
    shape = alt.Shape("first:N", legend=None).scale(domain=list(FIRST_DAYS), range=list(FIRST_DAYS.values()))
    marks = base.mark_point(filled=True, size=110, opacity=1).encode(
        shape=shape, color=alt.condition("datum.first == 2", orange, blue)
    )
    return marks + base.mark_text(align="left", dx=9).encode(text="first_day_and_damage:N")
