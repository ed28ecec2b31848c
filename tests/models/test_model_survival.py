"""The survival curve against examples worked out by hand and a classic one from the literature."""

import math
import warnings

import pandas as pd
import pytest
from lifelines import AalenJohansenFitter

from qantar.models.survival import curve, curves, incidence, median, medians


def test_five_people_by_hand():
    # Removed on days 2, 4 and 4; one censored on day 3, one on day 9. At risk: 5, then 3 on day 4.
    days, removed = [2, 3, 4, 4, 9], [True, False, True, True, False]
    found = curve(days, removed).set_index("day")
    assert found["at_risk"].to_dict() == {0: 5, 2: 5, 3: 4, 4: 3, 9: 1}
    assert found["removed"].to_dict() == {0: 0, 2: 1, 3: 0, 4: 2, 9: 0}
    assert found["kept"].tolist() == pytest.approx([1, 4 / 5, 4 / 5, 4 / 5 * 1 / 3, 4 / 15])
    assert median(days, removed)[0] == 4


def test_greenwoods_interval_by_hand():
    # One removal among four: kept 3/4, variance of log(−log S) = (1 / (4 · 3)) / (log 3/4)².
    found = curve([1, 2, 2, 2], [True, False, False, False]).set_index("day").loc[1]
    width = 1.959964 * math.sqrt(1 / 12) / abs(math.log(0.75))
    assert found["low"] == pytest.approx(0.75 ** math.exp(width), abs=1e-6)
    assert found["high"] == pytest.approx(0.75 ** math.exp(-width), abs=1e-6)


def test_leukaemia_remissions_of_freireich_1963():
    # 6-MP arm, the textbook example of the method; estimates as printed in textbooks.
    days = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    removed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    kept = curve(days, removed).set_index("day")["kept"].round(3)
    assert kept[[6, 7, 10, 13, 16, 22, 23]].tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert median(days, removed) == (23, 13, math.inf)


def test_leaving_the_censored_out_would_make_the_curve_fall_faster():
    with_them = curve([1, 2, 3, 4, 5], [True, False, False, True, False]).set_index("day")["kept"][4]
    without = curve([1, 4], [True, True]).set_index("day")["kept"][4]
    assert with_them > without == 0


def test_nobody_removed_keeps_the_curve_at_one_and_has_no_median():
    assert (curve([3, 5], [False, False])["kept"] == 1).all()
    assert median([3, 5], [False, False])[0] == math.inf


def test_a_group_of_which_exactly_half_is_gone_has_reached_its_median():
    # After day 4 three of six are left: as a product of floats 0.5000000000000001.
    assert median([1, 1, 4, 9, 22, 28], [True] * 6)[0] == 4


def test_whoever_enters_late_is_not_at_risk_before():
    # On day 3 one of two is removed, on day 5 one of two: the second person came on day 4 only.
    kept = curve([3, 5, 6], [True, True, False], [0, 4, 0]).set_index("day")["kept"]
    assert (kept[3], kept[5]) == (0.5, 0.25)
    assert curve([3, 5, 6], [True, True, False]).set_index("day")["kept"][3] == pytest.approx(2 / 3)
    people = pd.DataFrame({"side": "a", "days": [3, 5, 6], "removed": [True, True, False], "entered": [0, 4, 0]})
    assert medians(people, "side", ["a"])["median"].item() == 3


def test_groups_are_kept_apart():
    people = pd.DataFrame({"side": ["a", "b", "a"], "days": [1, 2, 3], "removed": [True, False, True]})
    found = curves(people, "side", ["b", "a"])
    assert found["side"].unique().tolist() == ["b", "a"]
    assert found.query("side == 'a'")["kept"].tolist() == [1, 0.5, 0]
    rows = medians(people, "side", ["b", "a"]).set_index("side")
    assert rows["people"].to_dict() == {"b": 1, "a": 2}
    assert rows["removed"].to_dict() == {"b": 0, "a": 2}
    assert rows["median"].to_dict() == {"b": math.inf, "a": 1}


@pytest.mark.parametrize(("days", "removed"), [([], []), ([1, 2], [True])])
def test_a_curve_of_nobody_is_refused(days, removed):
    with pytest.raises(ValueError, match="at least one person"):
        curve(days, removed)


def test_kinds_of_exit_share_out_the_drops_of_the_curve():
    # Five people: days 1 and 3 to the one kind, 3 to the other, 2 censored, 5 still there: 1/5, then two thirds of 4/5.
    found = incidence([1, 2, 3, 3, 5], ["post", "", "post", "arrest", ""]).set_index("day")
    assert found.loc[5].to_dict() == pytest.approx({"arrest": 4 / 15, "post": 1 / 5 + 4 / 15})
    assert found.loc[1].to_dict() == {"arrest": 0, "post": pytest.approx(0.2)}
    assert list(found.columns) == ["arrest", "post"]


def test_without_ties_the_library_says_the_same():
    days, kinds = [3, 5, 8, 9, 12, 14, 20], ["a", "b", "", "a", "b", "a", ""]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = AalenJohansenFitter(calculate_variance=False).fit(days, [" ab".index(k or " ") for k in kinds], 1)
    ours = incidence(days, kinds).set_index("day")["a"]
    assert ours.iloc[-1] == pytest.approx(fitted.cumulative_density_.iloc[-1, 0])
