"""Charts of the chapter `elites` that have a size and words of their own; each draws the frames that it is given."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.figures.looks import shape_and_colour
from qantar.figures.theme import COLOURS

COUNTS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
"""Small numbers as words of a chart."""
GROUPS = {
    "family": "Nazarbayev's family",
    "patronage": "Linked to Nazarbayev in reports",
    "security": "Officers and police",
    "tokayev": "Close to or promoted by Tokayev",
}
"""Network of the table `people` → title of its panel."""
EARLY, END = 60, 1800
"""Days of the survival curves that are drawn wide, and the last day."""
SHORT = {
    "single-term": "Single seven-year term of the president",
    "pay-freeze": "Pay of officials frozen",
    "first-president-law": "Court voids the law on the First President",
    "asset-return-law": "Law on returning assets",
    "vice-president-proposed": "Plan for a vice-president and one chamber",
    "kurultai-election": "First Kurultai election: set",
}
"""Change of the table `institutions` → words where its title is too long for the chart."""
CHANGES = {
    "post": ("circle", "blue"),
    "rule": ("square", "orange"),
    "vote": ("diamond", "teal"),
    "money": ("triangle-up", "gold"),
}
"""What was changed → shape and colour."""
SHARES = {"winner's share": ("circle", "blue"), "turnout": ("square", "grey")}
"""Share in an election → shape and colour."""


def depth_chart(posts: pd.DataFrame, levels: pd.DataFrame) -> alt.LayerChart:
    """Draw the share that changed hands (`per_cent`) by number of `posts`, with a line for each row of `levels`.

    `levels` has `per_cent` and `words`. The first row of `posts` is the number that is known by name.
    """
    across = alt.X("posts:Q", title="Leading posts of the KNB, if there were so many")
    across = across.scale(domain=[5, 20.5], nice=False).axis(tickMinStep=1)
    share = alt.Y("per_cent:Q", title="Posts that changed hands, %").scale(domain=[0, 100])
    point = alt.OverlayMarkDef(size=60, filled=True, color=COLOURS["blue"])
    curve = alt.Chart(posts).mark_line(point=point).encode(x=across, y=share)
    level = alt.Chart(levels.assign(posts=20.4)[["posts", "per_cent", "words"]]).encode(y=share)
    rules = level.mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=COLOURS["orange"])
    names = level.mark_text(align="right", dy=-8, color=COLOURS["orange"], fontWeight=600)
    words = f"{COUNTS[int(posts['posts'].iloc[0])]} posts are known by name, {COUNTS[lost(posts)]} of them lost"
    named = posts.head(1).assign(words=words)
    first = alt.Chart(named).mark_text(align="left", dx=10, fontWeight=600, color=COLOURS["blue"])
    chart = rules + curve + names.encode(x=across, text="words:N")
    return (chart + first.encode(x=across, y=share, text="words:N")).properties(width=560, height=260)


def lost(posts: pd.DataFrame) -> int:
    """Return how many posts changed hands, from the first row of `posts` (columns `posts`, `per_cent`)."""
    return round(posts["posts"].iloc[0] * posts["per_cent"].iloc[0] / 100)


def panel_titles(people: pd.DataFrame) -> dict[str, str]:
    """Return per network of `GROUPS` the title of its panel: how many of its people were removed, and officers died.

    `people` has the columns `network`, `removed` (bool) and `died` (bool).
    """
    found = {one: people[people["network"] == one] for one in GROUPS}
    titles = {one: f"{GROUPS[one]}: {group['removed'].sum()} of {len(group)}" for one, group in found.items()}
    titles["family"] += " removed"
    titles["security"] += f", {COUNTS[found['security']['died'].sum()]} died"
    return titles


def survival_panels(curves: pd.DataFrame, width: int = 250) -> alt.FacetChart:
    """Draw one panel per value of `panel`, in their order: steps of `kept` by `day` on a band from `low` to `high`.

    The first `EARLY` days take half of the width; a line marks where the scale changes.
    """
    day = alt.X("day:Q", title="Days; right of the line another scale")
    day = day.scale(domain=[0, EARLY, END], range=[0, width / 2, width], nice=False)
    day = day.axis(values=[0, 20, 40, EARLY, 900, END], labelOverlap=False, format="d")
    base = alt.Chart(curves, width=width, height=130).encode(x=day)
    band = base.mark_area(interpolate="step-after", color=COLOURS["band"])
    band = band.encode(y=alt.Y("low:Q", title="Still in place, %"), y2="high:Q")
    line = base.mark_line(interpolate="step-after", color=COLOURS["blue"])
    line = line.encode(y=alt.Y("kept:Q", title="Still in place, %").scale(domain=[0, 100]))
    change = base.mark_rule(color=COLOURS["ink"], strokeDash=[2, 2]).encode(x=alt.XDatum(EARLY))
    order = alt.Facet("panel:N", title=None, sort=list(curves["panel"].unique()))
    return (band + line + change).facet(order, columns=2)


def rules_chart(rules: pd.DataFrame) -> alt.Chart:
    """Draw one mark per row of `rules`, from top to bottom, at its `day`, by `what` was changed, with its words."""
    words = rules["change_id"].map(SHORT).fillna(rules["title"])
    time = alt.X("day:T", title=None).scale(domain=["2021-12-01", "2026-12-31"]).axis(format="%Y", tickCount="year")
    rows = alt.Y("words:N", sort=list(words), title=None).axis(grid=True, ticks=False, domain=False, labelLimit=360)
    base = alt.Chart(rules.assign(words=words), width=270, height=21 * len(rules)).encode(x=time, y=rows)
    looks = shape_and_colour("what", CHANGES, alt.Legend(orient="top"))
    return base.mark_point(size=90, filled=True, opacity=1).encode(**looks)


def votes_chart(votes: pd.DataFrame) -> alt.LayerChart:
    """Draw the `value` of each share (`what`, as in `SHARES`) by `year`, with the `winner` of each election."""
    year = alt.X("year:O", title=None).axis(labelAngle=0)
    share = alt.Y("value:Q", title="Per cent").scale(domain=[0, 100])
    base = alt.Chart(votes, width=520, height=230).encode(x=year, y=share)
    looks = shape_and_colour("what", SHARES, alt.Legend(orient="top"))
    points = base.mark_point(size=110, filled=True, opacity=1).encode(**looks)
    won = base.transform_filter('datum.what == "winner\'s share"')
    values = won.mark_text(align="left", dx=9, fontWeight=600).encode(text=alt.Text("value:Q", format=".0f"))
    winner = won.mark_text(color=COLOURS["muted"], angle=270, align="left").encode(text="winner:N", y=alt.value(222))
    return points + values + winner
