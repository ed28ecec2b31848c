"""People, offices and ties as a graph: the two views of it, who stands between others, and what a removal breaks.

Through the library networkx. Names of people and offices are texts and must differ. Taking out nodes by degree or at
random follows Albert, R., Jeong, H. and Barabási, A.-L. (2000). Error and attack tolerance of complex networks. Nature
406. A graph holds the ties that somebody wrote down; none of these functions knows of others.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from itertools import combinations

import networkx as nx
import pandas as pd

Pair = tuple[str, str]


def offices(people: pd.DataFrame, appointed: Iterable[str], not_offices: Iterable[str] = ()) -> list[Pair]:
    """Return (person, institution) for the main institution of each person and for others held at the start or before.

    `people` has the columns `person_id`, `institution` and `other_institutions` (separated by semicolons). Further
    institutions of the `appointed` came with that later appointment and are left out, as are the `not_offices`.
    """
    later, skipped = set(appointed), set(not_offices)
    found = []
    for row in people.itertuples():
        others = "" if row.person_id in later or pd.isna(row.other_institutions) else row.other_institutions
        found += [(row.person_id, one) for one in (row.institution, *others.split(";")) if one and one not in skipped]
    return found


def two_mode(people: Iterable[str], held: Iterable[Pair], ties: Iterable[Pair] = ()) -> nx.Graph:
    """Return the graph of people and the offices they held, with personal `ties` between people.

    Nodes carry `kind`: "person" or "office".
    """
    graph = nx.Graph()
    graph.add_nodes_from(people, kind="person")
    graph.add_nodes_from((office for _, office in held), kind="office")
    graph.add_edges_from([*held, *ties])
    return graph


def persons(graph: nx.Graph) -> list[str]:
    """Return the people of a graph in alphabetical order."""
    return sorted(node for node, kind in graph.nodes(data="kind") if kind == "person")


def one_mode(graph: nx.Graph) -> nx.Graph:
    """Return the graph of people only: two are joined by a personal tie or by an office that both held.

    Edges carry `office`: the common office, or "" where there is only the personal tie. An office of n people becomes
    n(n−1)/2 edges.
    """
    people = persons(graph)
    joined = graph.subgraph(people).copy()
    nx.set_edge_attributes(joined, "", "office")
    for office in sorted(set(graph) - set(people)):
        joined.add_edges_from(combinations(sorted(graph[office]), 2), office=office)
    return joined


def largest_part(graph: nx.Graph) -> set[str]:
    """Return the people of the largest connected part; of equally large ones the first in the alphabet."""
    people = set(persons(graph))
    parts = [sorted(people & part) for part in nx.connected_components(graph)]
    return set(min(parts, key=lambda part: (-len(part), part), default=[]))


def shrink(graph: nx.Graph, order: Sequence[str]) -> list[int]:
    """Return the number of people in the largest connected part before, and after each removal in `order`."""
    left = graph.copy()
    sizes = [len(largest_part(left))]
    for node in order:
        left.remove_node(node)
        sizes.append(len(largest_part(left)))
    return sizes


def by_degree(graph: nx.Graph, count: int) -> list[str]:
    """Return `count` people, each the one with most ties among those left; equals in alphabetical order."""
    left, order = graph.copy(), []
    for _ in range(count):
        order.append(min(persons(left), key=lambda node: (-left.degree(node), node)))
        left.remove_node(order[-1])
    return order


def at_random(graph: nx.Graph, count: int, seed: int) -> list[str]:
    """Return `count` people drawn without replacement; the same `seed` gives the same people."""
    return random.Random(seed).sample(persons(graph), count)


def positions(graph: nx.Graph) -> pd.DataFrame:
    """Return per person `ties` (degree) and `between` (betweenness, 0–1): the share of shortest paths that pass by.

    Paths count between pairs of other people; where several are equally short, each counts in part.
    """
    between = nx.betweenness_centrality(graph)
    rows = [(node, graph.degree(node), between[node]) for node in persons(graph)]
    frame = pd.DataFrame(rows, columns=["person_id", "ties", "between"])
    return frame.sort_values(["between", "ties", "person_id"], ascending=[False, False, True], ignore_index=True)
