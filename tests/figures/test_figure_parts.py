"""The parts that chapters build figures and tables from: maps, named lines, titles, verdicts."""

import json
import re

import altair as alt
import pandas as pd
import pytest
import vl_convert

from qantar.chapters.causes.maps import STATES, on_map, place_marks, region_map
from qantar.claims import claims
from qantar.data import load
from qantar.errors import QantarError
from qantar.figures import COLOURS, STEPS
from qantar.figures import verdicts as room
from qantar.figures.lines import named_lines
from qantar.figures.looks import key, shape_and_colour
from qantar.figures.titles import with_titles
from qantar.figures.verdicts import verdict_table

PRODUCT = load("regions").set_index("region_code")["grp_index_2021"]


def texts(chart):
    svg = vl_convert.vegalite_to_svg(chart.to_dict(), vl_version="6.1")
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


def map_on(day):
    places = load("places").assign(name=lambda t: t["place"], day=lambda t: t["first_protest"].dt.day)
    marks = alt.Chart(places[["name", "day", "lon", "lat"]]).encode(longitude="lon:Q", latitude="lat:Q")
    known = "datum.day > day ? 'later' : datum.day == day ? 'new that day' : 'before'"
    marks = marks.transform_calculate(state=f"datum.day == null ? 'date not found' : {known}")
    slider = alt.param(name="day", value=day, bind=alt.binding_range(min=2, max=6, step=1))
    ground = region_map(PRODUCT, breaks=[50, 80, 110, 140], title="Product")
    return on_map(ground, place_marks(marks)).add_params(slider)


def test_the_day_really_moves_the_map():
    second, fifth, sixth = (texts(map_on(day)) for day in (2, 5, 6))
    assert "Zhanaozen" in second and "Semey" not in second
    assert "Semey" in fifth and "Zhanaozen" not in fifth
    assert not {"Zhanaozen", "Semey"} & set(sixth)


def test_every_region_has_its_value_and_no_hole():
    shapes = region_map(PRODUCT, breaks=[50, 80, 110, 140], title="Product").data.to_dict()["values"]
    assert sorted(shape["properties"]["value"] for shape in shapes) == sorted(PRODUCT.drop("SHM"))
    assert all(len(part) == 1 for shape in shapes for part in shape["geometry"]["coordinates"])


def test_regions_are_coloured_in_steps_that_follow_the_page():
    scale = region_map(PRODUCT, breaks=[50, 80, 110, 140], title="Product").to_dict()["encoding"]["color"]["scale"]
    assert scale == {"type": "threshold", "domain": [50, 80, 110, 140], "range": STEPS}


def test_states_of_places_differ_without_colour():
    looks = [(look["shape"], look["size"]) for look in STATES.values()]
    assert len(set(looks)) == len(looks)
    assert {look[key] for look in STATES.values() for key in ("fill", "stroke")} <= set(COLOURS)


@pytest.fixture
def two_lines():
    return pd.DataFrame({"year": [2000, 2001] * 2, "value": [1.0, 2.0, 3.0, 4.0], "who": ["a", "a", "b", "b"]})


def test_each_line_carries_its_name_and_a_dash_of_its_own(two_lines):
    chart = named_lines(two_lines, x=alt.X("year:Q"), y=alt.Y("value:Q"), series="who", at={"b": 2001, "a": 2000})
    line = chart.to_dict()["layer"][0]["encoding"]
    assert line["strokeDash"]["field"] == line["color"]["field"] == "who"
    assert line["color"]["scale"]["domain"] == ["b", "a"]
    assert {"a", "b"} <= set(texts(chart))


def test_a_name_stands_on_the_side_that_is_asked_for(two_lines):
    chart = named_lines(
        two_lines, x=alt.X("year:Q"), y=alt.Y("value:Q"), series="who", at={"a": 2000, "b": 2000}, side={"b": "below"}
    )
    named = chart.layer[1].data.set_index("who")
    assert named.loc["a", "down"] < 0 < named.loc["b", "down"]
    assert list(named["value"]) == [1.0, 3.0]


def test_a_name_that_would_be_lost_is_an_error(two_lines):
    with pytest.raises(QantarError, match="'b' has no point at 1999"):
        named_lines(two_lines, x=alt.X("year:Q"), y=alt.Y("value:Q"), series="who", at={"a": 2000, "b": 1999})


def test_columns_take_the_titles_of_the_table_or_become_words():
    table = with_titles(pd.DataFrame(columns=["date", "tenge_per_litre", "words_of_mine"]), "lpg_prices")
    assert list(table.columns) == ["Date", "Price", "Words of mine"]


def test_the_verdict_table_repeats_the_ledger():
    *rows, _, checked = verdict_table("causes").data.splitlines()[2:]
    assert checked == "*Evidence checked to 30 November 2026.*"
    for row, one in zip(rows, claims("causes"), strict=True):
        assert f"[{one.claim_id.upper()}](reference/claims.md#{one.claim_id})" in row
        assert f"| **{one.verdict_words}** |" in row and f"*({one.kind})*" in row


def test_a_cell_of_the_verdict_table_cannot_break_it(monkeypatch):
    strange = type(claims("causes")[0])(**(vars(claims("causes")[0]) | {"evidence": "a|b\n*c* <i>"}))
    monkeypatch.setattr(room, "claims", lambda chapter: [strange])
    row = verdict_table("causes").data.splitlines()[2]
    assert row.endswith(r"| a\|b \*c\* \<i> |")


def test_a_chapter_without_claims_is_told_so():
    with pytest.raises(QantarError, match="'spring' answers no claim"):
        verdict_table("spring")


def test_parts_give_the_same_specification_twice():
    assert json.dumps(map_on(4).to_dict()["layer"]) == json.dumps(map_on(4).to_dict()["layer"])


def test_kinds_differ_in_shape_and_in_colour_and_keep_their_order():
    looks = {"promised": ("diamond", "orange"), "paid": ("circle", "blue")}
    shape, colour = (one.to_dict() for one in shape_and_colour("kind", looks).values())
    assert shape["scale"] == {"domain": ["promised", "paid"], "range": ["diamond", "circle"]}
    assert colour["scale"] == {"domain": ["promised", "paid"], "range": [COLOURS["orange"], COLOURS["blue"]]}
    assert shape["legend"] is colour["legend"] is None
    with pytest.raises(KeyError):
        shape_and_colour("kind", {"paid": ("circle", "no such token")})


def test_a_key_names_every_look_and_draws_nothing():
    looks = {"known": ("diamond", "ink", "ink"), "unknown": ("circle", "paper", "grid")}
    drawn = key(looks).to_dict()
    assert drawn["mark"]["opacity"] == 0 and drawn["encoding"]["shape"]["legend"]["symbolOpacity"] == 1
    assert drawn["encoding"]["stroke"]["scale"]["range"] == [COLOURS["ink"], COLOURS["grid"]]
    assert {"known", "unknown"} <= set(texts(key(looks)))
