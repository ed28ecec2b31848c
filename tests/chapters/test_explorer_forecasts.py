"""The explorer of forecasts, beyond what every explorer must do (test_explorer.py)."""

import re

import explorers
import pytest

from qantar.chapters.hindsight.coding import forecasts
from qantar.chapters.hindsight.forecasts import NONE, forecasts_of_january
from qantar.chapters.hindsight.forecasts_view import SCORES
from qantar.claims import claims
from qantar.models.forecast import brier

CHANCES = [control.name for control in forecasts_of_january.controls if control.name not in ("partly", "shown")]


def scores(**state) -> dict[str, float]:
    return forecasts_of_january.frame(**state).query("panel == 'score'").set_index("name")["score"].to_dict()


def all_at(chance: int) -> dict[str, int]:
    return dict.fromkeys(CHANCES, chance)


def test_it_asks_for_every_forecast_of_the_ledger_in_the_order_of_the_text():
    assert [one.claim_id for one in claims() if one.kind == "forecast"] == CHANCES
    assert len(CHANCES) == 11


def test_labels_are_short_and_end_with_their_unit():
    for control in forecasts_of_january.controls[:11]:
        assert re.fullmatch(r"[^,]{10,57}, %", control.label) and len(control.label) <= 60


def test_the_opening_state_is_what_the_description_says_and_gives_nothing_away():
    frame = forecasts_of_january.frame()
    mine = frame.query("panel == 'forecast'")
    assert mine["chance"].tolist() == [50] * 11
    assert set(mine["came"]) == set(mine["score"]) == {NONE} and set(frame["verdict"]) == {""}
    assert scores() == {SCORES[0]: 0.25, SCORES[1]: NONE, SCORES[2]: 0.25, SCORES[3]: NONE}
    assert frame.query("panel == 'bin'")["number"].tolist() == [0, 0, 10, 0, 0]


@pytest.mark.parametrize("partly", [0, 50, 100])
def test_hidden_outcomes_leave_no_trace(partly):
    shown = {name: value for name, value in forecasts_of_january.frame(partly=partly).items() if name != "came"}
    opening = forecasts_of_january.frame()
    assert all(column.equals(opening[name]) for name, column in shown.items())
    rows = [dict(zip(forecasts_of_january.columns, row, strict=True)) for row in table_behind_the_chart()]
    mine = [row for row in rows if row["panel"] == "forecast"]
    assert len(mine) == 11
    assert {(row["came"], row["score"], row["verdict"]) for row in mine} == {(str(NONE), str(NONE), "")}


def table_behind_the_chart() -> list[list[str]]:
    return forecasts_of_january.figure().meta["table"]["rows"]


def test_scores_are_those_of_the_model():
    state = all_at(90) | {"c44": 5, "c43": 30}
    for partly in (0, 50, 100):
        table = forecasts(partly / 100)
        scored = table[table["outcome"].notna()]
        expected = brier([state[name] / 100 for name in scored["claim_id"]], scored["outcome"])
        assert scores(**state, partly=partly, shown="yes")[SCORES[1]] == pytest.approx(expected, abs=5e-4)


def test_saying_the_base_rate_gives_its_score_and_no_constant_does_better():
    found = scores(partly=100, shown="yes")
    constants = [scores(**all_at(chance), partly=100, shown="yes")[SCORES[1]] for chance in range(0, 101, 5)]
    assert min(constants) >= found[SCORES[3]]
    assert constants[10] == found[SCORES[2]]


def test_the_forecast_that_cannot_be_scored_moves_no_score():
    start, other = scores(shown="yes"), scores(shown="yes", c49=100)
    assert start == other
    row = forecasts_of_january.frame(shown="yes", c49=100).query("panel == 'forecast' and chance == 100").iloc[0]
    assert (row["came"], row["score"], row["verdict"]) == (NONE, NONE, "cannot be verified")


def test_perfect_foresight_scores_nothing():
    certain = {one.claim_id: 100 if one.outcome == 1 else 0 for one in forecasts(0).itertuples()}
    assert scores(**certain, partly=0, shown="yes")[SCORES[1]] == 0


def test_vega_and_python_agree_at_many_states():
    spec = forecasts_of_january.figure().spec
    for state in explorers.some_states(forecasts_of_january, 25, seed=3):
        rows = explorers.frame_rows(forecasts_of_january, forecasts_of_january.frame(**state))
        assert explorers.computed_rows(forecasts_of_january, spec, state) == rows, state


def test_the_browser_gets_a_formula_and_no_states():
    spec = forecasts_of_january.figure().spec
    assert sum(len(rows) for rows in spec["datasets"].values()) < 40
    assert {param["name"] for param in spec["params"] if "bind" in param} == {
        c.name for c in forecasts_of_january.controls
    }
