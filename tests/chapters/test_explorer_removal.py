"""The explorer of removal orders, beyond what every explorer must do (test_explorer.py)."""

import pandas as pd

from qantar.chapters.elites.network import person_marks, tie_lines
from qantar.chapters.elites.people import elite, elite_graph, first_removals
from qantar.chapters.elites.removal import MOST, SEEDS, people_in_order, removal, removal_frame, sizes
from qantar.models.network import at_random, largest_part, one_mode, shrink


def drawn_ties() -> pd.DataFrame:
    return tie_lines(one_mode(elite_graph()), person_marks(elite()))


def test_every_value_of_every_control_changes_the_chart():
    for control in removal.controls:
        frames = [removal.frame(**{control.name: value}) for value in control.values]
        assert not any(one.equals(two) for one, two in zip(frames, frames[1:], strict=False)), control.name
        assert control.default in control.values


def test_the_curve_says_what_the_drawing_shows():
    for order in ("date", "degree", "random"):
        for taken in (0, 4, 13, MOST):
            frame = removal_frame(order, taken)
            now = frame.query("panel == 'size' and state == 'now'")
            drawn = (frame["state"] == "in the largest part").sum()
            assert now["out"].tolist() == [taken] and now["part"].tolist() == [drawn]
            assert (frame["state"] == "taken out").sum() == taken


def test_ties_of_people_taken_out_are_gone_and_no_others():
    frame = removal_frame("date", 4).query("panel == 'tie'").set_index("name")["state"]
    gone = set(people_in_order("date")[:4])
    touched = {tie.tie for tie in drawn_ties().itertuples() if {tie.a, tie.b} & gone}
    assert set(frame.index[frame == "gone"]) == touched and 0 < len(touched) < len(frame)


def test_the_opening_state_is_what_the_description_says():
    by_date, by_ties = sizes("date").set_index("out"), sizes("degree").set_index("out")
    assert by_date["part"][[0, 4]].tolist() == [28, 8] == by_ties["part"][[0, 2]].tolist()
    assert by_date.loc[4, ["low", "high"]].tolist() == [16, 26]
    first_four = first_removals().head(4)
    assert set(first_four["date"]) == {"2022-01-05"} and first_removals()["date"][4] > "2022-01-05"


def test_by_date_takes_out_exactly_the_people_with_a_removal():
    assert len(first_removals()) == MOST == len(people_in_order("date"))
    assert first_removals()["last_day"].is_monotonic_increasing


def test_the_band_holds_the_middle_of_the_random_draws():
    graph = one_mode(elite_graph())
    after = sorted(shrink(graph, at_random(graph, 6, seed))[6] for seed in SEEDS)
    low, high = sizes("random").loc[6, ["low", "high"]]
    assert after[9] <= low <= after[10] and after[88] <= high <= after[90]


def test_every_person_has_a_place_of_their_own():
    places = person_marks(elite())
    assert len(places) == len(elite()) == 40 and places["name"].is_unique
    near = [
        (a.name, b.name)
        for a in places.itertuples()
        for b in places.itertuples()
        if a.name < b.name and (a.x - b.x) ** 2 + (a.y - b.y) ** 2 < 20**2
    ]
    assert near == []


def test_lines_are_the_ties_of_the_graph_and_doubts_are_marked():
    ties = drawn_ties()
    assert len(ties) == one_mode(elite_graph()).number_of_edges()
    doubtful = ties.query("sure == 'in doubt'")["tie"].tolist()
    assert doubtful == [
        "anuar-sadykulov nursultan-nazarbayev",
        "askar-mamin karim-masimov",
        "dariga-nazarbayeva kairat-sharipbayev",
        "kairat-boranbayev nursultan-nazarbayev",
    ]


def test_successors_share_no_office_with_those_they_replaced():
    graph = one_mode(elite_graph())
    pairs = [("ermek-sagimbayev", "karim-masimov"), ("ruslan-zhaksylykov", "murat-bektanov")]
    assert not any(graph.has_edge(*pair) for pair in [*pairs, ("marat-akhmetzhanov", "erlan-turgumbayev")])
    assert graph.has_edge("karim-masimov", "samat-abish")


def test_an_allegation_of_prosecutors_is_no_tie():
    assert one_mode(elite_graph()).degree("arman-dzhumageldiyev") == 0
    assert "arman-dzhumageldiyev" not in largest_part(elite_graph())
