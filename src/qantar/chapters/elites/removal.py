"""Removal order: how fast the drawn network of the elite falls apart by date, by ties or at random (`elites`)."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import networkx as nx
import numpy as np
import pandas as pd

from qantar.chapters.elites.network import WIDTH, axes, drawn_names, person_marks, tie_lines
from qantar.chapters.elites.people import elite, elite_graph, first_removals
from qantar.figures.explorer import Control, Explorer
from qantar.figures.theme import COLOURS
from qantar.models.network import at_random, by_degree, largest_part, one_mode, shrink

MOST = 32
"""People with a removal on record: so many can be taken out by date, and no more by the other orders."""
SEEDS = tuple(range(100))
"""Seeds of the random orders; drawing and line show the first of them, the band shows all."""
STATES = {
    "in the largest part": ("circle", "blue"),
    "in another part": ("square", "grey"),
    "taken out": ("cross", "orange"),
}
"""State of a person → shape and colour."""


def removal_frame(order: str, taken: int) -> pd.DataFrame:
    """Return what the chart shows when the first `taken` people of an order ("date", "degree", "random") are out.

    Columns `panel`, `name`, `out`, `part`, `low`, `high`, `state`. Panel "size": `part` is the number of people in the
    largest connected part when `out` are taken out, `low` and `high` the 10th and 90th percentile of all random orders,
    `state` "now" at `taken`. Panels "person" and "tie": `state` of each.
    """
    gone = set(people_in_order(order)[:taken])
    drawn, people, ties = _network()
    graph = drawn.copy()
    graph.remove_nodes_from(gone)
    largest = largest_part(graph)
    states = np.where(people["person_id"].isin(gone), 2, np.where(people["person_id"].isin(largest), 0, 1))
    cut = ties["a"].isin(gone) | ties["b"].isin(gone)
    size = sizes(order).assign(panel="size", name="")
    size["state"] = np.where(size["out"] == taken, "now", "")
    person = {"panel": "person", "name": people["name"], "state": np.array(list(STATES))[states]}
    tie = {"panel": "tie", "name": ties["tie"], "state": np.where(cut, "gone", "kept")}
    frame = pd.concat([size, pd.DataFrame(person), pd.DataFrame(tie)], ignore_index=True)
    numbers = ["out", "part", "low", "high"]
    frame[numbers] = frame[numbers].fillna(0).astype(int)
    return frame[["panel", "name", *numbers, "state"]]


@cache
def _network() -> tuple[nx.Graph, pd.DataFrame, pd.DataFrame]:
    """Return graph, people and ties as drawn, made once for all states of the explorer: to read, not to change."""
    joined, people = one_mode(elite_graph()), person_marks(elite())
    return joined, people, tie_lines(joined, people)


@cache
def people_in_order(order: str) -> tuple[str, ...]:
    """Return the people (ids) in the order in which they are taken out; for "random" the draw of the first seed."""
    if order == "date":
        return tuple(first_removals()["person_id"])[:MOST]
    graph, *_ = _network()
    return tuple(by_degree(graph, MOST) if order == "degree" else at_random(graph, MOST, SEEDS[0]))


@cache
def _random_sizes() -> np.ndarray:
    graph, *_ = _network()
    draws = [shrink(graph, at_random(graph, MOST, seed)) for seed in SEEDS]
    return np.rint(np.percentile(draws, [10, 90], axis=0)).astype(int)


def sizes(order: str) -> pd.DataFrame:
    """Return the size of the largest part by number taken out: columns `out`, `part`, and `low`, `high` of random."""
    low, high = _random_sizes()
    return pd.DataFrame({"out": range(MOST + 1), "part": _parts(order), "low": low, "high": high})


@cache
def _parts(order: str) -> tuple[int, ...]:
    return tuple(shrink(_network()[0], people_in_order(order)))


def removal_view(data: Any) -> alt.VConcatChart:
    """Draw the network with the people taken out, above the curve of its largest part."""
    return alt.vconcat(_drawing(data), _curve(data), spacing=14)


def _drawing(data: Any) -> alt.LayerChart:
    _, marks, lines = _network()
    where = alt.LookupData(data=marks[["name", "x", "y", "side"]], key="name", fields=["x", "y", "side"])
    people = alt.Chart(data).transform_filter("datum.panel == 'person'").transform_lookup("name", from_=where)
    people = people.encode(**axes())
    ends = alt.LookupData(data=lines[["tie", "x", "y", "x2", "y2"]], key="tie", fields=["x", "y", "x2", "y2"])
    ties = alt.Chart(data).transform_filter("datum.panel == 'tie' && datum.state == 'kept'")
    ties = ties.transform_lookup("name", from_=ends).mark_rule(color=COLOURS["grey"], opacity=0.7)
    looks = {"domain": list(STATES)}
    shapes, colours = zip(*STATES.values(), strict=True)
    legend = alt.Legend(title=None, orient="top")
    dots = people.mark_point(size=95, filled=True, opacity=1, stroke=COLOURS["paper"], strokeWidth=1).encode(
        shape=alt.Shape("state:N", scale=alt.Scale(**looks, range=list(shapes)), legend=legend),
        fill=alt.Fill("state:N", scale=alt.Scale(**looks, range=[COLOURS[one] for one in colours]), legend=legend),
    )
    drawing = ties.encode(**axes(), x2="x2:Q", y2="y2:Q") + dots + drawn_names(people)
    return drawing.properties(width=WIDTH - 60, height=400)


def _curve(data: Any) -> alt.LayerChart:
    base = alt.Chart(data).transform_filter("datum.panel == 'size'")
    out = alt.X("out:Q", title="People taken out", scale=alt.Scale(domain=[0, MOST], nice=False))
    people = alt.Scale(domain=[0, 30], nice=False)
    base = base.encode(x=out)
    band = base.mark_area(color=COLOURS["band"]).encode(
        y=alt.Y("low:Q", title="People in largest part", scale=people), y2="high:Q"
    )
    line = base.mark_line(color=COLOURS["blue"]).encode(y=alt.Y("part:Q", scale=people))
    now = base.transform_filter("datum.state == 'now'").encode(y=alt.Y("part:Q", scale=people))
    dot = now.mark_point(size=120, filled=True, opacity=1, color=COLOURS["orange"])
    number = now.transform_calculate(words="datum.part + ' people'")
    number = number.mark_text(align="left", dx=10, dy=-9, fontWeight=600).encode(text="words:N")
    words = pd.DataFrame({"out": [MOST], "part": [27], "words": ["shaded: random orders, 10th to 90th percentile"]})
    note = alt.Chart(words).mark_text(align="right", color=COLOURS["muted"]).encode(x=out, y="part:Q", text="words:N")
    return (band + line + dot + number + note).properties(width=WIDTH - 60, height=130)


removal = Explorer(
    id="removal-order",
    title="The four removals of 5 January cut the largest part from 28 people to 8",
    shown="The same network with people taken out, and the number of people in its largest connected part",
    description=(
        "Above, 40 people and the ties between them; below, the number of people in the largest connected part, 28 at "
        "the start. By date it has shrunk to 8 when four people are out, those of 5 January. Most ties first does the "
        "same with two people; four random people leave 16 to 26 together in most draws."
    ),
    model=removal_frame,
    view=removal_view,
    controls=(
        Control(
            "order",
            "Order",
            ("date", "degree", "random"),
            "date",
            labels=("by date of removal", "most ties first", "at random, one draw"),
        ),
        Control("taken", "People taken out", tuple(range(MOST + 1)), 4),
    ),
    columns={
        "panel": "Part of the chart",
        "name": "Person or tie",
        "out": "People taken out",
        "part": "People in the largest part",
        "low": "Random, 10th percentile",
        "high": "Random, 90th percentile",
        "state": "State",
    },
    sources=("qantar-people", "albert-jeong-barabasi-2000"),
    caveat=(
        "A tie is here because a report states it, and the list was made around one man; to take a person out of a "
        "drawing is not to end an influence."
    ),
)
