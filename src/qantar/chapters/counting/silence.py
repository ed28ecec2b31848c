"""The internet shutdown by the hour: who measured what, and how exactly its beginning and end are known."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.data import load
from qantar.figures.looks import BAR, TICK, key, own_scales
from qantar.figures.theme import COLOURS

FIRST, LAST = pd.Timestamp("2022-01-04"), pd.Timestamp("2022-01-11")
"""The days that the chart shows, from midnight to midnight, local time."""
CAPITAL = "TASS · cable in the capital"
ROWS = {
    "cut-03": ("Digital Rights · messengers", "restricted"),
    "cut-04": ("Cloudflare · mobile", "less, then far less"),
    "cut-05": ("Cloudflare · mobile", ""),
    "cut-07": ("Cloudflare · all access", "full shutdown"),
    "cut-08": ("NetBlocks · all access", "5 per cent of ordinary"),
    "cut-09": ("CoinDesk · all access", "almost nonexistent"),
    "cut-11": (CAPITAL, "off, on, off again"),
    "cut-13": (CAPITAL, ""),
    "cut-15": (CAPITAL, ""),
    "cut-18": (CAPITAL, ""),
    "cut-12": ("NetBlocks · access for hours", "partial"),
    "cut-19": ("NetBlocks · access for hours", ""),
    "cut-17": ("ICT-Online · some services", "news sites, one bank"),
}
"""Row of the table `shutdown` → measurer and network, and the level in words; rows in the order of the chart."""
HOUR_OF_WORDS = {"evening": 17, "early hours": 6}
"""Hour that stands for a part of the day; the blackout itself began at 17:00 by the same measurer."""
KEY = {
    "cut, known by the hour": (BAR, "blue", "blue"),
    "cut, known by the day": (BAR, "band", "band"),
    "access back": (BAR, "paper", "teal"),
    "seen at a moment": (TICK, "blue", "blue"),
}
"""Words of the key → shape, fill and outline."""
HOURS, DAY = "by the hour", "by the day"


def silence_rows() -> pd.DataFrame:
    """Return the reports of 4 to 10 January 2022 as spans of local time.

    Columns: row, words, start, stop (datetime), access ("cut" or "back") and known ("by the hour", or "by the day",
    then the span takes in every hour that the report leaves open). A measurement at a moment has start == stop.
    """
    rows = load("shutdown").set_index("row_id").loc[list(ROWS)]
    spans = [_span(row) for row in rows.itertuples()]
    names = pd.DataFrame(list(ROWS.values()), columns=["row", "words"])
    times = pd.DataFrame(spans, columns=["start", "stop", "known"])
    access = rows["kind"].eq("restoration").map({True: "back", False: "cut"})
    return names.join(times).assign(access=access.tolist())


def _span(row: object) -> tuple[pd.Timestamp, pd.Timestamp, str]:
    by_day = "day" in (row.start_precision, row.end_precision)
    start = row.start + pd.Timedelta(hours=HOUR_OF_WORDS.get(row.start_words, 0)) if by_day else row.start
    last = row.start if pd.isna(row.end) else row.end
    if not by_day:
        return start, last, HOURS
    stop = last.normalize() + pd.Timedelta(hours=HOUR_OF_WORDS.get(row.end_words, 24))
    return start, min(stop, LAST), DAY


def silence_chart(spans: pd.DataFrame, moments: pd.DataFrame, width: int = 280) -> alt.LayerChart:
    """Draw `spans`, rows of `silence_rows`, with a rule at each of the `moments` (columns when: datetime, said: text).

    Solid: cut, with hours. Pale: cut, known by the day. Outlined: access that came back. Ticks: seen at a moment.
    """
    rows = spans["row"].unique().tolist()
    axis = alt.Axis(ticks=False, domain=False, grid=True, labelLimit=220)
    base = alt.Chart(spans).encode(y=alt.Y("row:N", sort=rows, title=None, axis=axis))
    at_time = base.encode(x=_time("start"))
    long = at_time.transform_filter("datum.stop > datum.start").encode(x2="stop:T")
    bars = [long.transform_filter(test).mark_bar(height=13, **look) for test, look in _looks()]
    moment = at_time.transform_filter("datum.stop <= datum.start")
    ticks = moment.mark_tick(color=COLOURS["blue"], thickness=2.5, size=16, opacity=1)
    said = base.mark_text(align="left", x=width + 10, tooltip=False).encode(text="words:N")
    chart = own_scales(alt.layer(key(KEY, columns=2), *_rules(moments), *bars, ticks, said))
    return chart.properties(width=width, height=27 * len(rows))


def _time(field: str) -> alt.X:
    days = [day.isoformat() for day in pd.date_range(FIRST, LAST)]
    axis = alt.Axis(values=days, format="%-d", labelAlign="left", labelOffset=3, labelFlush=False)
    return alt.X(f"{field}:T", title="Day of January 2022", scale=_week(), axis=axis)


def _week() -> alt.Scale:
    # As two ends: a list of two dates meets itself as a conflict where a span has a second field.
    first, last = (alt.DateTime(year=day.year, month=day.month, date=day.day) for day in (FIRST, LAST))
    return alt.Scale(domainMin=first, domainMax=last)


def _looks() -> list[tuple[str, dict[str, object]]]:
    blue, band, paper, teal = (COLOURS[name] for name in ("blue", "band", "paper", "teal"))
    cut = "datum.access == 'cut' && datum.known =="
    return [
        (f"{cut} '{HOURS}'", {"fill": blue, "stroke": blue}),
        (f"{cut} '{DAY}'", {"fill": band, "stroke": band}),
        ("datum.access == 'back'", {"fill": paper, "stroke": teal, "strokeWidth": 2}),
    ]


def _rules(moments: pd.DataFrame) -> list[alt.Chart]:
    base = alt.Chart(moments).encode(x=_time("when"))
    rule = base.mark_rule(strokeDash=[3, 3], color=COLOURS["grey"], tooltip=False)
    return [rule, base.mark_text(y=-8, align="center", color=COLOURS["muted"], tooltip=False).encode(text="said:N")]
