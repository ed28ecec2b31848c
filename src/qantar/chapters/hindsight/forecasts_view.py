"""The drawing of the explorer "you in January 2022": your row of forecasts, your score, your calibration."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qantar.figures.theme import COLOURS

PER_CENT = alt.Scale(domain=[0, 100], nice=False)
WIDTH = 230
SCORES = ("you, by your own numbers", "you, scored", "always 50 %", "always the share that came true")
"""Rows of the panel of scores, from top to bottom."""


def forecast_view(data: Any) -> alt.VConcatChart:
    """Draw how a verdict counts, the forecasts, and below them scores and calibration."""
    below = alt.hconcat(_scores(data), _bins(data), spacing=26)
    return alt.vconcat(_rule(data), _forecasts(data), below, spacing=12)


def _panel(data: Any, name: str) -> alt.Chart:
    return alt.Chart(data).transform_filter(f"datum.panel == '{name}'")


def _rule(data: Any) -> alt.Chart:
    """Say where on the scale each verdict stands."""
    base = (
        _panel(data, "rule")
        .transform_calculate(counted="datum.name + ' counts as'")
        .encode(
            x=alt.X("came:Q", scale=PER_CENT, axis=None),
            y=alt.Y("counted:N", sort=None, title=None, axis=_row_axis()),
        )
    )
    marks = base.mark_point(shape="diamond", filled=True, size=90, opacity=1, color=COLOURS["orange"])
    return marks.properties(width=WIDTH, height=54)


def _row_axis() -> alt.Axis:
    return alt.Axis(grid=True, ticks=False, domain=False, labelLimit=300, minExtent=250, labelPadding=10)


def _forecasts(data: Any) -> alt.LayerChart:
    base = _panel(data, "forecast").encode(y=alt.Y("name:N", sort=None, title=None, axis=_row_axis()))
    chance = alt.X("chance:Q", scale=PER_CENT, title="Your probability, and what came, %", axis=alt.Axis(tickCount=5))
    came = base.transform_filter("datum.came >= 0").encode(x=alt.X("came:Q", scale=PER_CENT))
    way = came.mark_rule(strokeWidth=2, color=COLOURS["grey"], tooltip=False).encode(x2="chance:Q")
    you = base.mark_point(filled=True, size=110, opacity=1, color=COLOURS["blue"]).encode(x=chance)
    outcome = came.mark_point(shape="diamond", filled=True, size=90, opacity=1, color=COLOURS["orange"])
    words = base.transform_calculate(
        words="datum.score < 0 ? datum.verdict : datum.verdict + ', ' + format(datum.score, '.2f')"
    )
    said = words.mark_text(align="left", x=WIDTH + 10, tooltip=False).encode(text="words:N")
    return alt.layer(you, way, outcome, said).properties(width=WIDTH, height=250)


def _scores(data: Any) -> alt.LayerChart:
    base = _panel(data, "score").encode(
        y=alt.Y("name:N", sort=list(SCORES), title=None, axis=alt.Axis(ticks=False, labelPadding=6))
    )
    score = alt.X("score:Q", scale=alt.Scale(domain=[0, 1], nice=False), title="Brier score, 0 is best")
    known = base.transform_filter("datum.score >= 0").encode(x=score)
    yours = alt.condition("datum.place < 2", alt.value(COLOURS["blue"]), alt.value(COLOURS["grey"]))
    bars = known.mark_bar(height=14).encode(color=yours)
    values = known.mark_text(align="left", dx=5, tooltip=False).encode(text=alt.Text("score:Q", format=".3f"))
    hidden = base.transform_filter("datum.score < 0").mark_text(align="left", x=4, tooltip=False)
    return alt.layer(
        bars, values, hidden.encode(text=alt.value("hidden"), color=alt.value(COLOURS["muted"]))
    ).properties(width=120, height=120)


def _bins(data: Any) -> alt.LayerChart:
    """Draw, per bin, your mean probability on the floor, and above it the share that came true."""
    base = _panel(data, "bin").transform_filter("datum.number > 0")
    said = alt.X("chance:Q", scale=PER_CENT, title="You said, %; on top: number", axis=alt.Axis(values=[0, 50, 100]))
    share = alt.Y("came:Q", scale=PER_CENT, title="Came true, %", axis=alt.Axis(values=[0, 50, 100]))
    line = pd.DataFrame({"chance": [0, 100], "came": [0, 100]})
    ideal = alt.Chart(line).mark_line(strokeDash=[4, 4], strokeWidth=1.5, color=COLOURS["grey"], tooltip=False)
    floor = base.mark_tick(thickness=3, size=12, color=COLOURS["blue"]).encode(x=said, y=alt.value(120))
    names = base.mark_text(tooltip=False).encode(x=said, y=alt.value(-8), text="number:Q")
    known = base.transform_filter("datum.came >= 0").encode(x=said, y=share)
    dots = known.mark_point(shape="diamond", filled=True, size=100, opacity=1, color=COLOURS["orange"])
    return alt.layer(ideal.encode(x=said, y=share), floor, names, dots).properties(width=150, height=120)
