"""The graph model against graphs whose answers are known: a star, a chain, a bow tie, and counts by hand."""

import networkx as nx
import pandas as pd
import pytest

from qantar.models.network import (
    at_random,
    by_degree,
    largest_part,
    offices,
    one_mode,
    persons,
    positions,
    shrink,
    two_mode,
)


def people_only(*ties):
    return two_mode({one for tie in ties for one in tie}, [], ties)


STAR = people_only(*[("hub", f"leaf{n}") for n in range(5)])
CHAIN = people_only(("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"))
BOW = people_only(("a", "b"), ("a", "c"), ("b", "c"), ("c", "d"), ("d", "e"), ("d", "f"), ("e", "f"))


def test_an_office_of_four_becomes_six_ties():
    graph = two_mode("wxyz", [(one, "guard") for one in "wxyz"])
    assert (graph.number_of_edges(), one_mode(graph).number_of_edges()) == (4, 6)
    assert set(one_mode(graph)) == set("wxyz")


def test_one_mode_keeps_personal_ties_and_names_the_common_office():
    graph = two_mode("abc", [("a", "court"), ("b", "court")], [("b", "c")])
    edges = {tuple(sorted(pair)): office for *pair, office in one_mode(graph).edges(data="office")}
    assert edges == {("a", "b"): "court", ("b", "c"): ""}


def test_removing_the_hub_of_a_star_leaves_single_people():
    assert shrink(STAR, ["hub", "leaf0"]) == [6, 1, 1]
    assert shrink(STAR, ["leaf0", "leaf1", "hub"]) == [6, 5, 4, 1]


def test_the_middle_of_a_chain_costs_most():
    assert [shrink(CHAIN, [node])[1] for node in "abcde"] == [4, 3, 2, 3, 4]


def test_offices_outlive_people_so_both_views_shrink_alike():
    held = [("a", "court"), ("b", "court"), ("c", "court"), ("c", "bank"), ("d", "bank")]
    graph = two_mode("abcde", held, [("d", "e")])
    for order in ("cde", "abc", "dca"):
        assert shrink(graph, order) == shrink(one_mode(graph), order)
    assert shrink(graph, "ab") == [5, 4, 3]


def test_isolated_offices_are_no_people():
    graph = two_mode("ab", [("a", "x")])
    assert largest_part(graph) == {"a"}
    assert persons(graph) == ["a", "b"]
    assert largest_part(two_mode([], [])) == set()


def test_by_degree_recounts_after_each_removal():
    # c and d have three ties each; once c is gone, d still has two, as have e and f.
    assert by_degree(BOW, 3) == ["c", "d", "a"]
    assert by_degree(STAR, 2) == ["hub", "leaf0"]


def test_random_orders_are_repeatable_and_reach_everyone():
    assert at_random(BOW, 4, seed=3) == at_random(BOW, 4, seed=3)
    assert len({tuple(at_random(BOW, 4, seed)) for seed in range(20)}) > 15
    assert sorted(at_random(BOW, 6, seed=1)) == list("abcdef")


def test_random_removal_of_a_star_by_theory():
    # After one removal five people are left joined unless the hub was hit, which happens in one draw of six.
    sizes = [shrink(STAR, at_random(STAR, 1, seed))[1] for seed in range(3000)]
    assert set(sizes) == {1, 5}
    assert sizes.count(1) / len(sizes) == pytest.approx(1 / 6, abs=0.03)


def test_betweenness_of_the_chain_by_hand():
    # Of the six pairs without c, four go through c: a–d, a–e, b–d, b–e.
    found = positions(CHAIN).set_index("person_id")
    assert found["between"].to_dict() == pytest.approx({"c": 4 / 6, "b": 3 / 6, "d": 3 / 6, "a": 0, "e": 0})
    assert found["ties"].to_dict() == {"a": 1, "b": 2, "c": 2, "d": 2, "e": 1}
    assert list(positions(STAR)["person_id"])[0] == "hub" and positions(STAR)["between"][0] == 1


def test_offices_that_came_with_a_later_appointment_are_left_out():
    people = pd.DataFrame(
        {
            "person_id": ["old", "new", "none"],
            "institution": ["guard", "staff", "home"],
            "other_institutions": ["court;bank", "guard", None],
        }
    )
    assert offices(people, appointed=["new"], not_offices=["home", "bank"]) == [
        ("old", "guard"),
        ("old", "court"),
        ("new", "staff"),
    ]


def test_the_input_graph_stays_as_it_was():
    before = nx.Graph(BOW)
    shrink(BOW, list("abc")), by_degree(BOW, 3), one_mode(BOW), largest_part(BOW)
    assert nx.utils.graphs_equal(before, BOW)
