"""The airlift by day: flights that were counted, flights that were only added up, and a day without a number."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.figures.theme import COLOURS

TOTAL_AT = 34
"""Pixels from the top at which a total for several days stands."""


def airlift_chart(arrivals: pd.DataFrame, home: pd.DataFrame, unknown: pd.DataFrame) -> alt.LayerChart:
    """Draw `arrivals` as a span of days with its total, `home` as bars, and a word in the place of days in `unknown`.

    All have the columns day (datetime) and words, the first two also end (datetime), the last two flights (a day). A
    total has no height: how it was spread over its days is not known.
    """
    missing = alt.Chart(unknown).mark_text(dx=20, fontSize=18, fontWeight=600)
    return _total(arrivals) + _bars(home) + missing.encode(x=_day(), y=_number(), text="words:N")


def _total(rows: pd.DataFrame) -> alt.LayerChart:
    base = alt.Chart(rows, width=560, height=210).encode(x=_day(), y=alt.value(TOTAL_AT))
    look = {"color": COLOURS["blue"], "thickness": 2, "size": 16}
    ends = base.mark_tick(orient="vertical", **look) + base.mark_tick(orient="vertical", **look).encode(x="end:T")
    words = base.mark_text(align="left", fontWeight=600, color=COLOURS["blue"])
    said = words.encode(text="words:N", y=alt.value(TOTAL_AT - 16))
    return base.mark_rule(color=COLOURS["blue"], strokeWidth=2).encode(x2="end:T") + ends + said


def _bars(rows: pd.DataFrame) -> alt.LayerChart:
    base = alt.Chart(rows, width=560, height=210).encode(x=_day(), y=_number())
    words = base.mark_text(align="left", dx=3, dy=-9, fontWeight=600)
    return base.mark_bar(color=COLOURS["teal"]).encode(x2="end:T", y2=alt.datum(0)) + words.encode(text="words:N")


def _day() -> alt.X:
    first, last = alt.DateTime(year=2022, month=1, date=6), alt.DateTime(year=2022, month=1, date=20)
    day = alt.X("day:T", title="Day of January 2022").scale(domainMin=first, domainMax=last)
    return day.axis(format="%-d", tickCount="day", labelAlign="left", labelOffset=2)


def _number() -> alt.Y:
    return alt.Y("flights:Q", title="Flights home a day").scale(domain=[0, 30])
