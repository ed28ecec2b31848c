"""The balance: is Kazakhstan nearer to Moscow, Beijing, the West, or nobody, and by whose weights (`consequences`)?

Each of three dimensions is shared out between the three poles, so that the shares add up to 100; the index is their
weighted mean. It is this module's own. A pole counts as nearest when it leads the next by at least `MARGIN` points.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from qantar.data import load
from qantar.figures.explorer import Control, Explorer
from qantar.figures.looks import shape_and_colour

POLES = ["moscow", "beijing", "west"]
NAMES = {"moscow": "Moscow", "beijing": "Beijing", "west": "the West"}
DIMENSIONS = ("votes", "exports", "imports")
YEARS = (2020, 2021, 2022, 2023)
"""Years that both the votes (to 2023) and the trade by partner (from 2020) cover."""
LANDED = ("ITA", "ROU")
"""Partners that are mostly places where Caspian oil is landed (see the caveats of `trade_partners`)."""
MARGIN = 5.0
NO_WEIGHT = "no weight, no answer"
LOOKS = {"Moscow": ("circle", "blue"), "Beijing": ("square", "orange"), "the West": ("triangle-up", "teal")}
"""Pole → shape and colour."""
WIDTHS, HEIGHT = (270, 170), 230


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


def robustness() -> pd.DataFrame:
    """Count the weightings under which Moscow's share falls from a base year to the last one.

    One row per base year and rule for oil ports: `base`, `landed`, `falls`, `weightings` (without the one of nothing).
    """
    weightings = [weights for weights in product(WEIGHTS, repeat=len(DIMENSIONS)) if any(weights)]
    rows = []
    for base, landed in product(YEARS[:-1], (True, False)):
        paths = (index(weights, landed)[:, POLES.index("moscow")] for weights in weightings)
        falls = sum(bool(path[-1] < path[YEARS.index(base)]) for path in paths)
        rows.append((base, landed, falls, len(weightings)))
    return pd.DataFrame(rows, columns=["base", "landed", "falls", "weightings"])


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


def balance_view(data: Any) -> alt.HConcatChart:
    """Draw the shares of the three poles by year at the chosen weights, beside those of each dimension alone."""
    return alt.hconcat(_years(data), _alone(data), spacing=28)


def _poles(data: Any, kind: str) -> alt.Chart:
    """Return the rows of one kind with a row for each pole: `pole` and `share`."""
    rows = alt.Chart(data).transform_filter(f"datum.kind == '{kind}'").transform_fold(POLES, as_=["key", "share"])
    names = json.dumps(NAMES)
    return rows.transform_calculate(pole=f"({names})[datum.key]").encode(**shape_and_colour("pole", LOOKS))


def _years(data: Any) -> alt.LayerChart:
    base = _poles(data, "year").properties(width=WIDTHS[0], height=HEIGHT)
    year = alt.X("name:O", title=None, axis=alt.Axis(labelAngle=0, grid=False))
    share = alt.Y("share:Q", title="Share of the three poles, %", scale=alt.Scale(domain=[0, 70], nice=False))
    base = base.encode(x=year, y=share)
    lines = base.mark_line().encode(shape=alt.Undefined)
    chosen = alt.condition("datum.state == ''", alt.value(30), alt.value(150))
    dots = base.mark_point(filled=True, opacity=1).encode(size=chosen)
    names = base.transform_filter(f"datum.name == '{YEARS[-1]}'").transform_calculate(
        words="datum.pole + ' ' + format(datum.share, '.0f')"
    )
    said = names.mark_text(align="left", dx=10, fontWeight=600).encode(text="words:N", shape=alt.Undefined)
    return alt.layer(lines, dots, said, *_answer(data))


def _alone(data: Any) -> alt.LayerChart:
    row = alt.Y("name:N", sort=list(DIMENSIONS), title=None, axis=alt.Axis(grid=True, ticks=False, domain=False))
    share = alt.X("share:Q", title=f"Alone, {YEARS[-1]}, %", scale=alt.Scale(domain=[0, 70], nice=False))
    base = _poles(data, "alone").properties(width=WIDTHS[1], height=HEIGHT)
    return alt.layer(base.mark_point(filled=True, opacity=1, size=110).encode(x=share, y=row))


def _answer(data: Any) -> list[alt.Chart]:
    """Say above the lines who was nearest in the first and in the last year that the reader compares."""
    years = alt.Chart(data).transform_calculate(
        said=f"datum.nearest == '{NO_WEIGHT}' ? datum.nearest : datum.name + ': nearest to ' + datum.nearest + "
        "', lead ' + format(datum.lead, '.1f') + ' points'"
    )
    return [
        years.transform_filter(f"datum.state == '{state}'")
        .mark_text(align="left", fontWeight=600, tooltip=False)
        .encode(x=alt.value(0), y=alt.value(-32 + 18 * place), text="said:N")
        for place, state in enumerate(("base", "now"))
    ]


WEIGHTS = (0, 1, 2, 3)
balance = Explorer(
    id="balance",
    title="With equal weights Kazakhstan was nearest to Moscow in 2021 and to Beijing in 2023",
    shown="Votes, exports and imports shared out between three poles, per cent, 2020–2023; the index is ours",
    description=(
        "Three lines over four years. With equal weights Moscow leads in 2021 (43, 37 and 20 per cent) and Beijing in "
        "2023 (35, 41, 24). Right, three rows of points: in 2023 votes alone lie nearest to Beijing, exports alone "
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
