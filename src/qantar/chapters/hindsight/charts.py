"""Charts and the table of verdicts of the chapter `hindsight`; each draws the frame that it is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from qantar.claims import VERDICTS, claim
from qantar.figures.lines import named_lines
from qantar.figures.looks import key, own_scales
from qantar.figures.theme import COLOURS, STEPS
from qantar.figures.verdicts import checked
from qantar.models.kappa import confusion

if TYPE_CHECKING:
    from IPython.display import Markdown

LOOKS = {
    "held up": ("circle", "blue"),
    "partly held up": ("diamond", "teal"),
    "did not hold": ("cross", "orange"),
    "still contested": ("triangle-up", "plum"),
    "cannot be verified": ("square", "grey"),
}
"""Verdict → shape and colour."""
KINDS = {"fact": ("circle", "blue"), "interpretation": ("square", "plum"), "forecast": ("triangle-up", "orange")}
"""Kind of claim → shape and colour."""


def claim_marks(table: pd.DataFrame, by: str, names: Mapping[str, str], *, step: int = 15) -> alt.LayerChart:
    """Draw one mark per claim of `table` (of `ledger`), a row for each value of its column `by`, sorted by verdict.

    `names` gives the values in their order and the words for them; `step` is the width of a mark's place in pixels. At
    the end of a row stands how many of its claims held up.
    """
    table = table.assign(group=table[by].map(names), order=table["verdict"].map(list(VERDICTS.values()).index))
    table = table.sort_values(["order", "claim"], ignore_index=True)
    table["place"] = table.groupby("group").cumcount() + 1
    most = int(table["place"].max())
    row = alt.Y("group:N", sort=list(names.values()), title=None, axis=alt.Axis(ticks=False, domain=False))
    across = alt.X("place:Q", axis=None, scale=alt.Scale(domain=[0, most + 8], nice=False))
    base = alt.Chart(table, width=step * (most + 8), height=34 * len(names)).encode(x=across, y=row)
    return _marks(base) + _ends(table).encode(x=across, y=row, text="words:N")


def _marks(base: alt.Chart) -> alt.Chart:
    shapes, colours = zip(*LOOKS.values(), strict=True)
    legend = alt.Legend(title=None, orient="top", columns=5, columnPadding=14)
    return base.mark_point(filled=True, size=95, opacity=1).encode(
        shape=alt.Shape("verdict:N", scale=alt.Scale(domain=list(LOOKS), range=list(shapes)), legend=legend),
        color=alt.Color(
            "verdict:N", scale=alt.Scale(domain=list(LOOKS), range=[COLOURS[c] for c in colours]), legend=legend
        ),
        tooltip=[alt.Tooltip("claim:N"), alt.Tooltip("said:N"), alt.Tooltip("verdict:N")],
    )


def _ends(table: pd.DataFrame) -> alt.Chart:
    ends = table.groupby("group", as_index=False).agg(
        place=("place", "max"), held=("order", lambda order: int((order == 0).sum()))
    )
    ends["words"] = ends["held"].astype(str) + " of " + ends["place"].astype(str) + " held up"
    ends["place"] += 1
    return alt.Chart(ends).mark_text(align="left", tooltip=False)


def reason_marks(table: pd.DataFrame) -> alt.LayerChart:
    """Draw the claims of `table` (of `reasons`), a row per reason, the most common first, ids below their marks."""
    table = table.assign(order=lambda frame: frame["kind"].map(list(KINDS).index))
    table = table.sort_values(["order", "claim_id"], ignore_index=True)
    table["claim"] = table["claim_id"].str.upper()
    table["place"] = table.groupby("reason").cumcount()
    order = table["reason"].value_counts().index.tolist()
    places = alt.Scale(domain=[-0.5, table["place"].max() + 0.5], nice=False)
    rows = alt.Y("reason:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8))
    base = alt.Chart(table, width=400, height=46 * len(order)).encode(
        x=alt.X("place:Q", axis=None, scale=places), y=rows
    )
    shapes, colours = zip(*KINDS.values(), strict=True)
    legend = alt.Legend(title=None, orient="top")
    looks = alt.Scale(domain=list(KINDS), range=[COLOURS[name] for name in colours])
    marks = base.mark_point(filled=True, size=130, opacity=1, yOffset=-6).encode(
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=list(KINDS), range=list(shapes)), legend=legend),
        color=alt.Color("kind:N", scale=looks, legend=legend),
        tooltip=[alt.Tooltip("claim:N"), alt.Tooltip("kind:N"), alt.Tooltip("said:N")],
    )
    return marks + base.mark_text(dy=11, tooltip=False).encode(text="claim:N")


def constant_lines(table: pd.DataFrame, half: float) -> alt.LayerChart:
    """Draw the `score` of each constant `chance` (per cent) by each `rule`; a dotted line marks the score `half`."""
    lines = named_lines(
        table,
        x=alt.X("chance:Q", title="Probability said for all forecasts, %").scale(domain=[0, 100]),
        y=alt.Y("score:Q", title="Brier score, 0 is best").scale(domain=[0, 0.8]),
        series="rule",
        at={"in part counts 0": 75, "in part counts one half": 60, "in part counts 1": 5},
        side={"in part counts one half": "below", "in part counts 1": "right", "in part counts 0": "below"},
    )
    coin = alt.Chart(pd.DataFrame({"chance": [0, 100], "score": half}))
    mark = coin.mark_line(strokeDash=[2, 4], strokeWidth=1.5, color=COLOURS["grey"])
    return (mark.encode(x="chance:Q", y="score:Q") + lines).properties(width=560, height=270)


def span_chart(table: pd.DataFrame) -> alt.LayerChart:
    """Draw per `name` the span from `low`, a dot, to `high`, a hollow diamond, with both shares in per cent."""
    row = alt.Y("name:N", sort=list(table["name"]), title=None).axis(ticks=False, domain=False)
    share = alt.X("low:Q", title="Share of claims that held up, %").scale(domain=[0, 100])
    base = alt.Chart(table, width=430, height=120).encode(y=row)
    bars = base.mark_rule(strokeWidth=7, color=COLOURS["band"]).encode(x=share, x2="high:Q")
    strict = base.mark_point(filled=True, size=120, opacity=1, color=COLOURS["blue"]).encode(x=share)
    mild = base.mark_point(shape="diamond", size=120, strokeWidth=2, fill=COLOURS["paper"], opacity=1)
    left = base.mark_text(align="right", dx=-10).encode(x=share, text=alt.Text("low:Q", format=".0f"))
    right = base.mark_text(align="left", dx=10).encode(x="high:Q", text=alt.Text("high:Q", format=".0f"))
    rules = {
        "only “held up” counts": ("circle", "blue", "blue"),
        "“partly held up” counts in full": ("diamond", "paper", "blue"),
    }
    return own_scales(bars + strict + mild.encode(x="high:Q") + left + right + key(rules))


def reading_table(first: list[str], second: list[str], *, titles: tuple[str, str]) -> alt.LayerChart:
    """Draw how often two codings (verdicts in words) chose each pair of verdicts; agreement lies on the diagonal."""
    codes = list(VERDICTS.values())
    counts = confusion(first, second, codes).rename_axis("row").rename_axis("column", axis="columns")
    cells = counts.stack().rename("claims").reset_index()
    cells["same"] = cells["row"] == cells["column"]
    down = alt.Y("row:N", sort=codes, title=titles[0], axis=alt.Axis(ticks=False, domain=False))
    along = alt.X("column:N", sort=codes, title=titles[1])
    along = along.axis(labelAngle=0, ticks=False, domain=False, labelExpr="split(datum.label, ' ')")
    base = alt.Chart(cells, width=390, height=200).encode(x=along, y=down)
    shades = alt.Scale(type="threshold", domain=[1, 4, 10], range=[COLOURS["paper"], *STEPS[:3]])
    grid = base.mark_rect(stroke=COLOURS["grid"]).encode(color=alt.Color("claims:Q", scale=shades, legend=None))
    same = base.transform_filter("datum.same")
    frames = same.mark_rect(filled=False, stroke=COLOURS["ink"], strokeWidth=2, tooltip=False)
    numbers = base.transform_filter("datum.claims > 0").mark_text(tooltip=False, fontWeight=600)
    return grid + frames + numbers.encode(text="claims:Q")


def forecast_table(table: pd.DataFrame) -> Markdown:
    """Return the rows of `table` (of `forecasts`) in Markdown: claim, time limit, tone, verdict, reason."""
    from IPython.display import Markdown

    head = ["| Claim | Forecast, in our words | Time limit | Sounds | Verdict | Because |", "|---|---|---|---|---|---|"]
    return Markdown("\n".join([*head, *(_row(one) for one in table.itertuples()), "", checked()]))


def _row(one: tuple) -> str:
    found = claim(one.claim_id)
    link = f"[{found.claim_id.upper()}](reference/claims.md#{found.claim_id})"
    said, because = (text.replace("|", "\\|") for text in (found.paraphrase, found.evidence))
    return f"| {link} | {said} | {one.limit} | {one.sure} | **{one.verdict}** | {because} |"
