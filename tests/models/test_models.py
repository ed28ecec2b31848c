"""The models against what is known from theory or can be worked out by hand."""

import numpy as np
import pytest

from qantar.models.threshold import BINS, DAYS, PEOPLE, RUNS, TOWNS, equilibrium, simulate, step, summarise


def test_people_without_a_threshold_always_cascade():
    assert equilibrium([0.0] * 40) == 1.0


def test_people_who_wait_for_everyone_never_start():
    assert equilibrium([1.0] * 40) == 0.0
    assert equilibrium([1.0] * 40, start=0.99) == 0.0


def test_a_hundred_people_in_a_chain_all_join_and_one_missing_link_stops_them():
    # Granovetter's example: thresholds of 0, 1, … 99 others; then the person who waits for one now waits for two.
    chain = [n / 100 for n in range(100)]
    assert equilibrium(chain) == 1.0
    assert equilibrium([0.02 if n == 0.01 else n for n in chain]) == 0.01


def test_five_people_by_hand():
    people = [0.0, 0.2, 0.4, 0.9, 0.9]
    assert [step(share, people) for share in (0, 0.2, 0.4, 0.6)] == [0.2, 0.4, 0.6, 0.6]
    assert equilibrium(people) == 0.6


def test_a_large_enough_start_can_carry_a_crowd_that_would_not_begin():
    people = [0.5] * 10
    assert (equilibrium(people), equilibrium(people, start=0.5)) == (0.0, 1.0)


def test_nobody_is_refused():
    with pytest.raises(ValueError, match="at least one person"):
        equilibrium([])


@pytest.mark.parametrize(("spread", "lowest", "highest"), [(0.115, 0.0, 0.2), (0.13, 0.8, 1.0)])
def test_normal_thresholds_jump_where_granovetter_found_the_jump(spread, lowest, highest):
    # With a mean of 25 per cent the resting point leaps from a few per cent to nearly all at a spread of about 12.2.
    people = 0.25 + spread * np.random.default_rng(1).standard_normal(200_000)
    assert lowest <= equilibrium(people) <= highest


@pytest.mark.parametrize("reach", ["national", "local"])
def test_a_country_of_low_thresholds_fills_and_one_of_high_thresholds_keeps_its_spark(reach):
    assert simulate(0.02, 0.001, 0.5, reach)[:, -1].min() == 1.0
    frozen = simulate(0.99, 0.001, 0.4, reach)
    assert np.allclose(frozen, 0.4 / TOWNS)


def test_no_spark_and_no_one_who_goes_first_means_nobody():
    assert simulate(0.5, 0.01, 0.0, "national").max() == 0.0


def test_a_cut_keeps_distant_towns_from_seeing_the_first_one():
    reached = simulate(0.25, 0.14, 0.4, "national")[:, -1].mean()
    cut = simulate(0.25, 0.14, 0.4, "national", cut_day=1)[:, -1].mean()
    assert cut < reached
    # A cut after the last day changes nothing.
    assert np.array_equal(simulate(0.25, 0.12, 0.2, "local", cut_day=DAYS + 1), simulate(0.25, 0.12, 0.2, "local"))


def test_one_town_alone_agrees_with_a_loop_over_its_people():
    # The fast search over all towns at once against the definition, for the isolated towns after a cut on day 1.
    seed, mean, spread = 7, 0.25, 0.12
    scores = np.random.default_rng(seed).standard_normal((RUNS, TOWNS, PEOPLE))
    people = mean + spread * scores[3, 5]
    share = 0.0
    for _ in range(DAYS):
        share = step(share, people)
    towns = simulate(mean, spread, 0.0, "national", cut_day=1, seed=seed)
    by_hand = [0.0] * TOWNS
    for town in range(TOWNS):
        for _ in range(DAYS):
            by_hand[town] = step(by_hand[town], mean + spread * scores[3, town])
    assert by_hand[5] == share
    assert towns[3, -1] == pytest.approx(np.mean(by_hand))


def test_the_summary_counts_every_run_once_and_orders_its_percentiles():
    frame = summarise(simulate(0.25, 0.12, 0.2, "national"))
    days, sizes = (frame[frame["panel"] == name] for name in ("days", "sizes"))
    assert (len(days), len(sizes)) == (DAYS + 1, BINS)
    assert sizes["mid"].sum() == 100
    assert (days["low"] <= days["mid"]).all() and (days["mid"] <= days["high"]).all()


@pytest.mark.parametrize("wrong", [{"reach": "everyone"}, {"spread": 0}])
def test_a_setting_that_means_nothing_is_refused(wrong):
    with pytest.raises(ValueError, match="use"):
        simulate(**{"mean": 0.25, "spread": 0.12, "spark": 0.2, "reach": "local", **wrong})
