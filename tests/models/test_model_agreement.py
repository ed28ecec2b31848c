"""Agreement of two states and concentration of trade: results by hand, known bounds, and refusals."""

import math

import pandas as pd
import pytest

from qantar.data import load
from qantar.models.agreement import (
    agreement,
    agreement_matrix,
    common_votes,
    concentration,
    concentration_range,
    trade_shares,
)


def roll_calls():
    votes = load("un_votes").pivot(index=["date", "resolution"], columns="iso3", values="vote")
    return votes.astype(str)


def test_four_votes_by_hand():
    one = ["yes", "no", "abstain", "yes"]
    other = ["yes", "yes", "yes", "absent"]
    # alike 1, opposed 0, half 0.5; the fourth is no common vote, or an abstention beside a yes
    assert agreement(one, other) == pytest.approx(1.5 / 3)
    assert agreement(one, other, half=0) == pytest.approx(1 / 3)
    assert agreement(one, other, absent="as abstention") == pytest.approx(2.0 / 4)
    assert agreement(one, other, absent="as abstention", half=0) == pytest.approx(1 / 4)


def test_two_absences_agree_only_when_taken_as_abstentions():
    assert math.isnan(agreement(["absent"], ["absent"]))
    assert agreement(["absent"], ["absent"], absent="as abstention") == 1


def test_no_votes_are_no_agreement():
    assert math.isnan(agreement([], []))


@pytest.mark.parametrize("half", [0, 0.5, 1])
def test_the_order_of_the_states_does_not_matter_and_a_state_agrees_with_itself(half):
    matrix = agreement_matrix(roll_calls().drop(columns="TKM"), half=half)
    pd.testing.assert_frame_equal(matrix, matrix.T)
    assert set(matrix.to_numpy().diagonal()) == {1}
    assert matrix.min().min() >= 0 and matrix.max().max() <= 1


def test_turning_yes_and_no_round_changes_nothing():
    turned = {"yes": "no", "no": "yes", "abstain": "abstain", "absent": "absent"}
    votes = roll_calls()
    pd.testing.assert_frame_equal(agreement_matrix(votes), agreement_matrix(votes.replace(turned)))


def test_kazakhstan_and_russia_on_the_war_by_hand():
    votes = roll_calls()
    kaz, rus = votes["KAZ"].tolist(), votes["RUS"].tolist()
    assert (kaz.count("abstain"), kaz.count("no"), kaz.count("yes"), kaz.count("absent")) == (13, 2, 1, 1)
    assert set(rus) == {"no"}
    assert agreement(kaz, rus) == pytest.approx((2 + 13 / 2) / 16)
    assert agreement(kaz, rus, half=0) == pytest.approx(2 / 16)
    assert agreement(kaz, rus, absent="as abstention") == pytest.approx((2 + 14 / 2) / 17)


def test_a_state_that_never_voted_has_a_number_by_one_rule_only():
    votes = roll_calls()
    assert agreement_matrix(votes)["TKM"].isna().all()
    assert agreement_matrix(votes, absent="as abstention").loc["TKM", "RUS"] == 0.5


def test_common_votes_keep_the_order_of_the_roll_calls():
    assert common_votes(["no", "absent", "yes"], ["yes", "no", "no"]) == [("no", "yes"), ("yes", "no")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"one": ["aye"], "other": ["yes"]}, "not 'aye'"),
        ({"one": ["yes"], "other": ["yes", "no"]}, "shorter|longer|argument 2"),
        ({"one": ["yes"], "other": ["no"], "absent": "as no"}, "rule for absences"),
        ({"one": ["yes"], "other": ["no"], "half": 2}, "from 0 to 1"),
    ],
)
def test_what_is_no_vote_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        agreement(**arguments)


def test_concentration_by_hand_and_at_its_ends():
    assert concentration([100]) == 10_000
    assert concentration([50, 50]) == 5_000
    assert concentration([30, 30, 20, 20]) == 2_600
    assert concentration([1] * 100) == 100
    assert concentration([]) == 0


def test_equal_partners_give_ten_thousand_by_their_number():
    for partners in (2, 3, 7, 40):
        assert concentration([100 / partners] * partners) == pytest.approx(10_000 / partners)


def test_missing_shares_leave_a_range():
    assert concentration_range([60, 30]) == (4_500, 4_600)
    assert concentration_range([30, 30, 20, 20]) == (2_600, 2_600)
    assert concentration_range([]) == (0, 10_000)
    # 10 per cent are missing: two partners of 5, or one of 8 and one of 2.
    assert concentration_range([60, 30], largest=5) == (4_500, 4_550)
    assert concentration_range([60, 30], largest=8) == (4_500, 4_568)


@pytest.mark.parametrize("shares", [[60, 50], [-1, 50]])
def test_impossible_shares_are_refused(shares):
    with pytest.raises(ValueError, match="per cent"):
        concentration(shares)


def test_shares_of_trade_rest_on_the_whole_world():
    shares = trade_shares().set_index(["partner", "year"])["share"]
    # 24,624.3 of 101,736.6 million dollars
    assert shares["Russia", 2021] == pytest.approx(24.204, abs=0.001)
    assert shares.groupby("year").sum().between(61, 68.5).all()
