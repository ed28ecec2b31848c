"""What stood on a day: by hand for small made tables, and for the figures of January 2022."""

import datetime as dt

import pandas as pd
import pytest

from qantar.data import load
from qantar.models.known import STATES, body, life, span, standing

COLUMNS = [
    "toll_id",
    "date",
    "value",
    "speaker",
    "status",
    "withdrawn_by",
    "supersedes",
]
MEASURES = ["measure", "scope", "place"]


def made(*rows: tuple, measure: str = "deaths_total", place: str = "Kazakhstan") -> pd.DataFrame:
    """Return figures with the columns that the rule reads."""
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(measure=measure, scope="country", place=place)


def real(measure: str, series: str = "official", place: str = "Kazakhstan") -> pd.DataFrame:
    tolls = load("tolls")
    return tolls[(tolls["measure"] == measure) & (tolls["series"] == series) & (tolls["place"] == place)]


PLAIN = ("superseded", None, None)


def test_a_figure_stands_from_its_own_day_until_its_successor_is_stated():
    figures = made(
        ("a", "2022-01-05", 10, "Police", *PLAIN), ("b", "2022-01-08", 12, "Hospital", "standing", None, "a")
    )
    expected = {"2022-01-04": ["later", "later"], "2022-01-05": ["stands", "later"], "2022-01-07": ["stands", "later"]}
    expected |= {"2022-01-08": ["replaced", "stands"], "2023-01-01": ["replaced", "stands"]}
    assert {day: standing(figures, day).tolist() for day in expected} == expected


def test_two_statements_of_one_day_stand_together_until_midnight():
    figures = made(("a", "2022-01-05", 10, "Police", *PLAIN), ("b", "2022-01-05", 12, "Police", "standing", None, "a"))
    assert span(figures, "2022-01-05") == (10, 12)
    assert span(figures, "2022-01-06") == (12, 12)


def test_a_month_without_a_day_counts_from_its_last_day():
    figures = made(("a", "2022-01", 48, "A foundation", "standing", None, None))
    assert life(figures)["stated"].tolist() == [dt.date(2022, 1, 31)]
    assert span(figures, "2022-01-30") is None
    assert span(figures, "2022-01-31") == (48, 48)


def test_what_is_taken_back_does_not_stand_any_more():
    figures = made(("a", "2022-01-09", 164, "A channel", "withdrawn", "2022-01-10", None))
    assert [standing(figures, day).item() for day in ("2022-01-09", "2022-01-10")] == ["stands", "taken back"]
    assert span(figures, "2022-01-10") is None


def test_a_newer_figure_of_the_same_body_replaces_an_older_one_without_naming_it():
    one = ("a", "2022-03-14", 230, "Prosecutor General B. Asylov", *PLAIN)
    two = ("b", "2022-05-05", 232, "Prosecutor General's Office, reply", *PLAIN)
    other = ("c", "2022-05-06", 240, "Ombudswoman", *PLAIN)
    figures = made(one, two, other)
    assert standing(figures, "2022-05-06").tolist() == ["replaced", "stands", "stands"]
    elsewhere = figures.assign(place=["Kazakhstan", "Almaty (city)", "Kazakhstan"])
    assert standing(elsewhere, "2022-05-06").tolist() == ["stands", "stands", "stands"]


def test_a_disputed_report_replaces_nothing_and_falls_when_its_body_speaks_again():
    one = ("a", "2022-05-05", 232, "Prosecutor General's Office", *PLAIN)
    disputed = ("b", "2022-07-29", 241, "Prosecutor General's Office, quoted", "disputed", None, None)
    last = ("c", "2022-08-16", 238, "Prosecutor General's Office", "standing", None, "a")
    figures = made(one, disputed, last)
    assert span(figures, "2022-07-29") == (232, 241)
    assert span(figures, "2022-08-16") == (238, 238)


def test_status_is_hindsight_and_changes_nothing_before_the_fall():
    figures = made(("a", "2022-01-05", 10, "Police", *PLAIN), ("b", "2022-01-08", 12, "Police", *PLAIN))
    known = standing(figures, "2022-01-06")
    assert known.equals(standing(figures.assign(status="standing"), "2022-01-06"))
    assert set(known) <= set(STATES)


@pytest.mark.parametrize(
    ("speaker", "name"),
    [
        ("Interior Ministry, quoted by Sputnik", "Interior Ministry"),
        ("Prosecutor General's Office (S. Shalabayev)", "Prosecutor General"),
        ("Government Telegram channel, naming the Health Ministry", "Government Telegram channel"),
        ("Associated Press", "Associated Press"),
    ],
)
def test_people_and_quotations_speak_for_their_body(speaker, name):
    assert body(speaker) == name


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2022-01-08", None),
        ("2022-01-09", (164, 164)),
        ("2022-01-10", None),
        ("2022-01-14", None),
        ("2022-01-15", (225, 225)),
        ("2022-01-18", (227, 227)),
        ("2022-03-14", (230, 238)),
        ("2022-05-05", (232, 238)),
        ("2022-07-29", (232, 241)),
        ("2022-08-16", (238, 238)),
        ("2023-01-05", (238, 238)),
    ],
)
def test_official_totals_of_the_dead_by_day(day, expected):
    assert span(real("deaths_total"), day) == expected


def test_security_deaths_fall_with_the_statements():
    days = ["2022-01-06", "2022-01-07", "2022-01-09", "2022-01-10", "2022-01-15"]
    assert [span(real("deaths_security"), day) for day in days] == [(n, n) for n in (8, 18, 16, 17, 19)]


def test_detentions_of_one_day_are_a_range():
    assert span(real("detained"), "2022-01-09") == (5135, 5969)
    assert span(real("detained"), "2022-01-10") == (7939, 7939)


def test_independent_lists_stand_side_by_side():
    lists = real("deaths_total", "independent")
    assert span(lists, "2022-06-30") == (48, 48)
    assert span(lists, "2022-07-29") == (188, 221)


def test_no_figure_falls_before_it_was_stated():
    lives = life(load("tolls"))
    assert (lives["until"] > lives["stated"]).all()
    assert set(lives["fate"]) <= set(STATES)
