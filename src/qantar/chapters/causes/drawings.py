"""Charts of prices, inequality, countries, trackers and regions: each draws the frame that it is given."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qantar.figures.lines import named_lines
from qantar.figures.looks import key, own_scales, shape_and_colour
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
TRACKERS = {"mass_mobilization": "Mass Mobilization", "oxus": "Protest Tracker"}
"""List of protests → its name."""
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
    """Draw what each list counted in all, on one scale, above the years of the longer one on a scale of its own.

    `counts` has the columns tracker, period_start, period_end and events.
    """
    papers = counts[counts["tracker"] == "mass_mobilization"]
    totals = _totals(counts)
    rows = alt.Y("row:N", sort=list(totals["row"]), title=None).axis(ticks=False, domain=False, labelLimit=330)
    base = alt.Chart(totals, width=370, height=34 * len(totals)).encode(
        y=rows, x=alt.X("events:Q", title="Events counted").scale(domain=[0, 600]).axis(tickCount=4)
    )
    colour = alt.Color("tracker:N", legend=None).scale(
        domain=list(TRACKERS), range=[COLOURS["blue"], COLOURS["orange"]]
    )
    sums = base.mark_bar(height=18).encode(color=colour)
    sums += base.mark_text(align="left", dx=6, fontWeight=600, tooltip=False).encode(text="events:Q")
    year = alt.X("year(period_start):O", title=None).axis(labelAngle=0, values=list(range(1992, 2020, 4)))
    number = alt.Y("events:Q", title="Events").scale(domain=[0, 12]).axis(tickCount=3)
    by_year = alt.Chart(papers, width=370, height=110).mark_bar(color=COLOURS["blue"]).encode(x=year, y=number)
    heading = alt.Title("Mass Mobilization Project by year, on a scale of its own", fontSize=12, anchor="start")
    return alt.vconcat(sums, by_year.properties(title=heading), spacing=22)


def _totals(counts: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each unbroken count: the years of the one list together, the periods of the other apart."""
    kept = counts.assign(count=counts["period_start"].where(counts["tracker"] != "mass_mobilization"))
    span = {"start": ("period_start", "min"), "end": ("period_end", "max"), "events": ("events", "sum")}
    totals = kept.groupby(["tracker", "count"], observed=True, dropna=False, as_index=False).agg(**span)
    same_year = totals["start"].dt.year == totals["end"].dt.year
    first = totals["start"].dt.strftime("%b %Y").where(~same_year, totals["start"].dt.strftime("%b"))
    names = totals["tracker"].astype(str).map(TRACKERS)
    totals["row"] = names + ", " + first + " to " + totals["end"].dt.strftime("%b %Y")
    return totals.sort_values("start")[["tracker", "row", "events"]]


def region_dots(regions: pd.DataFrame) -> alt.LayerChart:
    """Draw regions in the order of their product per head, with a shape for the first day of protest and words.

    `regions` has the columns region, grp_index_2021, first (key of `FIRST_DAYS`) and first_day_and_damage.
    """
    product = alt.X("grp_index_2021:Q", title="Product per head 2021, whole country = 100").scale(domain=[0, 480])
    base = alt.Chart(regions, width=440, height=370).encode(x=product, y=alt.Y("region:N", sort="x", title=None))
    colours = {day: "orange" if day == 2 else "blue" for day in FIRST_DAYS}
    looks = {day: (shape, colours[day]) for day, shape in FIRST_DAYS.items()}
    marks = base.mark_point(filled=True, size=110, opacity=1).encode(**shape_and_colour("first", looks))
    words = base.mark_text(align="left", dx=9).encode(text="first_day_and_damage:N")
    names = {f"{day} January" if day else "no date": (shape, colours[day]) for day, shape in FIRST_DAYS.items()}
    return own_scales(key({name: (shape, hue, hue) for name, (shape, hue) in names.items()}) + marks + words)
