"""The event history: one row per person, in lanes by institution, on a time axis that is stretched at its beginning."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.chapters.elites.names import NETWORKS, short_names
from qantar.chapters.elites.people import START
from qantar.data.dates import earliest, label, latest
from qantar.figures.theme import COLOURS

LANES = {
    "KNB": ("knb",),
    "Security Council": ("security-council",),
    "Presidency, other bodies": (
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
    "assets given back": ("returned_assets",),
    "released": ("released",),
    "left the country": ("fled",),
    "died": ("died",),
}
"""Words in the key → events of `people_events`."""
LOOKS = {
    "post or status lost": ("triangle-down", "blue", "blue"),
    "detained or charged": ("square", "orange", "orange"),
    "prison sentence": ("diamond", "red", "red"),
    "suspended sentence": ("diamond", "paper", "red"),
    "new post": ("circle", "paper", "teal"),
    "assets given back": ("circle", "gold", "gold"),
    "released": ("triangle-up", "paper", "plum"),
    "left the country": ("triangle-right", "grey", "grey"),
    "died": ("cross", "grey", "grey"),
}
"""Words in the key → shape, fill, outline."""
TICKS = {
    "2022-01-05": "5 Jan",
    "2022-01-17": "17 Jan",
    "2022-03-01": "1 Mar",
    "2022-07-01": "1 Jul 2022",
    "2023-01-01": "2023",
    "2024-01-01": "2024",
    "2025-01-01": "2025",
}
LAST = 1400
"""Last day of the axis, in the autumn of 2025; the newest event of the chart is of September 2025."""


def person_rows(people: pd.DataFrame) -> pd.DataFrame:
    """Return one row per person of the table: `person_id`, `name`, `lane`, `mark` (network), `y` (row from the top)."""
    lane_of = {one: lane for lane, group in LANES.items() for one in group}
    frame = people.assign(name=short_names(people).to_numpy(), lane=people["institution"].map(lane_of))
    doubt = frame["network_doubt"].notna().map({True: " ?", False: ""})
    frame["mark"] = frame["network"].astype(str).map(lambda one: NETWORKS[one][0])
    frame["name"] = frame["name"] + doubt
    frame["order"] = frame["lane"].map({lane: n for n, lane in enumerate(LANES)})
    frame = frame.sort_values("order", kind="stable", ignore_index=True)
    return frame.assign(y=frame.index + 1.15 * frame["order"])[["person_id", "name", "lane", "mark", "y"]]


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
    return joined[["name", "lane", "mark", "y", "what", "when", "low", "high", "day", "detail"]]


def history_chart(people: pd.DataFrame, events: pd.DataFrame) -> alt.LayerChart:
    """Return the chart: names with the shape of their network at the left, events by shape, lanes by name."""
    y = alt.Y("y:Q", scale=alt.Scale(domain=[people["y"].max() + 0.7, -1.3], nice=False), axis=None)
    days = {(pd.Timestamp(day) - START).days: name for day, name in TICKS.items()}
    scale = alt.Scale(type="pow", exponent=0.4, domain=[0, LAST], nice=False)
    axis = alt.Axis(values=list(days), labelExpr=f"({days})[datum.value]", title=None, labelOverlap=False)
    x = {"scale": scale, "axis": axis}
    base = alt.Chart(events).encode(y=y)
    stretch = base.transform_filter("datum.high > datum.low").mark_rule(strokeWidth=3, opacity=0.35)
    stretch = stretch.encode(x=alt.X("low:Q", **x), x2="high:Q")
    shapes, fills, lines = (dict(domain=list(LOOKS), range=list(part)) for part in zip(*LOOKS.values(), strict=True))
    key = alt.Legend(title=None, orient="bottom", columns=4, symbolStrokeWidth=1.5)
    for part in (fills, lines):
        part["range"] = [COLOURS[one] for one in part["range"]]
    marks = base.mark_point(size=65, opacity=1, strokeWidth=1.5, filled=False).encode(
        x=alt.X("day:Q", **x),
        shape=alt.Shape("what:N", scale=alt.Scale(**shapes), legend=key),
        fill=alt.Fill("what:N", scale=alt.Scale(**fills), legend=key),
        stroke=alt.Stroke("what:N", scale=alt.Scale(**lines), legend=key),
        tooltip=[alt.Tooltip(f"{one}:N", title=one.capitalize()) for one in ("name", "what", "when", "detail")],
    )
    chart = _analysis(x) + stretch + marks + _names(people, y)
    return chart.resolve_scale(shape="independent", fill="independent", stroke="independent").properties(
        width=490, height=640
    )


def _analysis(x: dict) -> alt.LayerChart:
    """Return the line of 10 January 2022, the day of the analysis."""
    day = pd.DataFrame({"day": [(pd.Timestamp("2022-01-10") - START).days], "words": ["the analysis, 10 January"]})
    base = alt.Chart(day).encode(x=alt.X("day:Q", **x))
    rule = base.mark_rule(strokeDash=[3, 3], color=COLOURS["grey"])
    return rule + base.mark_text(align="left", dx=4, y=6, color=COLOURS["muted"], fontSize=11).encode(text="words:N")


def _names(people: pd.DataFrame, y: alt.Y) -> alt.LayerChart:
    """Return the names of people with the shape and colour of their network, and the names of the lanes above them."""
    looks = list(NETWORKS.values())
    domain, shapes, colours = (list(part) for part in zip(*looks, strict=True))
    base = alt.Chart(people).encode(y=y)
    names = base.mark_text(align="right", x=-16, fontSize=11).encode(text="name:N")
    marks = base.mark_point(size=45, filled=True, opacity=1, x=-8).encode(
        shape=alt.Shape("mark:N", scale=alt.Scale(domain=domain, range=shapes), legend=None),
        color=alt.Color("mark:N", scale=alt.Scale(domain=domain, range=[COLOURS[one] for one in colours]), legend=None),
    )
    heads = people.groupby("lane", sort=False)["y"].min().sub(1).reset_index()
    lanes = alt.Chart(heads).mark_text(align="right", x=-2, fontSize=11, fontWeight=600, color=COLOURS["muted"])
    return names + marks + lanes.encode(y=y, text="lane:N")
