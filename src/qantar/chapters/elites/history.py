"""The event history: one row per person, in lanes by institution, on a time axis with January 2022 drawn wide."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.chapters.elites.names import short_names
from qantar.chapters.elites.people import START
from qantar.data.dates import earliest, label, latest
from qantar.figures.looks import key, own_scales
from qantar.figures.theme import COLOURS

LANES = {
    "KNB": ("knb",),
    "Security Council": ("security-council",),
    "Presidency, others": (
        "presidential-office",
        "state-security-service",
        "anti-corruption-agency",
        "regional-government",
    ),
    "Cabinet": ("government",),
    "Ministries, police": ("interior-ministry", "defence-ministry", "energy-ministry", "ecology-ministry"),
    "Parliament": ("parliament",),
    "State firms": ("samruk-kazyna", "qazaqgaz", "kaztransoil"),
    "Business": ("kazakhtelecom", "atameken", "halyk-bank", "operator-rop", "private-business"),
}
"""Lane → institutions of `people`; heads of other bodies, and a later minister, stand with the presidency."""
EVENTS = {
    "post or status lost": ("dismissed", "resigned", "lost_status"),
    "detained or charged": ("detained", "charged"),
    "prison sentence": ("convicted",),
    "suspended sentence": ("suspended_sentence",),
    "new post": ("appointed",),
    "freed, fled or gave back": ("released", "returned_assets", "fled"),
    "died": ("died",),
}
"""Words for a reader → events of `people_events`."""
LOOKS = {
    "post or status lost": ("triangle-down", "blue", "blue"),
    "detained or charged": ("square", "orange", "orange"),
    "prison sentence": ("diamond", "red", "red"),
    "suspended sentence": ("diamond", "paper", "red"),
    "new post": ("circle", "paper", "teal"),
    "freed, fled or gave back": ("triangle-up", "grey", "grey"),
}
"""Words in the key → shape, fill, outline. That somebody died stands in the chart in words."""
BREAK = pd.Timestamp("2022-02-01")
"""From here on the axis has another scale."""
TICKS = {
    "2022-01-05": "5 Jan",
    "2022-01-10": "10",
    "2022-01-15": "15",
    "2022-01-20": "20",
    "2022-02-01": "1 Feb",
    "2023-01-01": "2023",
    "2024-01-01": "2024",
    "2025-01-01": "2025",
}
LAST = 1400
"""Last day of the axis, in the autumn of 2025; the newest event of the chart is of September 2025."""


def person_rows(people: pd.DataFrame) -> pd.DataFrame:
    """Return one row per person of the table: `person_id`, `name`, `lane`, `y` (row from the top)."""
    lane_of = {one: lane for lane, group in LANES.items() for one in group}
    frame = people.assign(name=short_names(people).to_numpy(), lane=people["institution"].map(lane_of))
    frame["order"] = frame["lane"].map({lane: n for n, lane in enumerate(LANES)})
    frame = frame.sort_values("order", kind="stable", ignore_index=True)
    return frame.assign(y=frame.index + 1.15 * frame["order"])[["person_id", "name", "lane", "y"]]


def history(events: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return the dated `events` of the table `people_events`: who, `what` (words of `EVENTS`), `when`, days from START.

    `people` are the rows of the drawing, as `person_rows` gives them; events of anybody else are left out. A month or a
    year is a stretch from `low` to `high`; its mark, at `day`, stands in the middle. A post is lost at the latest on
    the day of the detention.
    """
    word = {one: what for what, group in EVENTS.items() for one in group}
    events = events[events["date"].notna() & events["event"].isin(word)]
    low = (pd.to_datetime(events["date"].map(earliest)) - START).dt.days.clip(lower=0)
    high = (pd.to_datetime(events["date"].map(latest)) - START).dt.days
    shown = events.assign(what=events["event"].map(word), when=events["date"].map(label), low=low, high=high)
    detained = shown[shown["event"] == "detained"].groupby("person_id")["low"].min()
    lost = shown["event"] == "dismissed"
    held = shown["person_id"].map(detained).where(lost)
    shown["high"] = shown["high"].where(~(held.ge(shown["low"]) & held.lt(shown["high"])), held)
    middle = (shown["low"] + shown["high"]) / 2
    # Two events of one person and day stand side by side.
    place = shown.groupby(["person_id", middle]).cumcount()
    several = shown.groupby(["person_id", middle])["event"].transform("size")
    shown["day"] = middle + 1.4 * (place - (several - 1) / 2)
    joined = shown.merge(people, on="person_id")
    return joined[["name", "lane", "y", "what", "when", "low", "high", "day", "detail"]]


def history_chart(people: pd.DataFrame, events: pd.DataFrame, width: int = 460) -> alt.LayerChart:
    """Return the chart: a row per person, events by shape or in words, lanes by name; January 2022 is drawn wide."""
    y = alt.Y("y:Q", scale=alt.Scale(domain=[people["y"].max() + 0.7, -1.3], nice=False), axis=None)
    days = {(pd.Timestamp(day) - START).days: name for day, name in TICKS.items()}
    turn = (BREAK - START).days
    scale = alt.Scale(domain=[-1, turn, LAST], range=[0, width / 2, width], nice=False)
    axis = alt.Axis(values=list(days), labelExpr=f"({days})[datum.value]", title=None, labelOverlap=False)
    x = {"scale": scale, "axis": axis}
    base = alt.Chart(events).encode(y=y)
    stretch = base.transform_filter("datum.high > datum.low").mark_rule(strokeWidth=4, color=COLOURS["band"])
    stretch = stretch.encode(x=alt.X("low:Q", **x), x2="high:Q")
    tips = [alt.Tooltip(f"{one}:N", title=one.capitalize()) for one in ("name", "what", "when", "detail")]
    base = base.encode(x=alt.X("day:Q", **x), tooltip=tips)
    marks = base.transform_filter(alt.FieldOneOfPredicate("what", list(LOOKS))).mark_point(
        size=65, strokeWidth=1.5, opacity=1
    )
    shapes, fills, lines = zip(*LOOKS.values(), strict=True)
    looks = {alt.Shape: shapes, alt.Fill: [COLOURS[one] for one in fills], alt.Stroke: [COLOURS[one] for one in lines]}
    scales = [kind("what:N", legend=None).scale(domain=list(LOOKS), range=list(look)) for kind, look in looks.items()]
    said = base.transform_filter("datum.what == 'died'")
    said = said.mark_text(fontSize=11, fontStyle="italic").encode(text="what:N")
    chart = key(LOOKS, columns=2) + _days_named(x) + _names(people, y) + stretch + said
    return own_scales(chart + marks.encode(*scales)).properties(width=width, height=640)


def _days_named(x: dict) -> alt.LayerChart:
    """Return the line of the analysis and the line at which the scale changes."""
    days = pd.to_datetime(["2022-01-10", BREAK])
    words = ["the analysis, 10 January", "from here on by year"]
    base = alt.Chart(pd.DataFrame({"day": (days - START).days, "words": words})).encode(x=alt.X("day:Q", **x))
    rule = base.mark_rule(strokeDash=[3, 3], color=COLOURS["grey"])
    return rule + base.mark_text(align="left", dx=4, y=6, color=COLOURS["muted"], fontSize=11).encode(text="words:N")


def _names(people: pd.DataFrame, y: alt.Y) -> alt.LayerChart:
    """Return the names of people, and the names of the lanes above them."""
    names = alt.Chart(people).mark_text(align="right", x=-8, fontSize=11).encode(y=y, text="name:N")
    heads = people.groupby("lane", sort=False)["y"].min().sub(1).reset_index()
    lanes = alt.Chart(heads).mark_text(align="right", x=-8, fontSize=11, fontWeight=600, color=COLOURS["muted"])
    return names + lanes.encode(y=y, text="lane:N")
