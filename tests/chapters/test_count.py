"""The explorer `count`, beyond what every explorer must do: what it says is the rule of `qantar.models.known`."""

import pytest

from qantar.chapters.counting.count import DAYS, QUESTIONS, count, short_date
from qantar.data import load
from qantar.models.known import span


def values(state: str = "stands", **asked: str) -> list[int]:
    frame = count.frame(**asked)
    return frame.loc[frame["state"] == state, "value"].tolist()


@pytest.mark.parametrize("control", count.controls, ids=lambda control: control.name)
def test_every_value_of_every_control_changes_something(control):
    for value in control.values:
        if value != control.default:
            others = [state for state in count.states() if state[control.name] == control.default]
            assert any(not count.frame(**s).equals(count.frame(**{**s, control.name: value})) for s in others), value


def test_every_day_answers_some_question_anew():
    answers = {day: {c: values(day=day, category=c) for c in QUESTIONS} for day in DAYS}
    for before, after in zip(DAYS, DAYS[1:], strict=False):
        assert answers[before] != answers[after], after


def test_it_opens_on_a_day_without_a_total_and_shows_the_one_taken_back():
    assert values() == []
    assert values("taken back") == [164]
    assert values(day="2022-01-09") == [164]
    assert values("taken back", day="2022-01-15") == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"day": "2022-03-14"}, [48, 230, 238]),
        ({"day": "2022-03-14", "source": "official"}, [230, 238]),
        ({"day": "2022-07-29", "source": "independent"}, [188, 221]),
        ({"day": "2022-01-07", "category": "attackers"}, [26]),
        ({"day": "2022-03-14", "category": "attackers"}, [149]),
        ({"day": "2023-01-05", "category": "attackers"}, [67]),
        ({"day": "2022-01-15", "category": "detained", "source": "independent"}, [16000]),
        ({"day": "2022-01-15", "category": "security", "source": "independent"}, []),
    ],
)
def test_what_stood(asked, expected):
    assert values(**asked) == expected


def test_it_follows_the_rule_for_official_totals():
    tolls = load("tolls")
    rows = tolls.query("measure == 'deaths_total' and place == 'Kazakhstan' and series == 'official'")
    for day in DAYS:
        shown = values(day=day, source="official")
        assert (min(shown), max(shown)) == span(rows, day) if shown else span(rows, day) is None


def test_last_official_figures_stand_at_the_end():
    final = count.frame().groupby("what")["final"].first()
    expected = {"all dead, whole country": 238, "all dead, city of Almaty": 151, "dead of the security forces": 19}
    assert {what: final[what] for what in expected} == expected
    for category, question in QUESTIONS.items():
        assert final[question[3]] in values(day="2023-01-05", source="official", category=category)


def test_rows_name_who_spoke_and_when_and_no_two_are_alike():
    frame = count.frame()
    assert not frame.duplicated(["what", "who"]).any()
    assert "Government Telegram channel, 9 Jan 2022" in set(frame["who"])
    assert "Interior Ministry: “armed criminals”, 7 Jan 2022" in set(frame["who"])
    assert [short_date("2022-01"), short_date("2022-01-09")] == ["Jan 2022", "9 Jan 2022"]


@pytest.mark.parametrize("category", QUESTIONS)
def test_only_the_category_asked_for_is_drawn(category):
    frame = count.frame(category=category, day="2022-07-29", source="official")
    drawn = frame.loc[frame["state"] != "-", "what"]
    assert set(drawn) == {QUESTIONS[category][3]}
    assert (frame.loc[frame["what"] == QUESTIONS[category][3], "state"] != "-").all()
