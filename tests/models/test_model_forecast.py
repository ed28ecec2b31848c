"""The Brier score and its parts: values known from theory or worked by hand."""

import numpy as np
import pytest

from qantar.errors import QantarError
from qantar.models.forecast import FIFTHS, base_rate, bin_of, brier, calibration, decompose, expected

OUTCOMES = [1, 1, 0, 1, 0, 0, 1, 1]


def random_forecasts(seed: int, partly: bool = False) -> tuple[np.ndarray, np.ndarray]:
    source = np.random.default_rng(seed)
    return source.choice([0, 0.1, 0.35, 0.6, 0.9, 1], 60), source.choice([0, 0.5, 1] if partly else [0, 1], 60)


def test_a_perfect_forecast_scores_zero_and_its_opposite_one():
    assert brier(OUTCOMES, OUTCOMES) == 0
    assert brier([1 - outcome for outcome in OUTCOMES], OUTCOMES) == 1


def test_always_one_half_scores_a_quarter_whatever_happens():
    for outcomes in (OUTCOMES, [1] * 8, [0] * 8):
        assert brier([0.5] * 8, outcomes) == 0.25


def test_a_score_by_hand():
    # (0.9 - 1)² + (0.6 - 0)² + (0.2 - 0)² + (0.7 - 1)² = 0.01 + 0.36 + 0.04 + 0.09 = 0.50
    assert brier([0.9, 0.6, 0.2, 0.7], [1, 0, 0, 1]) == pytest.approx(0.125)
    assert brier([0.7], [0.5]) == pytest.approx(0.04)


def test_no_constant_forecast_beats_the_base_rate():
    rate = base_rate(OUTCOMES)
    assert rate == 5 / 8
    assert brier([rate] * 8, OUTCOMES) == pytest.approx(rate * (1 - rate))
    others = [brier([chance] * 8, OUTCOMES) for chance in np.linspace(0, 1, 101)]
    assert brier([rate] * 8, OUTCOMES) <= min(others)


def test_the_expected_score_is_the_mean_over_what_may_happen_and_honesty_pays():
    assert expected([0.5] * 3) == 0.25
    assert expected([0, 1]) == 0
    for truth in (0.1, 0.3, 0.7):
        said = np.linspace(0, 1, 101)
        hoped = truth * (said - 1) ** 2 + (1 - truth) * said**2
        assert said[hoped.argmin()] == pytest.approx(truth)
        assert expected([truth]) == pytest.approx(hoped.min())


@pytest.mark.parametrize("partly", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_the_parts_add_up_to_the_score(seed, partly):
    chances, outcomes = random_forecasts(seed, partly)
    parts = decompose(chances, outcomes)
    assert parts["brier"] == pytest.approx(brier(chances, outcomes))
    assert parts["uncertainty"] == pytest.approx(parts["resolution"] + parts["within"])
    if not partly:
        rate = base_rate(outcomes)
        assert parts["uncertainty"] == pytest.approx(rate * (1 - rate))
    assert parts["brier"] == pytest.approx(parts["reliability"] - parts["resolution"] + parts["uncertainty"])


def test_the_parts_of_two_groups_by_hand():
    # Five times 0.2 with one event, five times 0.8 with four: calibrated, and the groups differ from one half by 0.3.
    parts = decompose([0.2] * 5 + [0.8] * 5, [1, 0, 0, 0, 0, 1, 1, 1, 1, 0])
    assert parts["reliability"] == pytest.approx(0)
    assert parts["resolution"] == pytest.approx(0.09)
    assert parts["uncertainty"] == pytest.approx(0.25)
    assert parts["brier"] == pytest.approx(0.16)


def test_the_base_rate_stated_every_time_has_neither_fault_nor_merit():
    parts = decompose([base_rate(OUTCOMES)] * 8, OUTCOMES)
    assert (parts["reliability"], parts["resolution"]) == (0, 0)
    assert parts["brier"] == pytest.approx(parts["uncertainty"])


def test_calibration_by_hand():
    table = calibration([0, 0.1, 0.2, 0.5, 0.9, 1], [0, 1, 0, 1, 1, 1])
    assert table["forecasts"].tolist() == [2, 1, 1, 0, 2]
    assert table["chance"].dropna().tolist() == pytest.approx([0.05, 0.2, 0.5, 0.95])
    assert table["came"].dropna().tolist() == [0.5, 0, 1, 1]
    assert table["chance"].isna().tolist() == [False, False, False, True, False]


def test_a_bin_holds_its_lower_edge_and_the_last_one_both():
    assert bin_of(FIFTHS).tolist() == [0, 1, 2, 3, 4, 4]


@pytest.mark.parametrize(
    ("chances", "outcomes"), [([], []), ([0.5], [1, 0]), ([70], [1]), ([0.5], [-1]), ([float("nan")], [1]), (0.5, 1)]
)
def test_what_is_no_forecast_is_refused(chances, outcomes):
    with pytest.raises(QantarError):
        brier(chances, outcomes)


@pytest.mark.parametrize("edges", [(0, 0, 1), (1,), (0, 0.4)])
def test_bins_that_hold_no_forecast_are_refused(edges):
    with pytest.raises(QantarError):
        bin_of([0.5], edges)
