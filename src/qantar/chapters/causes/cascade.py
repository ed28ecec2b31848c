"""The cascade: how small differences in who goes first decide between nothing and everything (chapter `causes`)."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from qantar.figures.explorer import Control, Explorer
from qantar.figures.theme import COLOURS
from qantar.models.threshold import DAYS, simulate, summarise


def cascade_frame(mean: float, spread: float, spark: float, reach: str, cut: int) -> pd.DataFrame:
    """Return the summary of 100 runs (see `qantar.models.threshold.summarise`); arguments in per cent, `cut` a day."""
    return summarise(simulate(mean / 100, spread / 100, spark / 100, reach, cut or None))


def cascade_view(data: Any) -> alt.HConcatChart:
    """Draw the share on the street by day (median, 10th to 90th percentile) beside the distribution of final sizes."""
    base = alt.Chart(data)
    days = base.transform_filter("datum.panel == 'days'").encode(
        x=alt.X("x:Q", title="Day", scale=alt.Scale(domain=[0, DAYS], nice=False), axis=alt.Axis(tickMinStep=2))
    )
    share = alt.Scale(domain=[0, 100])
    band = days.mark_area(color=COLOURS["band"]).encode(
        y=alt.Y("low:Q", title="People on the street, %", scale=share), y2="high:Q"
    )
    line = days.mark_line(color=COLOURS["blue"]).encode(y=alt.Y("mid:Q", scale=share))
    sizes = base.transform_filter("datum.panel == 'sizes'").transform_calculate(end="datum.x + 10")
    bars = sizes.mark_bar(color=COLOURS["orange"]).encode(
        x=alt.X("x:Q", title="Final size, % of the country", scale=alt.Scale(domain=[0, 100])),
        x2="end:Q",
        y=alt.Y("mid:Q", title="Runs, %", scale=share),
        y2=alt.datum(0),
    )
    return alt.hconcat((band + line).properties(width=310, height=240), bars.properties(width=200, height=240))


cascade = Explorer(
    id="cascade",
    title="The same country ends in calm or in revolt, and seldom in between",
    shown="One hundred runs of a model, per cent: people on the street by day, and final sizes",
    description=(
        "Left: per cent of people on the street from day 0 to day 12, a median line in a band from the 10th to the "
        "90th percentile of the runs. Right: how many runs end in each class of final size. At the opening settings "
        "half of the runs end below 20 per cent of the country, more than a third above 90, and few between."
    ),
    model=cascade_frame,
    view=cascade_view,
    controls=(
        Control("mean", "Average threshold, %", (15, 20, 25, 30, 35), 25, live=(5, 60, 1)),
        Control("spread", "Spread of thresholds, points", (8, 10, 12, 14, 16), 12, live=(2, 30, 1)),
        Control("spark", "Spark: share of the first town, %", (10, 20, 30, 40), 20, live=(0, 100, 5)),
        Control(
            "reach",
            "People see",
            ("national", "local"),
            "national",
            labels=("the whole country", "their own and the next towns"),
        ),
        Control("cut", "Internet cut", (0, 3, 6), 0, labels=("never", "from day 3", "from day 6")),
    ),
    columns={
        "panel": "Chart",
        "x": "Day, or lower edge of the size class in %",
        "low": "10th percentile",
        "mid": "Median share on the street, or share of runs, in %",
        "high": "90th percentile",
    },
    sources=("granovetter-1978", "kuran-1991"),
    caveat=(
        "The model is an argument, not a measurement: its people differ only in their threshold, nobody organises, "
        "nobody shoots, and none of its numbers was estimated from Kazakhstan."
    ),
)
