"""The drawings and words of the chapter that scores the ledger: they count every claim once and say what they count."""

import re

import pandas as pd

from qantar.chapters.hindsight import descriptions
from qantar.chapters.hindsight.charts import (
    LOOKS,
    claim_marks,
    constant_lines,
    forecast_table,
    reading_table,
    reason_marks,
    span_chart,
)
from qantar.chapters.hindsight.coding import forecasts, ledger, reasons, scores, shares, two_coders
from qantar.claims import claims, tally

KINDS = {"fact": "facts", "interpretation": "interpretations", "forecast": "forecasts"}


def data_of(chart) -> list[list[dict]]:
    return list(chart.to_dict()["datasets"].values())


def test_every_claim_has_one_mark_in_a_place_of_its_own():
    marks = max(data_of(claim_marks(ledger(), "kind", KINDS)), key=len)
    assert sorted(row["claim"] for row in marks) == sorted(one.claim_id.upper() for one in claims())
    assert len({(row["group"], row["place"]) for row in marks}) == len(claims())
    assert {row["group"] for row in marks} == set(KINDS.values())


def test_every_verdict_of_the_ledger_has_a_look():
    assert set(ledger()["verdict"]) <= set(LOOKS)
    assert len({shape for shape, _ in LOOKS.values()}) == len({colour for _, colour in LOOKS.values()}) == len(LOOKS)


def test_every_reason_has_its_claims():
    marks = max(data_of(reason_marks(reasons())), key=len)
    assert sorted(row["claim_id"] for row in marks) == sorted(reasons()["claim_id"])


def test_the_table_of_two_coders_counts_each_claim_once():
    table = two_coders()
    cells = max(data_of(reading_table(table["now"], table["second"], titles=("a", "b"))), key=len)
    assert len(cells) == 25 and sum(cell["claims"] for cell in cells) == len(table)
    assert sum(cell["same"] for cell in cells) == 5


def test_the_table_of_forecasts_has_a_row_for_each_and_no_stray_cell():
    *rows, _, checked = forecast_table(forecasts()).data.splitlines()
    assert checked.startswith("*Evidence checked to ")
    assert re.findall(r"^\| \[(C\d\d)\]", "\n".join(rows), re.M) == [
        one.claim_id.upper() for one in claims() if one.kind == "forecast"
    ]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7}


def test_descriptions_count_as_the_ledger_does():
    counts = tally("kind")
    for kind, words in KINDS.items():
        said = f"{words.capitalize()}: {counts.loc[kind, 'held up']} of {counts.loc[kind].sum()} held up"
        assert said in descriptions.by_kind(KINDS)
    assert f"{len(reasons())} in all" in descriptions.why(reasons())
    assert f"of {len(two_coders())}:" in descriptions.coders(two_coders())
    spans = scores().query("partly == 0").assign(low=10, high=70)
    said = descriptions.by_day(spans)
    assert said.startswith(f"{len(spans)} spans") and "two weeks, ours: 10 to 70" in said


def test_a_chart_of_the_ledger_counts_the_claims_that_it_is_given():
    table = ledger()
    ends = [row for rows in data_of(claim_marks(table.head(9), "kind", KINDS)) for row in rows if "held" in row]
    assert sum(row["place"] - 1 for row in ends) == 9
    held = (table["verdict"].head(9) == "held up").sum()
    assert sum(row["held"] for row in ends) == held


def test_a_table_of_some_forecasts_has_only_these():
    assert len(forecast_table(forecasts().head(2)).data.splitlines()) == 6


def test_constants_have_the_dotted_line_at_the_score_of_one_half():
    table = pd.DataFrame({"chance": [75, 60, 5], "rule": [f"in part counts {n}" for n in ("0", "one half", "1")]})
    rows = [row for rows in data_of(constant_lines(table.assign(score=0.1), half=0.3)) for row in rows]
    assert [row["score"] for row in rows if "rule" not in row] == [0.3, 0.3]


def test_spans_stand_in_the_order_of_the_frame_and_are_described():
    spans = shares().assign(name=lambda table: table["kind"], low=0, high=50)
    assert span_chart(spans[::-1]).to_dict()["layer"][0]["encoding"]["y"]["sort"] == list(spans["kind"])[::-1]
    assert f"{spans['kind'][0]}s {100 * spans['strict'][0]:.0f} to" in descriptions.spans(spans)
