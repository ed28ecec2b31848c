"""Drawings draw the frame that they are given, so that a reader sees the table become the chart."""

import re

import pandas as pd
import pytest
import vl_convert

from qantar.chapters.causes import drawings
from qantar.chapters.counting.silence import silence_chart, silence_rows
from qantar.chapters.intervention.airlift import airlift_chart
from qantar.chapters.intervention.alliance import order_chart, order_rows, stay_chart, stay_rows
from qantar.chapters.intervention.alliance_claims import request_chart, request_rows, size_chart, size_rows
from qantar.data import load
from qantar.sphinxext.drawing.chart import VEGA_LITE

NOON = pd.DataFrame({"when": pd.to_datetime(["2022-01-10 12:00"]), "said": "the analysis", "level": 0})
DRAWINGS = {
    "order": (order_rows, order_chart),
    "stays": (stay_rows, lambda rows: stay_chart(rows, NOON)),
    "sizes": (size_rows, size_chart),
    "requests": (request_rows, request_chart),
    "silence": (silence_rows, lambda rows: silence_chart(rows, NOON)),
}
"""Drawing → the function that makes its frame, and the one that draws it."""


def data_of(chart) -> list[dict]:
    """Return every row of data that a chart carries."""
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_row_that_is_taken_out_is_not_drawn(name):
    frame, draw = DRAWINGS[name][0](), DRAWINGS[name][1]
    assert len(data_of(draw(frame))) - len(data_of(draw(frame.iloc[1:]))) == 1


def test_what_a_size_is_left_of_is_read_from_the_table():
    total = load("csto_forces").set_index("row_id").at["force-02", "value"]
    assert f"Russia · what is left of {total:,}" in set(size_rows()["row"])


def test_a_list_of_protests_has_one_bar_for_each_unbroken_count():
    years = [["mass_mobilization", f"{year}-01-01", f"{year}-12-31", 2] for year in (2016, 2017)]
    rows = [["oxus", "2018-01-01", "2020-08-31", 7], ["oxus", "2020-09-01", "2020-12-31", 5], *years]
    counts = pd.DataFrame(rows, columns=["tracker", "period_start", "period_end", "events"])
    for end in ("period_start", "period_end"):
        counts[end] = pd.to_datetime(counts[end])
    sums = {row["row"]: row["events"] for row in data_of(drawings.tracker_panels(counts)) if "row" in row}
    assert sums == {
        "Mass Mobilization, Jan 2016 to Dec 2017": 4,
        "Protest Tracker, Jan 2018 to Aug 2020": 7,
        "Protest Tracker, Sep to Dec 2020": 5,
    }


def test_columns_of_dots_keep_the_order_of_the_countries():
    countries = pd.DataFrame({"country": ["B", "Kazakhstan", "A"], "one": [3, 2, 1], "two": [1, 2, 3]}).set_index(
        "country"
    )
    columns = drawings.country_dots(countries).to_dict()["hconcat"]
    assert [column["encoding"]["x"]["title"] for column in columns] == ["one", "two"]
    assert all(column["encoding"]["y"]["scale"]["domain"] == ["B", "Kazakhstan", "A"] for column in columns)


def test_a_day_without_a_number_has_a_word_and_no_bar():
    day = pd.to_datetime(["2022-01-17", "2022-01-18"])
    counted = pd.DataFrame({"day": day[:1], "end": day[:1] + pd.Timedelta(hours=23), "flights": 14, "words": "14"})
    unknown = pd.DataFrame({"day": day[1:], "flights": 1.5, "words": "?"})
    svg = vl_convert.vegalite_to_svg(airlift_chart(counted, counted, unknown).to_dict(), vl_version=VEGA_LITE)
    assert svg.count('aria-roledescription="bar"') == 1  # a total for several days has no height
    assert len(re.findall(r">\?</text>", svg)) == 1
