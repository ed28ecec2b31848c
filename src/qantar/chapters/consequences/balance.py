"""The balance: is Kazakhstan nearer to Moscow, Beijing, the West, or nobody, and by whose weights (`consequences`)?

Each of three dimensions is shared out between the three poles, so that the shares add up to 100; the index is their
weighted mean. It is this module's own. A pole counts as nearest when it leads the next by at least `MARGIN` points.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from qantar.data import load
from qantar.figures.explorer import Control, Explorer
from qantar.figures.theme import COLOURS

POLES = ["moscow", "beijing", "west"]
NAMES = {"moscow": "Moscow", "beijing": "Beijing", "west": "the West"}
DIMENSIONS = ("votes", "exports", "imports")
YEARS = (2020, 2021, 2022, 2023)
"""Years that both the votes (to 2023) and the trade by partner (from 2020) cover."""
LANDED = ("ITA", "ROU")
"""Partners that are mostly places where Caspian oil is landed (see the caveats of `trade_partners`)."""
MARGIN = 5.0
NO_WEIGHT = "no weight, no answer"
SIDE = 480
"""Side of the triangle in pixels."""
WIDTH = 1.16 * SIDE
HIGH = 3**0.5 / 2


@cache
def shares(dimension: str, landed: bool) -> pd.DataFrame:
    """Return per year of YEARS the shares of the three poles in one dimension, in per cent of the three together.

    "votes": agreement in the General Assembly, the United States standing for the West. "exports", "imports": trade in
    goods with Russia, with China, and with the United States and, if `landed`, Italy and Romania.
    """
    if dimension == "votes":
        table = load("un_agreement").query("iso3 == 'KAZ'")
        wide = table.pivot(index="year", columns="partner_iso3", values="agreement_share")
    else:
        column = f"{dimension}_usd_million"
        wide = load("trade_partners").pivot(index="year", columns="partner_iso3", values=column)
    west = ["USA", *LANDED] if landed and dimension != "votes" else ["USA"]
    poles = pd.DataFrame({"moscow": wide["RUS"], "beijing": wide["CHN"], "west": wide[west].sum(axis=1)})
    return poles.loc[list(YEARS)].div(poles.loc[list(YEARS)].sum(axis=1), axis=0) * 100


def index(weights: Sequence[int], landed: bool) -> np.ndarray:
    """Return the index, a row per year and a column per pole: the weighted mean of the shares of the dimensions.

    `weights` follow the order of DIMENSIONS; where all are 0 each pole has a third.
    """
    if not sum(weights):
        return np.full((len(YEARS), len(POLES)), 100 / 3)
    return np.average([shares(one, landed).to_numpy() for one in DIMENSIONS], axis=0, weights=weights)


def nearest(point: Sequence[float]) -> tuple[str, float]:
    """Return the name of the pole nearest to a point (per cent per pole), or "nobody", and the lead over the next."""
    second, first = sorted(point)[-2:]
    lead = round(float(first - second), 1)
    return (NAMES[POLES[list(point).index(first)]] if lead >= MARGIN else "nobody"), lead


def balance_frame(votes: int, exports: int, imports: int, base: int, landed: str) -> pd.DataFrame:
    """Return what the chart shows at these weights (0 to 3), base year and rule for oil ports ("west", "out").

    One row for each year and, for the last year, one for each dimension alone. Columns `kind` ("year", "alone"),
    `name`, the three poles (per cent), `nearest` (words), `lead` (points) and `state` ("base", "now" or nothing).
    """
    weights, with_ports = (votes, exports, imports), landed == "west"
    alone = [shares(one, with_ports).to_numpy()[-1] for one in DIMENSIONS]
    points = np.vstack([index(weights, with_ports), alone])
    names, leads = zip(*map(nearest, points), strict=True)
    kinds = ["year"] * len(YEARS) + ["alone"] * len(DIMENSIONS)
    unknown = [kind == "year" and not any(weights) for kind in kinds]
    states = {base: "base", YEARS[-1]: "now"}
    columns = {
        "kind": kinds,
        "name": [*map(str, YEARS), *DIMENSIONS],
        **dict(zip(POLES, points.round(1).T.tolist(), strict=True)),
        "nearest": [NO_WEIGHT if lost else name for lost, name in zip(unknown, names, strict=True)],
        "lead": leads,
        "state": [states.get(year, "") for year in YEARS] + [""] * len(DIMENSIONS),
    }
    return pd.DataFrame(columns)


def balance_view(data: Any) -> alt.LayerChart:
    """Draw the triangle: a point stands nearer to a corner the larger its share, and in the middle near to nobody."""
    points = alt.Chart(data).transform_calculate(
        x="(datum.beijing + datum.west / 2) / 100", y=f"datum.west / 100 * {HIGH}"
    )
    chart = _ground() + _path(points) + _alone(points) + _answer(points)
    return chart.properties(width=WIDTH, height=round(1.14 * SIDE))


def _axes(x: str = "x:Q", y: str = "y:Q") -> dict[str, Any]:
    across = alt.Scale(domain=[-0.08, 1.08], nice=False, zero=False)
    up = alt.Scale(domain=[-0.14, 1.0], nice=False, zero=False)
    return {"x": alt.X(x, scale=across, axis=None), "y": alt.Y(y, scale=up, axis=None)}


def _ground() -> alt.LayerChart:
    corners = pd.DataFrame({"x": [0, 1, 0.5], "y": [0, 0, HIGH], "words": ["Moscow", "Beijing", "the West"]})
    edges = corners.assign(x2=[1, 0.5, 0], y2=[0, HIGH, 0])
    middle = HIGH / 3
    arms = pd.DataFrame({"x": [0.5, 0.25, 0.75], "y": [0, HIGH / 2, HIGH / 2], "x2": 0.5, "y2": middle})
    width = MARGIN / 100 * SIDE
    band = alt.Chart(arms).mark_rule(strokeWidth=width, color=COLOURS["grid"]).encode(**_axes(), x2="x2", y2="y2")
    hub = alt.Chart(arms.head(1)).mark_point(filled=True, opacity=1, size=3.1416 * (width / 2) ** 2)
    hub = hub.encode(**_axes("x2:Q", "y2:Q"), color=alt.value(COLOURS["grid"]))
    sides = alt.Chart(edges).mark_rule(color=COLOURS["muted"]).encode(**_axes(), x2="x2", y2="y2")
    names = corners.assign(y=[-0.05, -0.05, HIGH + 0.05])
    words = alt.Chart(names).mark_text(fontSize=14, fontWeight=600).encode(**_axes(), text="words:N")
    key = pd.DataFrame({"x": [0.5], "y": [-0.12], "words": ["shaded: near nobody, the lead is under 5 points"]})
    note = alt.Chart(key).mark_text(color=COLOURS["muted"]).encode(**_axes(), text="words:N")
    return band + hub + sides + words + note


def _path(points: alt.Chart) -> alt.LayerChart:
    years = points.transform_filter("datum.kind == 'year'").encode(**_axes())
    line = years.mark_line(color=COLOURS["grey"], strokeWidth=1.5).encode(order="name:O")
    looks = alt.Scale(domain=["", "base", "now"], range=["circle", "square", "circle"])
    colours = alt.Scale(domain=["", "base", "now"], range=[COLOURS[one] for one in ("grey", "blue", "orange")])
    dots = years.mark_point(filled=True, opacity=1).encode(
        shape=alt.Shape("state:N", scale=looks, legend=None),
        size=alt.condition("datum.state == ''", alt.value(25), alt.value(140)),
        color=alt.Color("state:N", scale=colours, legend=None),
    )
    first = years.transform_filter("datum.state == 'base'").mark_text(align="right", dx=-11, dy=4, fontWeight=600)
    last = years.transform_filter("datum.state == 'now'").mark_text(align="left", dx=11, dy=-6, fontWeight=600)
    return line + dots + first.encode(text="name:N") + last.encode(text="name:N")


def _alone(points: alt.Chart) -> alt.LayerChart:
    each = points.transform_filter("datum.kind == 'alone'").encode(**_axes())
    marks = each.mark_point(shape="cross", size=70, filled=True, opacity=1, color=COLOURS["teal"])
    names = each.transform_calculate(words="datum.name + ' alone'")
    return marks + names.mark_text(align="left", dx=9, dy=5, color=COLOURS["teal"]).encode(text="words:N")


def _answer(points: alt.Chart) -> alt.LayerChart:
    years = points.transform_calculate(
        head=f"datum.nearest == '{NO_WEIGHT}' ? datum.nearest : datum.name + ': nearest to ' + datum.nearest",
        parts=(
            "'Moscow ' + format(datum.moscow, '.0f') + ', Beijing ' + format(datum.beijing, '.0f')"
            " + ', West ' + format(datum.west, '.0f')"
        ),
        gap="'lead ' + format(datum.lead, '.1f') + ' points'",
    )
    layers = []
    for state, place, align, colour in (("base", 0, "left", "blue"), ("now", WIDTH, "right", "orange")):
        one = years.transform_filter(f"datum.state == '{state}'")
        for row, words in enumerate(("head", "parts", "gap")):
            bold = {"fontWeight": 600, "color": COLOURS[colour]} if row == 0 else {}
            text = one.mark_text(align=align, x=place, y=10 + 19 * row, fontSize=13, **bold)
            layers.append(text.encode(text=f"{words}:N"))
    return alt.layer(*layers)


WEIGHTS = (0, 1, 2, 3)
balance = Explorer(
    id="balance",
    title="Balance: nearer to Moscow, Beijing, the West, or nobody?",
    description=(
        "A triangle with a path of four years. With equal weights the point moves from Moscow's side in 2021 (43, 37 "
        "and 20 per cent) to Beijing's in 2023 (35, 41, 24). In 2023 votes alone lie nearest to Beijing, exports alone "
        "to the West, imports alone between Moscow, 47, and Beijing, 43."
    ),
    model=balance_frame,
    view=balance_view,
    controls=(
        Control("votes", "Weight of votes in the UN", WEIGHTS, 1),
        Control("exports", "Weight of exports", WEIGHTS, 1),
        Control("imports", "Weight of imports", WEIGHTS, 1),
        Control("base", "Compare 2023 with", (2020, 2021, 2022), 2021),
        Control(
            "landed",
            "Oil landed in Italy and Romania",
            ("west", "out"),
            "west",
            labels=("counts as trade with the West", "is left out"),
        ),
    ),
    columns={
        "kind": "Point",
        "name": "Year or dimension",
        "moscow": "Moscow, %",
        "beijing": "Beijing, %",
        "west": "The West, %",
        "nearest": "Nearest to",
        "lead": "Lead, points",
        "state": "State",
    },
    sources=("voeten-unga-votes", "bns-trade"),
    caveat=(
        "The weights are the reader's and the index is ours: it knows nothing of soldiers, pipelines, debts or trust, "
        "takes the United States for the whole West in votes and three states for it in trade, and ends in 2023."
    ),
)
