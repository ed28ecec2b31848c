"""Changes with intervals and differences of differences: results by hand, edge cases, and refusals."""

import pandas as pd
import pytest

from qantar.models.difference import against, change, difference_in_differences, overlap, period_means

TABLE = pd.DataFrame(
    {"A": [10, 12, 20, 22], "B": [1, 3, 4, 6], "C": [5.0, 5.0, 5.0, 9.0]}, index=[2019, 2020, 2021, 2022]
)


def test_a_unit_that_stands_still_gains_on_others_that_fall():
    # up by half, while the others lose two and a quarter
    assert difference_in_differences(20.5, 21.0, 23.5, 21.25) == 2.75


def test_parallel_lines_have_no_difference():
    assert difference_in_differences(3, 8, 100, 105) == 0
    assert difference_in_differences(3, 3, 3, 3) == 0


def test_exchanging_the_groups_turns_the_sign():
    assert difference_in_differences(1, 4, 2, 3) == -difference_in_differences(2, 3, 1, 4) == 2


def test_means_and_changes_by_hand():
    means = period_means(TABLE, before=[2019, 2020], after=[2021, 2022])
    assert means.loc["A"].tolist() == [11, 21, 10]
    assert means.loc["B"].tolist() == [2, 5, 3]
    assert means.loc["C"].tolist() == [5, 7, 2]


def test_against_the_mean_of_the_others_by_hand():
    means = period_means(TABLE, before=[2019, 2020], after=[2021, 2022])
    assert against(means, "A", ["B"]) == 7
    # B and C together go from 3.5 to 6
    assert against(means, "A", ["B", "C"]) == 7.5


def test_a_common_shock_drops_out():
    shocked = TABLE.copy()
    shocked.loc[[2021, 2022]] += 100
    periods = {"before": [2019, 2020], "after": [2021, 2022]}
    assert against(period_means(shocked, **periods), "A", ["B", "C"]) == 7.5


def test_a_missing_year_is_refused():
    holed = TABLE.astype(float)
    holed.loc[2021, "B"] = None
    with pytest.raises(ValueError, match="B has no value"):
        period_means(holed, before=[2019], after=[2021])
    assert period_means(holed, before=[2019], after=[2022]).loc["B", "change"] == 5


def test_an_interval_of_a_change_by_hand():
    # errors 3 and 4 make 5
    found = change(10, 3, 30, 4)
    assert (found.value, found.low, found.high) == pytest.approx((20, 20 - 9.8, 20 + 9.8))
    assert not found.is_noise
    assert change(10, 3, 12, 4).is_noise


def test_without_error_every_change_is_one():
    assert not change(1, 0, 1.001, 0).is_noise
    assert change(1, 0, 1, 0).is_noise


def test_overlapping_intervals_may_still_hold_a_change():
    # two estimates, 3.5 apart with errors of 1: their intervals overlap, the change does not reach zero
    found = change(0, 1, 3.5, 1)
    assert overlap((-1.96, 1.96), (3.5 - 1.96, 3.5 + 1.96))
    assert not found.is_noise


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [((0, 1), (1, 2), True), ((0, 1), (1.1, 2), False), ((0, 9), (3, 4), True), ((2, 3), (0, 1), False)],
)
def test_overlap(one, other, expected):
    assert overlap(one, other) is expected and overlap(other, one) is expected


def test_what_is_no_interval_is_refused():
    with pytest.raises(ValueError, match="lower end"):
        overlap((2, 1), (0, 1))
    with pytest.raises(ValueError, match="not negative"):
        change(1, -1, 2, 1)
