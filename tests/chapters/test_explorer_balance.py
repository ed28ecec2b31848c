"""The explorer of the balance, beyond what every explorer must do (test_explorer.py)."""

import pandas as pd
import pytest

from qantar.chapters.consequences.balance import (
    DIMENSIONS,
    MARGIN,
    NO_WEIGHT,
    POLES,
    YEARS,
    balance,
    balance_frame,
    nearest,
    robustness,
    shares,
)
from qantar.data import load


def years(**state) -> pd.DataFrame:
    return balance.frame(**state).query("kind == 'year'").set_index("name")


def test_every_value_of_every_control_changes_the_chart():
    for control in balance.controls:
        frames = [balance.frame(**{control.name: value}) for value in control.values]
        assert not any(one.equals(two) for one, two in zip(frames, frames[1:], strict=False)), control.name


def test_the_opening_state_is_what_the_description_says():
    opening = years()
    assert opening.loc["2021", POLES].round().tolist() == [43, 37, 20]
    assert opening.loc["2023", POLES].round().tolist() == [35, 41, 24]
    assert opening.loc[["2021", "2022", "2023"], "nearest"].tolist() == ["Moscow", "nobody", "Beijing"]
    assert opening["state"].to_dict() == {"2020": "", "2021": "base", "2022": "", "2023": "now"}


def test_each_dimension_alone_gives_another_answer():
    alone = balance.frame().query("kind == 'alone'").set_index("name")
    assert alone["nearest"].to_dict() == {"votes": "Beijing", "exports": "the West", "imports": "nobody"}
    assert alone.loc["imports", POLES].round().tolist() == [47, 43, 11]


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_dimension_with_all_the_weight_is_the_answer(dimension):
    weights = dict.fromkeys(DIMENSIONS, 0) | {dimension: 2}
    frame = balance.frame(**weights).set_index("name")
    assert frame.loc["2023", POLES].tolist() == frame.loc[dimension, POLES].tolist()


def test_one_share_by_hand():
    trade = load("trade_partners").query("year == 2021").set_index("partner_iso3")["imports_usd_million"]
    known = trade["RUS"] + trade["CHN"] + trade["USA"]
    assert shares("imports", False).loc[2021, "moscow"] == pytest.approx(100 * trade["RUS"] / known)
    assert shares("imports", True).loc[2021, "moscow"] < shares("imports", False).loc[2021, "moscow"]


def test_shares_add_up_and_only_proportions_of_weights_count():
    for landed in ("west", "out"):
        one, three = (balance_frame(n, n, n, 2020, landed) for n in (1, 3))
        pd.testing.assert_frame_equal(one, three)
        assert one[POLES].sum(axis=1).between(99.8, 100.2).all()


def test_without_a_weight_there_is_no_answer():
    frame = years(votes=0, exports=0, imports=0)
    assert set(frame["nearest"]) == {NO_WEIGHT} and set(frame["lead"]) == {0}


def test_a_lead_below_the_margin_is_nobodys():
    assert nearest([40, 40 - MARGIN, 25]) == ("Moscow", MARGIN)
    assert nearest([40, 40 - MARGIN + 0.1, 24.9])[0] == "nobody"
    assert nearest([100 / 3] * 3) == ("nobody", 0)


def test_all_years_are_covered_by_both_tables():
    assert set(YEARS) <= set(load("trade_partners")["year"])
    assert set(YEARS) <= set(load("un_agreement").query("iso3 == 'KAZ' and partner_iso3 == 'USA'")["year"])


def test_the_move_away_from_moscow_holds_under_nearly_all_weightings_and_base_years():
    table = robustness().set_index(["base", "landed"])
    assert (table["weightings"] == 4**3 - 1).all()
    assert table["falls"].to_dict() == {
        (2020, True): 60,
        (2020, False): 57,
        (2021, True): 63,
        (2021, False): 63,
        (2022, True): 60,
        (2022, False): 63,
    }
