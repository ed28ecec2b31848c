"""The signal: how an announcement alone can move a force that wavers (chapter `intervention`)."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qantar.figures.explorer import Control, Explorer
from qantar.figures.theme import COLOURS
from qantar.models.signal import leaving, outcome

STRENGTHS = range(0, 101, 5)
"""True strengths at which the curves are drawn, in per cent."""
TIMES = range(0, 101, 20)
"""Shares of the force that have already chosen, in per cent, at which the threshold is drawn."""
WIDTHS, HEIGHT = (285, 185), 230


def signal_frame(cost: int, doubt: int, strength: float, timing: int) -> pd.DataFrame:
    """Return both panels of the chart in whole per cent; arguments in per cent, `strength` a weight (0 = silence).

    Columns `panel`, `x`, `without`, `announced`. Panel "force": the share that leaves at the true strength x, without
    and with the announcement. Panel "timing": the threshold below which the regime breaks, when the share x has chosen
    before it. Panel "now": the two thresholds at the chosen settings; x is `timing`.
    """
    unit, gone = cost / 100, timing / 100
    now = outcome(unit, doubt / 100, strength, gone)
    before, cutoffs = _threshold(cost, doubt, 0, 0), now[1]
    force = [[x, *_shares(x / 100, cutoffs, doubt / 100, gone)] for x in STRENGTHS]
    later = [[x, before, _threshold(cost, doubt, strength, x)] for x in TIMES]
    rows = {"force": force, "timing": later, "now": [[timing, before, now[0]]]}
    tidy = [[panel, x, round(100 * a), round(100 * b)] for panel, part in rows.items() for x, a, b in part]
    return pd.DataFrame(tidy, columns=["panel", "x", "without", "announced"])


def _shares(strength: float, cutoffs: tuple[float, float], doubt: float, gone: float) -> tuple[float, float]:
    early = cutoffs[0]
    return leaving(strength, (early, early), doubt), leaving(strength, cutoffs, doubt, gone)


def _threshold(cost: float, doubt: float, strength: float, timing: float) -> float:
    return outcome(cost / 100, doubt / 100, strength, timing / 100)[0]


def signal_view(data: Any) -> alt.HConcatChart:
    """Draw who leaves at which strength, with and without the announcement, beside the threshold by its timing."""
    return alt.hconcat(_force(data), _timing(data), spacing=30)


def _force(data: Any) -> alt.LayerChart:
    base = alt.Chart(data, width=WIDTHS[0], height=HEIGHT)
    curves, now = (base.transform_filter(f"datum.panel == '{panel}'") for panel in ("force", "now"))
    across = alt.X("x:Q", title="True strength: leavers that would break it, %", scale=_per_cent())
    up = _per_cent()
    equal = curves.mark_line(color=COLOURS["muted"], strokeWidth=1).encode(x=across, y=alt.Y("x:Q", scale=up))
    lines = [
        curves.mark_line(**look).encode(x=across, y=alt.Y(f"{name}:Q", title="Force that leaves, %", scale=up))
        for name, look in _looks().items()
    ]
    dots = [_dot(now, name).encode(x=alt.X(f"{name}:Q", scale=up), y=alt.Y(f"{name}:Q", scale=up)) for name in _looks()]
    said = alt.Chart(pd.DataFrame({"x": [100], "words": ["above this line the regime breaks"]}))
    said = said.mark_text(align="right", dx=-14, dy=-2, angle=0, color=COLOURS["muted"], tooltip=False)
    diagonal = said.encode(x=alt.X("x:Q", scale=up), y=alt.datum(96), text="words:N")
    spared = now.mark_rect(color=COLOURS["band"], opacity=0.55, tooltip=False)
    spared = spared.encode(x=alt.X("announced:Q", scale=up), x2="without:Q")
    chart = alt.layer(spared, equal, *lines, *dots, diagonal, *_words(now))
    return chart.properties(title=_heading("Who leaves, by how strong the regime truly is"))


def _timing(data: Any) -> alt.LayerChart:
    base = alt.Chart(data, width=WIDTHS[1], height=HEIGHT)
    curves, now = (base.transform_filter(f"datum.panel == '{panel}'") for panel in ("timing", "now"))
    across = alt.X("x:Q", title="Had chosen before it came, %", scale=_per_cent())
    lines = [
        curves.mark_line(**look).encode(x=across, y=alt.Y(f"{name}:Q", title="Breaks below, %", scale=_per_cent()))
        for name, look in _looks().items()
    ]
    dot = _dot(now, "announced").encode(x=across, y=alt.Y("announced:Q", scale=_per_cent()))
    return alt.layer(*lines, dot).properties(title=_heading("The later, the less it does"))


def _heading(words: str) -> alt.Title:
    return alt.Title(words, fontSize=12, anchor="start", offset=8)


def _looks() -> dict[str, dict[str, Any]]:
    return {
        "without": {"color": COLOURS["orange"], "strokeDash": [6, 4], "strokeWidth": 2},
        "announced": {"color": COLOURS["blue"], "strokeWidth": 2.5},
    }


def _dot(chart: alt.Chart, name: str) -> alt.Chart:
    shape = {"without": "diamond", "announced": "circle"}[name]
    return chart.mark_point(size=110, filled=True, opacity=1, shape=shape, color=_looks()[name]["color"])


def _words(now: alt.Chart) -> list[alt.Chart]:
    """Write the two thresholds, and what lies between them, below the panel."""
    texts = {"without": "dashed: without it, breaks below ", "announced": "solid: with it, breaks below "}
    return [
        now.transform_calculate(words=f"'{text}' + datum.{name} + ' %'")
        .mark_text(align="left", fontWeight=600, color=_looks()[name]["color"])
        .encode(x=alt.value(0), y=alt.value(HEIGHT + 56 + 18 * place), text="words:N")
        for place, (name, text) in enumerate(texts.items())
    ] + [
        now.transform_calculate(
            words="'shaded: saved by it alone, ' + max(0, datum.without - datum.announced) + ' points'"
        )
        .mark_text(align="left", color=COLOURS["muted"])
        .encode(x=alt.value(0), y=alt.value(HEIGHT + 92), text="words:N")
    ]


def _per_cent() -> alt.Scale:
    return alt.Scale(domain=[0, 100], nice=False)


signal = Explorer(
    id="the-signal",
    title="In the model an announcement alone can save a regime that wavers",
    shown="Share of a force that leaves, per cent, with and without an announcement of help",
    description=(
        "Left: the share of a force that leaves falls with the true strength of the regime; where a curve meets the "
        "diagonal lies the threshold below which the regime breaks. At the opening settings it falls from 62 to 50 per "
        "cent with the announcement. Right: had nobody chosen before, to 38; had all, not at all."
    ),
    model=signal_frame,
    view=signal_view,
    controls=(
        Control("cost", "People leave only if a fall is likelier than, %", (20, 40, 60, 80), 40, live=(10, 90, 1)),
        Control("doubt", "Doubt: error of a private view, points", (10, 20, 30, 40, 50), 30, live=(5, 50, 1)),
        Control("strength", "Weight of the announcement", (0, 1, 2, 3, 4), 3, live=(0.0, 4.0, 0.25)),
        Control("timing", "Had chosen before it came, %", tuple(TIMES), 20, live=(0, 100, 5)),
    ),
    columns={
        "panel": "Chart",
        "x": "True strength, or share that had chosen, %",
        "without": "Without the announcement, %",
        "announced": "With the announcement, %",
    },
    sources=("angeletos-hellwig-pavan-2007", "morris-shin-2003"),
    caveat=(
        "The model is an argument, not a measurement: everyone hears the announcement and takes it at its word, nobody "
        "shoots, and none of its numbers was estimated from Kazakhstan."
    ),
)
