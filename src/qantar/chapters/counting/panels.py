"""Three counts of January 2022 beside each other, each with its own scale and with its numbers on chosen days."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from qantar.figures.theme import COLOURS


def count_panels(counts: pd.DataFrame) -> alt.HConcatChart:
    """Draw the last figure of each day for three measures: columns measure, day (of January), value and words."""
    return alt.hconcat(
        _panel(counts, "deaths_security", "Dead, security forces", [7, 10, 15], below=[9], right=[6]),
        _panel(counts, "injured", "Injured, all", [10, 15], right=[6]),
        _panel(counts, "detained", "Detained by the police", [7, 10, 11, 12]),
        spacing=24,
    )


def _panel(
    counts: pd.DataFrame,
    measure: str,
    title: str,
    above: Sequence[int],
    below: Sequence[int] = (),
    right: Sequence[int] = (),
) -> alt.LayerChart:
    """Draw one measure as steps; its words stand above, below or right of the points of the days named."""
    rows = counts[counts["measure"] == measure]
    day = alt.X("day:Q", title="Day of January").scale(domain=[3, 17]).axis(values=[5, 10, 15], grid=False)
    people = alt.Y("value:Q", title=None).axis(tickCount=4, grid=False).scale(domain=[0, rows["value"].max() * 1.2])
    base = alt.Chart(rows, title=alt.Title(title, fontSize=12, anchor="start"))
    base = base.properties(width=158, height=170).encode(x=day, y=people)
    line = base.mark_line(interpolate="step-after", strokeWidth=1.5, color=COLOURS["blue"])
    chart = line + base.mark_point(filled=True, size=60, opacity=1, color=COLOURS["blue"])
    for days, dy, align, dx in [(above, -12, "right", 5), (below, 15, "center", 0), (right, -12, "left", -3)]:
        chosen = base.encode(text="words:N").transform_filter(alt.FieldOneOfPredicate("day", list(days)))
        chart += chosen.mark_text(dy=dy, dx=dx, align=align)
    return chart
