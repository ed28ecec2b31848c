"""The drawings of the chapter on the elite: each draws the frame that it is given, and its words follow the frame."""

import pandas as pd
import pytest

from qantar.chapters.elites.charts import (
    GROUPS,
    SHORT,
    depth_chart,
    panel_titles,
    rules_chart,
    survival_panels,
    votes_chart,
)
from qantar.chapters.elites.history import history, history_chart, person_rows
from qantar.chapters.elites.network import network_chart, person_marks, tie_lines
from qantar.chapters.elites.people import elite, elite_graph
from qantar.data import load
from qantar.models.network import one_mode


def rows_with(chart, field: str) -> list[dict]:
    """All rows of the chart's data that have the field."""
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows if field in row]


def test_the_network_has_the_people_and_ties_that_it_is_given():
    people = person_marks(elite())
    ties = tie_lines(one_mode(elite_graph()), people)
    chart = network_chart(people.tail(7), ties.head(5))
    assert [row["tie"] for row in rows_with(chart, "tie")] == ties["tie"].head(5).tolist()
    assert [row["person_id"] for row in rows_with(chart, "person_id")] == people["person_id"].tail(7).tolist()


def test_the_history_has_a_row_for_everybody_and_only_the_events_of_its_people():
    rows = person_rows(elite())
    some = history(load("people_events"), rows[rows["lane"] == "KNB"])
    assert set(some["lane"]) == {"KNB"} and not some.empty
    chart = history_chart(rows, some)
    assert len(rows_with(chart, "person_id")) == len(elite())
    assert len(rows_with(chart, "what")) == len(some)


def test_the_names_of_the_lines_of_depth_come_from_the_frames():
    posts = pd.DataFrame({"posts": [4, 5], "per_cent": [75.0, 60.0]})
    levels = pd.DataFrame({"per_cent": [20.0], "words": ["one of five"]})
    words = [row["words"] for row in rows_with(depth_chart(posts, levels), "words")]
    assert sorted(words) == ["four posts are known by name, three of them lost", "one of five"]


def test_titles_of_panels_count_people_removals_and_deaths():
    people = pd.DataFrame({"network": [*GROUPS] * 2, "removed": [True] * 4 + [False] * 4, "died": False})
    people.loc[people["network"] == "security", "died"] = [False, True]
    assert list(panel_titles(people).values()) == [
        "Nazarbayev's family: 1 of 2 removed",
        "Linked to Nazarbayev in reports: 1 of 2",
        "Officers and police: 1 of 2, one died",
        "Close to or promoted by Tokayev: 1 of 2",
    ]


def test_panels_stand_in_the_order_of_the_frame():
    curves = pd.DataFrame({"panel": ["b", "b", "a"], "day": [0, 9, 0], "kept": 100, "low": 90, "high": 100})
    assert survival_panels(curves).to_dict()["facet"]["sort"] == ["b", "a"]


def test_a_change_of_rules_has_its_short_words_or_its_title():
    table = load("institutions")
    assert set(SHORT) <= set(table["change_id"])
    some = table[table["change_id"].isin(["single-term", "constitution-2026"])].assign(what="rule")
    some["day"] = pd.to_datetime(some["date"])
    words = {row["change_id"]: row["words"] for row in rows_with(rules_chart(some), "words")}
    title = table.set_index("change_id").loc["constitution-2026", "title"]
    assert words == {"single-term": SHORT["single-term"], "constitution-2026": title}


@pytest.mark.parametrize("number", [1, 2])
def test_elections_are_those_of_the_frame(number):
    votes = pd.DataFrame({"year": [2019, 2022], "value": [70.96, 81.31], "what": "winner's share", "winner": "Tokayev"})
    assert len(rows_with(votes_chart(votes.head(number)), "winner")) == number
