"""The count: what a careful reporter could have printed on a day (chapter `counting`)."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from qantar.chapters.counting.statements import short_date, short_speaker
from qantar.data import load
from qantar.figures.explorer import Control, Explorer
from qantar.figures.theme import COLOURS
from qantar.models.known import life, states

QUESTIONS: dict[str, tuple[str, str, str, str]] = {
    "dead": ("deaths_total", "Kazakhstan", "toll-068", "all dead, whole country"),
    "almaty": ("deaths_total", "Almaty (city)", "toll-072", "all dead, city of Almaty"),
    "security": ("deaths_security", "Kazakhstan", "toll-041", "dead of the security forces"),
    "attackers": ("deaths_civilians", "Kazakhstan", "toll-069", "dead whom officials called attackers"),
    "injured": ("injured", "Kazakhstan", "toll-044", "injured people"),
    "detained": ("detained", "Kazakhstan", "toll-037", "people detained by the police"),
}
"""Category → measure and place in the table `tolls`, its last official figure, and the category in words."""
ATTACKERS = ["toll-011", "toll-053", "toll-069"]
"""Of the dead outside the security forces, those whom the speaker called criminals, assailants or attackers."""
DAYS = (
    *(f"2022-01-{day:02d}" for day in (5, 6, 7, 8, 9, 10, 11, 12, 15, 18, 31)),
    "2022-03-14",
    "2022-05-05",
    "2022-07-29",
    "2022-08-16",
    "2023-01-05",
)
"""Days to choose from: on each of them the answer to at least one of the questions changes."""
WORDS = {"exact": "{:,}", "at_least": "at least {:,}", "about": "about {:,}"}
"""Qualifier of a figure → its value in words."""
LOOKS = {
    "stands": ("circle", "blue", "blue"),
    "taken back": ("cross", "paper", "grey"),
    "replaced": ("circle", "paper", "grey"),
    "later": ("circle", "paper", "grid"),
}
"""State of a figure on the day → shape, fill and outline."""
SAID = {"stands": "", "taken back": ", taken back", "replaced": ", replaced"}
"""State of a figure → what is written after its words."""
STANDING_ONLY = "datum.state == 'stands' ? datum.value : null"
OTHER_QUESTION, OTHER_SOURCE = "-", "other"
"""States that a reader gives a figure by asking for another category, or for another kind of source."""


def count_frame(day: str, source: str, category: str) -> pd.DataFrame:
    """Return every figure of the six categories with its `state` on `day` (ISO text) for what the reader asks.

    `source` is "official", "independent" (with the press) or "any"; `category` a key of `QUESTIONS`. Columns: what,
    who (with the day), words, value, final (last official figure of the category), state. A figure that was taken
    back is shown only as long as nothing else of its category stands: then it is replaced.
    """
    frame = _figures()
    state = frame["state_on"].map(lambda on: on[day])
    asked = (frame["category"] == category) & (frame["kind"].eq(source) | (source == "any"))
    if (state[asked] == "stands").any():
        state = state.replace("taken back", "replaced")
    state = state.where(asked, OTHER_SOURCE).where(frame["category"] == category, OTHER_QUESTION)
    return frame[["what", "who", "words", "value", "final"]].assign(state=state)


@cache
def _figures() -> pd.DataFrame:
    """Return the figures of all questions, with a dict day → state in the column `state_on`."""
    tolls = load("tolls")
    return pd.concat([_part(tolls, category) for category in QUESTIONS], ignore_index=True)


def _part(tolls: pd.DataFrame, category: str) -> pd.DataFrame:
    measure, place, last, words = QUESTIONS[category]
    rows = tolls[(tolls["measure"] == measure) & (tolls["place"] == place)].sort_values("date", kind="stable")
    if category == "attackers":
        rows = rows[rows["toll_id"].isin(ATTACKERS)]
        # The prosecutors took the count over from the ministry, which never came back to its 26.
        rows = rows.assign(supersedes=rows["toll_id"].map({"toll-053": "toll-011"}))
    lives = life(rows)
    return pd.DataFrame(
        {
            "category": category,
            "kind": rows["series"].astype(str).where(rows["series"] == "official", "independent"),
            "what": words,
            "who": _names(rows, with_label=category == "attackers"),
            "words": [WORDS[q].format(v) for q, v in zip(rows["qualifier"].astype(str), rows["value"], strict=True)],
            "value": rows["value"].astype(int),
            "final": int(rows.set_index("toll_id").at[last, "value"]),
            "state_on": pd.DataFrame({day: states(lives, day) for day in DAYS}).to_dict("records"),
        }
    )


def _names(rows: pd.DataFrame, with_label: bool) -> list[str]:
    """Return who said each figure and when, in the order of `rows`; a second figure of one day says "again"."""
    names: list[str] = []
    for row in rows.itertuples():
        name = short_speaker(row.speaker) + (f": “{row.label}”" if with_label else "")
        full = f"{name}, {short_date(row.date)}"
        names.append(full if full not in names else f"{name}, again, {short_date(row.date)}")
    return names


def count_view(data: Any) -> alt.LayerChart:
    """Draw each figure on a row of its own by its state, the range of those that stand, and the last official one."""
    asked = alt.Chart(data).transform_filter(f"datum.state != '{OTHER_QUESTION}'")
    room = asked.mark_point(opacity=0, tooltip=False).encode(x=_value("value"))
    band = _span(asked).mark_rect(color=COLOURS["band"], stroke=COLOURS["band"], strokeWidth=4, tooltip=False)
    return alt.layer(room, band, *_final(asked), *_statements(asked), _in_words(asked)).properties(
        width=240, height=alt.Step(21)
    )


def _span(asked: alt.Chart) -> alt.Chart:
    """Return the range of the standing figures; where none stands, a point out of sight, for a scale needs numbers."""
    span = asked.transform_calculate(one=STANDING_ONLY).transform_aggregate(
        lowest="min(one)", highest="max(one)", last="max(final)"
    )
    span = span.transform_calculate(
        none="datum.lowest == null",
        low="datum.lowest == null ? datum.last : datum.lowest",
        high="datum.highest == null ? datum.last : datum.highest",
    )
    opacity = alt.condition("datum.none", alt.value(0), alt.value(1))
    return span.encode(x=_value("low"), x2="high:Q", opacity=opacity)


def _value(field: str) -> alt.X:
    return alt.X(f"{field}:Q", title="People", axis=alt.Axis(tickCount=4), scale=alt.Scale(domainMin=0))


def _final(asked: alt.Chart) -> tuple[alt.Chart, alt.Chart]:
    final = asked.transform_aggregate(final="max(final)").encode(x=_value("final"))
    rule = final.mark_rule(strokeDash=[3, 4], strokeWidth=1.5, color=COLOURS["grey"], tooltip=False)
    words = final.transform_calculate(said="'last official figure ' + format(datum.final, ',')")
    return rule, words.mark_text(y=-9, align="center", color=COLOURS["muted"], tooltip=False).encode(text="said:N")


def _statements(asked: alt.Chart) -> tuple[alt.Chart, alt.Chart]:
    """Return a row for every statement of the kind asked for: what did not stand on the day stays as a ghost."""
    shown = asked.transform_filter(f"datum.state != '{OTHER_SOURCE}'").transform_calculate(
        said=f"datum.state == 'later' ? 'not yet said' : datum.words + ({SAID})[datum.state]"
    )
    row = alt.Y("who:N", sort=None, title=None, axis=alt.Axis(grid=True, ticks=False, domain=False, labelLimit=320))
    shown = shown.encode(y=row)
    marks = shown.mark_point(size=110, strokeWidth=2, opacity=1, tooltip=False).encode(
        x=_value("value"), shape=_look(alt.Shape, 0), fill=_look(alt.Fill, 1), stroke=_look(alt.Stroke, 2)
    )
    faint = alt.condition("datum.state == 'stands'", alt.value(COLOURS["ink"]), alt.value(COLOURS["grey"]))
    return marks, shown.mark_text(align="left", x=252, tooltip=False).encode(text="said:N", color=faint)


def _look(channel: Any, part: int) -> Any:
    values = [COLOURS.get(look[part], look[part]) for look in LOOKS.values()]
    legend = alt.Legend(title=None, orient="bottom", symbolStrokeWidth=2)
    return channel("state:N", legend=legend, scale=alt.Scale(domain=list(LOOKS), range=values))


def _in_words(asked: alt.Chart) -> alt.Chart:
    """Say above the chart what could be printed: one number, a range, or none."""
    span = asked.transform_calculate(one=STANDING_ONLY).transform_aggregate(low="min(one)", high="max(one)")
    said = span.transform_calculate(
        said="datum.low == null ? 'No figure of this kind stood on that day' : 'Standing on that day: '"
        " + format(datum.low, ',') + (datum.high > datum.low ? ' to ' + format(datum.high, ',') : '')"
    )
    return said.mark_text(x=0, y=-30, align="left", fontWeight=600, tooltip=False).encode(text="said:N")


count = Explorer(
    id="count",
    title="On 10 January no total of the dead stood: the only one had been taken back",
    shown="Figures by speaker, people; filled ones stood on the day that you choose",
    description=(
        "A row for each statement, with its speaker and number: filled if it stood on the chosen day, hollow if not, "
        "faint if not yet said; a band over those that stood, a dashed line for the last official figure. At the "
        "opening settings, 10 January 2022 and all dead, nothing stands: the 164 of the day before is a hollow cross, "
        "and the 238 of the line is seven months away."
    ),
    model=count_frame,
    view=count_view,
    controls=(
        Control("day", "On", DAYS, "2022-01-10", labels=tuple(short_date(day) for day in DAYS)),
        Control(
            "source",
            "Sources",
            ("any", "independent", "official"),
            "any",
            labels=("any source", "independent lists and the press", "officials only"),
        ),
        Control("category", "Count", tuple(QUESTIONS), "dead", labels=tuple(words for *_, words in QUESTIONS.values())),
    ),
    columns={
        "what": "Who is counted",
        "who": "Who said it, and when",
        "words": "Number as stated",
        "value": "Number",
        "final": "Last official figure",
        "state": "On the chosen day",
    },
    sources=("qantar-tolls",),
    caveat=(
        "The explorer knows only the figures that we found, and the day on which they were stated, not the hour. It "
        "says what could be printed with its speaker, not what was true; the last official figure is only a mark."
    ),
)
