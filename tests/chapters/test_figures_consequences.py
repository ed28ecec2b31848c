"""The drawings of the chapter on consequences: each draws the frame that it is given."""

import json

import pandas as pd

from qantar.chapters.consequences.charts import STOPS, agreement_panels, crude_chart, parallel_chart, trade_panels
from qantar.chapters.consequences.partners import LABELS, lane_events, lanes_chart
from qantar.chapters.consequences.votes import SUBJECTS, recurring, vote_grid, vote_table, votes_in_words
from qantar.data import load


def rows_with(chart, field: str) -> list[dict]:
    """All rows of the chart's data that have the field."""
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows if field in row]


def test_the_grid_and_its_table_hold_the_votes_that_they_are_given():
    votes = votes_in_words(load("un_votes"))
    one = votes[votes["text"] == "2 Mar 2022, aggression"]
    assert {row["text"] for row in rows_with(vote_grid(one), "text")} == {"2 Mar 2022, aggression"}
    table = vote_table(one)
    assert len(table) == 1 and table["Kazakhstan"].item() == "abstained" and table["Russia"].item() == "no"


def test_every_text_has_a_subject():
    assert set(SUBJECTS) == set(load("un_votes")["resolution"])


def test_the_lanes_hold_the_events_that_they_are_given():
    events = lane_events(load("international_events"))
    assert set(LABELS) <= set(events["event_id"])
    chart = lanes_chart(events[events["lane"] == "China"])
    assert {row["lane"] for row in rows_with(chart, "lane")} == {"China"}


def test_a_stop_of_the_pipeline_stands_at_its_day():
    assert set(STOPS) <= set(load("international_events")["event_id"])
    days = pd.date_range("2021-03-01", periods=len(STOPS), freq="MS")
    crude = pd.DataFrame({"date": days, "value": 1.0})
    chart = crude_chart(crude, pd.DataFrame({"day": days}, index=list(STOPS)[::-1]))
    drawn = {row["words"]: row["date"][:10] for row in rows_with(chart, "words")}
    assert drawn == {"drones": "2021-03-01", "court": "2021-04-01", "mines": "2021-05-01", "storm": "2021-06-01"}


def test_the_double_difference_shows_each_year_and_counts_from_nought():
    yearly = pd.DataFrame({"who": ["Kazakhstan"] * 2, "year": [2021, 2022], "per_cent": [60.0, 55.0]})
    means = yearly.assign(period=["before", "after"], first=yearly["year"], last=yearly["year"])
    parallel = means.assign(who="in parallel")
    chart = parallel_chart(yearly, pd.concat([means, parallel]))
    assert [row["year"] for row in rows_with(chart, "year") if "period" not in row and "who" in row] == [2021, 2022]
    assert {(row["who"], row["period"]) for row in rows_with(chart, "period")} == {
        ("Kazakhstan", "before"),
        ("Kazakhstan", "after"),
        ("in parallel", "after"),
    }
    assert '"domain": [0, 100]' in json.dumps(chart.to_dict())


def test_panels_draw_their_frames():
    years = {"year": [2016, 2011, 1997], "partner": ["Russia", "China", "USA"], "per_cent": [70.0, 60.0, 20.0]}
    span = pd.DataFrame({"year": [2016], "low": [1.0], "high": [3.0], "KAZ": [2.0]})
    assert [row["KAZ"] for row in rows_with(agreement_panels(pd.DataFrame(years), span), "low")] == [2.0]
    shares = {"year": [2021, 2023, 2022, 2021], "partner": ["Russia", "China", "Italy", "Turkey"], "share": 5.0}
    bounds = pd.DataFrame({"year": [2021], "low": [900.0], "high": [2000.0]})
    edges = rows_with(trade_panels(pd.DataFrame(shares), bounds), "edge")
    assert [(row["edge"], row["value"]) for row in edges] == [("low", 900.0), ("high", 2000.0)]


def test_on_the_text_that_returns_kazakhstan_left_the_side_of_russia():
    table = recurring()
    assert table["KAZ"].to_dict() == {2022: "no", 2023: "did not vote", 2024: "abstained", 2025: "abstained"}
    assert set(table["RUS"]) == {"no"}
