"""The signal model against what is known of global games of regime change, and against play by many people."""

import math
import random

import pytest

from qantar.models.signal import (
    NORMAL,
    PRIOR_MEAN,
    SAYS,
    Public,
    cutoff,
    heard,
    is_unique,
    leaving,
    outcome,
    same_by_price,
    thresholds,
)

COSTS = [0.2, 0.35, 0.5, 0.7]


def only(*args):
    (threshold,) = thresholds(*args)
    return threshold


@pytest.mark.parametrize("cost", COSTS)
def test_a_vague_public_signal_leaves_the_threshold_of_theory(cost):
    # Morris and Shin: with private views alone the regime breaks below 1 − cost, however noisy they are.
    for doubt in (0.05, 0.3, 2.0):
        assert only(cost, doubt, Public(0.9, 1e-9)) == pytest.approx(1 - cost, abs=1e-4)


@pytest.mark.parametrize("cost", COSTS)
def test_sharp_private_views_drown_any_public_signal(cost):
    for mean in (-1, 0.5, 2):
        assert only(cost, 0.001, Public(mean, 4)) == pytest.approx(1 - cost, abs=0.01)


def test_a_fair_game_rests_in_the_middle():
    for doubt, precision in [(0.1, 1), (0.5, 4), (1, 2.5)]:
        assert only(0.5, doubt, Public(0.5, precision)) == pytest.approx(0.5)


def test_the_mirrored_game_has_the_mirrored_threshold():
    for cost, mean in [(0.3, 0.8), (0.6, 0.2), (0.45, 1.1)]:
        threshold = only(cost, 0.4, Public(mean, 3))
        assert only(1 - cost, 0.4, Public(1 - mean, 3)) == pytest.approx(1 - threshold)


def test_one_condition_divides_one_answer_from_several():
    # Unique for every mean when precision · doubt ≤ √(2π); beyond it the symmetric game has three thresholds.
    for doubt in (0.2, 1.0, 3.0):
        limit = math.sqrt(2 * math.pi) / doubt
        calm, wild = Public(0.5, 0.99 * limit), Public(0.5, 1.2 * limit)
        assert is_unique(doubt, calm) and not is_unique(doubt, wild)
        assert {len(thresholds(c, doubt, Public(m / 10, 0.99 * limit))) for c in COSTS for m in range(-5, 16)} == {1}
        low, middle, high = thresholds(0.5, doubt, wild)
        assert middle == pytest.approx(0.5) and low == pytest.approx(1 - high) and low < 0.4


def test_people_who_have_left_for_good_leave_fewer_to_disagree():
    public = Public(0.5, 4)
    assert not is_unique(1.0, public) and is_unique(1.0, public, gone=0.5)
    assert len(thresholds(0.5, 1.0, public)) == 3 and len(thresholds(0.5, 1.0, public, 0.5, 0.5)) == 1


def test_the_threshold_meets_both_conditions():
    for cost, doubt, public in [(0.4, 0.3, Public(0.9, 4)), (0.7, 0.1, Public(0.2, 9)), (0.25, 1, Public(0.5, 1))]:
        threshold = only(cost, doubt, public)
        view = cutoff(threshold, cost, doubt, public)
        own = doubt**-2
        mean = (own * view + public.precision * public.mean) / (own + public.precision)
        chance = NORMAL.cdf((threshold - mean) * math.sqrt(own + public.precision))
        assert chance == pytest.approx(cost)
        assert leaving(threshold, (view, view), doubt) == pytest.approx(threshold)


def test_best_replies_from_both_ends_close_on_the_same_threshold():
    cost, doubt, public = 0.4, 0.3, Public(0.8, 3)
    for threshold in (0.0, 1.0):  # everyone expects that the regime always holds, or always breaks
        for _ in range(200):
            view, low, high = cutoff(threshold, cost, doubt, public), 0.0, 1.0
            for _ in range(40):
                middle = (low + high) / 2
                low, high = (middle, high) if leaving(middle, (view, view), doubt) > middle else (low, middle)
            threshold = low
        assert threshold == pytest.approx(only(cost, doubt, public), abs=1e-6)


def test_a_crowd_of_real_draws_breaks_the_regime_below_the_threshold_and_not_above():
    cost, doubt, weight, gone = 0.4, 0.3, 3, 0.2
    threshold, cutoffs = outcome(cost, doubt, weight, gone)
    draw, people = random.Random(6), 40_000
    for strength, breaks in [(threshold - 0.03, True), (threshold + 0.03, False)]:
        views = [draw.gauss(strength, doubt) for _ in range(people)]
        early = round(gone * people)
        left = sum(x < cutoffs[0] for x in views[:early]) + sum(x < cutoffs[1] for x in views[early:])
        assert (left / people >= strength) == breaks


def test_better_news_and_dearer_leaving_both_lower_the_threshold():
    by_news = [only(0.4, 0.3, Public(mean / 10, 3)) for mean in range(-5, 20)]
    by_cost = [only(cost / 20, 0.3, Public(0.6, 3)) for cost in range(1, 20)]
    assert by_news == sorted(by_news, reverse=True) and by_cost == sorted(by_cost, reverse=True)
    assert len(set(by_news)) == len(by_news) and len(set(by_cost)) == len(by_cost)


def test_words_work_on_those_who_doubt():
    falls = [outcome(0.4, doubt, 0)[0] - outcome(0.4, doubt, 3)[0] for doubt in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5)]
    assert falls == sorted(falls) and falls[0] < 0.05 and falls[-1] > 0.4


def test_the_later_it_comes_the_less_it_does():
    before = outcome(0.4, 0.3, 0)[0]
    late = [outcome(0.4, 0.3, 3, gone / 10)[0] for gone in range(11)]
    assert late == sorted(late) and late[-1] == pytest.approx(before)
    assert late[0] == pytest.approx(only(0.4, 0.3, heard(3)))


def test_an_announcement_without_weight_changes_nothing():
    assert heard(0) == Public()
    for gone in (0, 0.4, 1):
        threshold, (early, late) = outcome(0.4, 0.3, 0, gone)
        assert threshold == pytest.approx(outcome(0.4, 0.3, 0)[0]) and early == pytest.approx(late)


def test_belief_after_the_announcement_by_hand():
    # Precisions 1 and 3: the mean lies three quarters of the way from 0.5 to 1.
    assert (PRIOR_MEAN, SAYS) == (0.5, 1.0)
    assert heard(3) == Public(0.875, 4)
    assert heard(1, Public(0.2, 2), says=0.6) == Public(pytest.approx(0.4), 4)


def test_a_higher_price_can_do_what_an_announcement_does():
    for cost, weight, gone in [(0.4, 3, 0.2), (0.3, 2, 0), (0.6, 4, 0.6)]:
        threshold = outcome(cost, 0.3, weight, gone)[0]
        price = same_by_price(threshold, 0.3)
        assert price > cost and outcome(price, 0.3, 0)[0] == pytest.approx(threshold)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((0, 0.3, 1), "cost"),
        ((1, 0.3, 1), "cost"),
        ((0.4, 0, 1), "doubt"),
        ((0.4, 0.3, -1), "weight"),
        ((0.4, 3, 4), "more than one"),
    ],
)
def test_impossible_settings_are_refused(arguments, word):
    with pytest.raises(ValueError, match=word):
        outcome(*arguments)
