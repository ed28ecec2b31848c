"""The airlift by day: flights that were counted, flights that were only added up, and a day without a number."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qantar.figures.theme import COLOURS


def airlift_chart(arrivals: pd.DataFrame, home: pd.DataFrame, unknown: pd.DataFrame) -> alt.LayerChart:
    """Draw `arrivals` as dashed blocks, `home` as bars and a word in the place of each of the days in `unknown`.

    All have the columns day (datetime), flights (a day) and words; the first two also have end (datetime).
    """
    box = {"fill": COLOURS["paper"], "stroke": COLOURS["blue"], "strokeDash": [5, 4], "strokeWidth": 2}
    missing = alt.Chart(unknown).mark_text(dx=20, fontSize=18, fontWeight=600)
    blocks = _blocks(arrivals, **box) + _blocks(home, color=COLOURS["teal"])
    return blocks + missing.encode(x=_day(), y=_number(), text="words:N")


def _blocks(rows: pd.DataFrame, **look: Any) -> alt.LayerChart:
    base = alt.Chart(rows, width=560, height=210).encode(x=_day(), y=_number())
    words = base.mark_text(align="left", dx=3, dy=-9, fontWeight=600)
    return base.mark_bar(**look).encode(x2="end:T", y2=alt.datum(0)) + words.encode(text="words:N")


def _day() -> alt.X:
    first, last = alt.DateTime(year=2022, month=1, date=6), alt.DateTime(year=2022, month=1, date=20)
    day = alt.X("day:T", title="Day of January 2022").scale(domainMin=first, domainMax=last)
    return day.axis(format="%-d", tickCount="day", labelAlign="left", labelOffset=2)


def _number() -> alt.Y:
    return alt.Y("flights:Q", title="Flights a day").scale(domain=[0, 32])
