"""The ledger as a scorer reads it: every coding covers what it must, and the counts add up."""

import pandas as pd
import pytest

from qantar.chapters.hindsight import coding as ledger
from qantar.chapters.hindsight.coding import (
    BECAUSE,
    FIRST_READING,
    WORDING,
    forecasts,
    outcome,
    reasons,
    shares,
    two_readings,
)
from qantar.claims import claim, claims, tally
from qantar.errors import QantarError


def test_every_forecast_and_nothing_else_has_a_wording():
    assert (
        list(WORDING) == [one.claim_id for one in claims() if one.kind == "forecast"] == list(forecasts()["claim_id"])
    )
    labels = [one.label for one in WORDING.values()]
    assert len(set(labels)) == len(labels) and max(map(len, labels)) <= 42
    assert {one.limit for one in WORDING.values()} == {"a date", "an event", "a span without an end", "none"}
    assert {one.sure for one in WORDING.values()} == {"flat", "hedged"}


def test_a_verdict_counts_by_the_rule_and_the_undecided_do_not_count():
    for one in claims():
        counted = outcome(one, 0.3)
        assert {"held_up": 1, "partly": 0.3, "did_not_hold": 0}.get(one.verdict) == (
            None if pd.isna(counted) else counted
        )


def test_every_claim_that_held_in_part_has_one_reason():
    held_in_part = {one.claim_id for one in claims() if one.verdict == "partly"}
    assert held_in_part <= set(BECAUSE)
    assert set(reasons()["claim_id"]) == held_in_part
    assert reasons()["reason"].nunique() == 6


def test_a_claim_without_a_reason_is_named(monkeypatch):
    first = next(one.claim_id for one in claims() if one.verdict == "partly")
    monkeypatch.setattr(ledger, "BECAUSE", {name: why for name, why in BECAUSE.items() if name != first})
    with pytest.raises(QantarError, match=first):
        reasons()


def test_shares_agree_with_the_tally():
    counts = tally("kind")
    for row in shares().itertuples():
        total = counts.loc[row.kind].sum()
        assert row.claims == total
        assert row.strict * total == pytest.approx(counts.loc[row.kind, "held up"])
        assert row.mild * total == pytest.approx(counts.loc[row.kind, ["held up", "partly held up"]].sum())


def test_the_first_draft_had_the_tallies_that_it_is_remembered_by():
    counts = two_readings()["first"].value_counts()
    assert len(two_readings()) == 60
    unchanged = {name for name in FIRST_READING if claim(name).verdict == FIRST_READING[name]}
    assert unchanged == set()
    expected = {"held up": 29, "partly held up": 15, "did not hold": 8, "still contested": 6, "cannot be verified": 2}
    assert counts.to_dict() == expected
