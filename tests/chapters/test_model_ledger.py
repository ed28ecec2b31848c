"""The ledger as a scorer reads it: every coding covers what it must, and the counts add up."""

import pandas as pd
import pytest

from qantar.chapters.hindsight import coding as ledger
from qantar.chapters.hindsight.coding import (
    BECAUSE,
    WORDING,
    forecasts,
    reasons,
    scores,
    shares,
    two_coders,
    worth,
)
from qantar.claims import claims, tally
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
        counted = worth(one.verdict, 0.3)
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


def test_scores_agree_with_a_count_by_hand():
    table = scores().set_index(["asked", "coder", "partly"])
    # After two weeks: C31, C46, C47 and C50 came, C44 did not, C09 and C45 came in part; four were open.
    assert table.loc[("two weeks", "ours", 0.5)].tolist() == pytest.approx([7, 5 / 7, 1.25 / 7, 1.17 / 7])
    # Today four came, four came in part, two did not; the second coder moves C09 and C51 from in part to held up.
    assert table.loc[("today", "ours", 0.5)].tolist() == pytest.approx([10, 0.6, 0.15, 0.23])
    assert table.loc[("today", "second", 0.5)].tolist() == pytest.approx([10, 0.7, 0.2, 0.2])
    assert table.loc[("today", "ours", 1)].tolist()[1] == 0.8 and len(table) == 15


def test_scores_of_today_are_those_of_the_explorer():
    came = forecasts(0.5)["outcome"].dropna()
    today = scores().set_index(["asked", "coder", "partly"]).loc[("today", "ours", 0.5)]
    assert (today["scored"], today["base_rate"]) == (len(came), pytest.approx(came.mean()))


def test_two_coders_stand_beside_each_other_in_words():
    table = two_coders().set_index("claim_id")
    assert table.loc["c24", ["read", "second", "now"]].tolist() == ["still contested", "held up", "held up"]
    assert list(table.index[table["now"] != table["second"]]) == ["c06", "c09", "c11", "c39", "c51", "c55"]
