"""The drawings and words of the chapter that scores the ledger: they count every claim once and say what they count."""

import re

import pytest

from qantar.chapters.hindsight import words as ledger_words
from qantar.chapters.hindsight.coding import reasons, two_readings
from qantar.chapters.hindsight.drawings import LOOKS, claim_marks, forecast_table, ledger, reading_table, reason_marks
from qantar.claims import claims, tally

KINDS = {"fact": "facts", "interpretation": "interpretations", "forecast": "forecasts"}
POINTS = {str(number): f"point {number}" for number in range(6)}


def data_of(chart) -> list[list[dict]]:
    return list(chart.to_dict()["datasets"].values())


@pytest.mark.parametrize(("by", "names"), [("kind", KINDS), ("paragraph", POINTS)])
def test_every_claim_has_one_mark_in_a_place_of_its_own(by, names):
    marks = max(data_of(claim_marks(by, names)), key=len)
    assert sorted(row["claim"] for row in marks) == sorted(one.claim_id.upper() for one in claims())
    assert len({(row["group"], row["place"]) for row in marks}) == len(claims())
    assert {row["group"] for row in marks} == set(names.values())


def test_every_verdict_of_the_ledger_has_a_look():
    assert set(ledger()["verdict"]) <= set(LOOKS)
    assert len({shape for shape, _ in LOOKS.values()}) == len({colour for _, colour in LOOKS.values()}) == len(LOOKS)


def test_every_reason_has_its_claims():
    marks = max(data_of(reason_marks()), key=len)
    assert sorted(row["claim_id"] for row in marks) == sorted(reasons()["claim_id"])


def test_the_table_of_two_readings_counts_each_claim_once():
    table = two_readings()
    cells = max(data_of(reading_table(table["first"], table["now"], titles=("a", "b"))), key=len)
    assert len(cells) == 25 and sum(cell["claims"] for cell in cells) == len(table)
    assert sum(cell["same"] for cell in cells) == 5


def test_the_table_of_forecasts_has_a_row_for_each_and_no_stray_cell():
    rows = forecast_table().data.splitlines()
    assert re.findall(r"^\| \[(C\d\d)\]", "\n".join(rows), re.M) == [
        one.claim_id.upper() for one in claims() if one.kind == "forecast"
    ]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7}


def test_descriptions_count_as_the_ledger_does():
    counts = tally("kind")
    for kind, words in KINDS.items():
        said = f"{words.capitalize()}: {counts.loc[kind, 'held up']} of {counts.loc[kind].sum()} held up"
        assert said in ledger_words.by_kind(KINDS)
    first = tally("paragraph").loc[0]
    assert f"in this order: {first['held up']} of {first.sum()}," in ledger_words.by_paragraph(POINTS)
    assert f"{len(reasons())} in all" in ledger_words.why()
    assert f"of {len(two_readings())}:" in ledger_words.readings()
