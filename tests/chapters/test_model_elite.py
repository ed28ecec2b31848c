"""The people tables as the models see them: known first removals, and days that can be counted on a calendar."""

import pandas as pd
import pytest

from qantar.chapters.elites.people import (
    END,
    REMOVALS,
    START,
    elite,
    elite_graph,
    first_removals,
    seated,
    spells,
    with_tokayev,
)
from qantar.data import load
from qantar.models.network import largest_part, one_mode, persons, positions
from qantar.models.survival import curves, incidences


def test_first_removals_by_name():
    first = first_removals().set_index("person_id")
    assert first.loc["karim-masimov", ["date", "event"]].tolist() == ["2022-01-05", "dismissed"]
    assert first.loc["samat-abish", "date"] == "2022-01-17"
    assert first.loc["erlan-turgumbayev", "date"] == "2022-02-25"
    assert first.index.is_unique and set(first["event"]) <= set(REMOVALS)


def test_a_month_is_a_stretch_and_never_a_day():
    first = first_removals().set_index("person_id").loc["gulmira-satybaldy"]
    assert (first["date"], str(first["first_day"].date()), str(first["last_day"].date())) == (
        "2022-03",
        "2022-03-01",
        "2022-03-31",
    )


def test_a_known_day_goes_before_an_open_month():
    # His dismissal is dated "January", his detention the 13th: the first removal is at the latest on the 13th.
    assert first_removals().set_index("person_id").loc["anuar-sadykulov", "date"] == "2022-01-13"


def test_flight_returned_assets_and_death_are_no_removals():
    removed = set(first_removals()["person_id"])
    assert {"bolat-nazarbayev", "aliya-nazarbayeva", "zhanat-suleimenov", "dinara-kulibayeva"}.isdisjoint(removed)


def test_days_counted_on_a_calendar():
    days = spells().set_index("person_id")
    assert days.loc["karim-masimov", "days"] == 1 and days.loc["dariga-nazarbayeva", "days"] == 52
    assert days.loc["zhanat-suleimenov", ["days", "removed"]].tolist() == [6, False]
    assert days.loc["bolat-nazarbayev", "days"] == (pd.Timestamp("2023-11-13") - START).days
    assert days.loc["dinara-kulibayeva", "days"] == (END - START).days
    assert days["days"].between(1, (END - START).days).all() and len(days) == len(elite())


def test_whoever_is_still_in_post_is_followed_to_the_last_report_and_counts_from_the_appointment():
    days = spells().set_index("person_id")
    assert days.loc["erlan-karin", "days"] == (pd.Timestamp("2026-01-20") - START).days
    # Of the report on Sagimbayev only the year is known: it ends the follow-up on the first day of that year.
    assert days.loc["ermek-sagimbayev", "days"] == (pd.Timestamp("2024-01-01") - START).days
    entered = days["entered"]
    assert entered["marat-akhmetzhanov"] == (pd.Timestamp("2022-02-25") - START).days
    assert entered["karim-masimov"] == 0 and (entered < days["days"]).all()


def test_a_move_to_another_post_counts_and_a_step_up_does_not():
    first = first_removals().set_index("person_id")["date"]
    assert (first["murat-nurtleu"], first["marat-akhmetzhanov"]) == ("2025-09-26", "2023-09-05")
    assert "erlan-koshanov" not in first.index


def test_only_terms_that_overlap_join_two_people():
    graph = one_mode(elite_graph())
    assert graph.has_edge("karim-masimov", "askar-mamin") and graph.has_edge("askar-mamin", "alikhan-smailov")
    for one in ("alikhan-smailov", "erlan-turgumbayev", "murat-bektanov", "kairat-satybaldy"):
        assert not graph.has_edge("karim-masimov", one)


def test_the_place_of_tokayev_hangs_on_who_is_seated():
    def place(*parts):
        graph = with_tokayev(seated(elite_graph(), *parts), in_council=bool(parts))
        table = positions(one_mode(graph)).set_index("person_id")["between"]
        return 1 + list(table.index).index("kassym-jomart-tokayev"), table["kassym-jomart-tokayev"]

    assert place()[1] == 0
    assert [place(*("two", "agencies", "session")[:count])[0] for count in (1, 2, 3)] == [3, 2, 9]


def test_people_without_a_verified_post_are_left_out_everywhere():
    empty = set(load("people").query("network == 'not_verified'")["person_id"])
    assert len(empty) == 3 and empty.isdisjoint(persons(elite_graph())) and empty.isdisjoint(spells()["person_id"])


def test_ways_out_add_up_to_all_who_left():
    people = spells()
    assert people["removed"].eq(people["exit"].isin(["left a post", "arrest or charge"])).all()
    assert people["exit"].value_counts().to_dict() == {"left a post": 23, "arrest or charge": 9, "": 5, "died": 3}
    shares = incidences(people, "network", ["family", "security", "tokayev"], "exit")
    assert shares.loc["family"].round(3).to_dict() == {"arrest or charge": 0.25, "died": 0.083, "left a post": 0.5}
    assert shares.loc["security"].sum() == pytest.approx(1)
    # Nobody of Tokayev's died or was arrested, so the share that left is what the curve has lost.
    kept = curves(people, "network", ["tokayev"])["kept"].iloc[-1]
    assert shares.loc["tokayev", "left a post"] == pytest.approx(1 - kept)


def test_without_what_is_in_doubt_the_drawing_shrinks_and_its_middle_stays():
    whole, sure = one_mode(elite_graph()), one_mode(elite_graph(doubtful=False))
    assert [(len(persons(view)), len(largest_part(view))) for view in (whole, sure)] == [(40, 28), (27, 14)]
    assert {positions(view).iloc[0]["person_id"] for view in (whole, sure)} == {"nursultan-nazarbayev"}
