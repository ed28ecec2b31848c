"""The elite as a drawing: people as marks in fixed places, common offices and personal ties as lines.

The places are ours: people of one office stand in a circle, relatives around Nazarbayev, people without a known tie
below. Distance and direction mean nothing.
"""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import networkx as nx
import pandas as pd

from qantar.chapters.elites.names import NETWORKS, short_names
from qantar.data import load
from qantar.figures.theme import COLOURS

TIES = {"office": "same office", "family": "family", "patronage": "ally or aide, as reported"}
"""Kind of a line → its words in the key."""
WIDTH, HEIGHT = 600, 570
GROUPS = {
    "KNB": (34, 78),
    "Cabinet": (110, 440),
    "Interior ministry": (408, 446),
    "President's office": (531, 464),
    "No tie known": (58, 482),
}
"""Words written into the drawing, with their place."""
SIDES = {
    "right": ("left", 9, 0),
    "left": ("right", -9, 0),
    "above": ("center", 0, -13),
    "below": ("center", 0, 14),
    "far below": ("center", 0, 24),
    "low right": ("left", 12, 10),
    "low left": ("right", -6, 12),
    "far right": ("left", 20, 0),
}
"""Where a name stands → its alignment, and its distance to the right and downwards in pixels."""


def _ring(centre: tuple[int, int], radius: int, names: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Return places on a circle, clockwise from the top."""
    turn = 2 * math.pi / len(names)
    x, y = centre
    places = [(x + radius * math.sin(n * turn), y - radius * math.cos(n * turn)) for n in range(len(names))]
    return {name: (round(x), round(y)) for name, (x, y) in zip(names, places, strict=True)}


KNB = (
    *("anuar-sadykulov", "samat-abish", "karim-masimov"),
    *("ruslan-iskakov", "azamat-ibrayev", "marat-osipov", "daulet-ergozhin"),
)
PLACES = {
    **_ring((140, 180), 92, KNB),
    **_ring((531, 396), 38, ("erlan-karin", "erlan-koshanov", "krymbek-kusherbayev", "murat-nurtleu")),
    "nursultan-nazarbayev": (400, 140),
    "kairat-satybaldy": (285, 108),
    "gulmira-satybaldy": (196, 54),
    "timur-kulibayev": (262, 36),
    "dinara-kulibayeva": (345, 70),
    "bolat-nazarbayev": (400, 42),
    "kairat-boranbayev": (472, 24),
    "dariga-nazarbayeva": (505, 70),
    "kairat-sharipbayev": (562, 40),
    "nurlan-nigmatulin": (545, 200),
    "aliya-nazarbayeva": (465, 240),
    "dimash-dossanov": (555, 248),
    "azamat-abdymomunov": (332, 220),
    "askar-mamin": (150, 400),
    "alikhan-smailov": (110, 345),
    "murat-bektanov": (205, 416),
    "erlan-turgumbayev": (300, 385),
    "nurlan-masimov": (390, 318),
    "serik-kudebayev": (430, 372),
    "zhanat-suleimenov": (405, 412),
    "ruslan-zhaksylykov": (335, 436),
}
"""Person → place in pixels from the upper left corner; who is not here stands in a row below."""
NAMES = {
    "above": "anuar-sadykulov bolat-nazarbayev erlan-karin timur-kulibayev kairat-boranbayev gulmira-satybaldy "
    "kairat-sharipbayev",
    "below": "ruslan-iskakov krymbek-kusherbayev murat-bektanov zhanat-suleimenov",
    "left": "azamat-ibrayev marat-osipov daulet-ergozhin murat-nurtleu askar-mamin alikhan-smailov aliya-nazarbayeva "
    "azamat-abdymomunov ruslan-zhaksylykov",
    "low right": "samat-abish dariga-nazarbayeva",
    "low left": "dinara-kulibayeva",
    "far below": "erlan-turgumbayev",
    "far right": "nursultan-nazarbayev karim-masimov",
}
SIDE = {person: side for side, group in NAMES.items() for person in group.split()}
"""Person → side of the mark on which the name stands, if it is not the right."""


def person_marks(people: pd.DataFrame) -> pd.DataFrame:
    """Return the `people` of the table as marks: `person_id`, `name`, `network` (words), `x`, `y` (pixels), `side`."""
    alone = [one for one in people["person_id"] if one not in PLACES]
    row = {name: (24 + 290 * (n % 2), 502 + 20 * (n // 2)) for n, name in enumerate(alone)}
    places = {**PLACES, **row}
    ids = people["person_id"]
    return pd.DataFrame(
        {
            "person_id": ids,
            "name": short_names(people).to_numpy(),
            "network": [NETWORKS[one][0] for one in people["network"].astype(str)],
            "x": [places[one][0] for one in ids],
            "y": [places[one][1] for one in ids],
            "side": [SIDE.get(one, "right") for one in ids],
        }
    ).reset_index(drop=True)


def tie_lines(joined: nx.Graph, people: pd.DataFrame) -> pd.DataFrame:
    """Return one row per tie of the one-mode graph `joined`: `tie`, `a`, `b`, `kind` (words), `sure`, and both places.

    `people` are the marks of everyone in the graph, as `person_marks` gives them.
    """
    personal = {frozenset((t.person_a, t.person_b)): t for t in load("ties").itertuples()}
    places = people.set_index("person_id")[["x", "y"]]
    rows = []
    for a, b in sorted(tuple(sorted(edge)) for edge in joined.edges):
        tie = personal.get(frozenset((a, b)))
        kind = str(tie.kind) if tie else "office"
        doubt = tie is not None and isinstance(tie.doubt, str)
        rows.append([f"{a} {b}", a, b, TIES[kind], "in doubt" if doubt else "stated", *places.loc[a], *places.loc[b]])
    return pd.DataFrame(rows, columns=["tie", "a", "b", "kind", "sure", "x", "y", "x2", "y2"])


def axes() -> dict[str, Any]:
    """Return the encodings that put a mark at its pixel."""
    across = alt.Scale(domain=[0, WIDTH], nice=False, zero=False)
    down = alt.Scale(domain=[HEIGHT, 0], nice=False, zero=False)
    return {"x": alt.X("x:Q", scale=across, axis=None), "y": alt.Y("y:Q", scale=down, axis=None)}


def drawn_names(base: alt.Chart) -> alt.LayerChart:
    """Return the names of `base` (fields `name`, `side`) beside their marks, with a rim of paper."""
    align, right, down = (
        alt.expr(f"({dict(zip(SIDES, values, strict=True))})[datum.side]")
        for values in zip(*SIDES.values(), strict=True)
    )
    beside = {"align": align, "dx": right, "dy": down, "baseline": "middle", "fontSize": 11}
    text = base.encode(text="name:N")
    halo = text.mark_text(stroke=COLOURS["paper"], strokeWidth=4, strokeJoin="round", **beside)
    return halo + text.mark_text(**beside)


def network_chart(people: pd.DataFrame, ties: pd.DataFrame) -> alt.LayerChart:
    """Draw `people` (of `person_marks`) by network, and `ties` (of `tie_lines`) by kind, those in doubt dashed."""
    layers = _ties(ties) + _people(people) + drawn_names(alt.Chart(people).encode(**axes())) + _groups()
    return layers.properties(width=WIDTH, height=HEIGHT)


def _ties(ties: pd.DataFrame) -> alt.Chart:
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolSize=220)
    colours = alt.Scale(domain=list(TIES.values()), range=[COLOURS[name] for name in ("grey", "orange", "plum")])
    dashes = alt.Scale(domain=["stated", "in doubt"], range=[[1, 0], [4, 3]])
    return (
        alt.Chart(ties)
        .mark_rule(strokeWidth=1.6, opacity=0.75)
        .encode(
            **axes(),
            x2="x2:Q",
            y2="y2:Q",
            color=alt.Color("kind:N", scale=colours, legend=legend),
            strokeDash=alt.StrokeDash("sure:N", scale=dashes, legend=legend),
        )
    )


def _people(people: pd.DataFrame) -> alt.Chart:
    domain, shapes, colours = (list(part) for part in zip(*NETWORKS.values(), strict=True))
    fills = alt.Scale(domain=domain, range=[COLOURS[one] for one in colours])
    legend = alt.Legend(title=None, orient="bottom", columns=3)
    dots = alt.Chart(people).mark_point(size=95, opacity=1, strokeWidth=1, stroke=COLOURS["paper"], filled=True)
    return dots.encode(
        **axes(),
        shape=alt.Shape("network:N", scale=alt.Scale(domain=domain, range=shapes), legend=legend),
        fill=alt.Fill("network:N", scale=fills, legend=legend),
    )


def _groups() -> alt.Chart:
    words = pd.DataFrame([(name, *place) for name, place in GROUPS.items()], columns=["name", "x", "y"])
    groups = alt.Chart(words).mark_text(color=COLOURS["muted"], fontWeight=600, fontSize=12)
    return groups.encode(**axes(), text="name:N")
