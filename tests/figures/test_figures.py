"""`publish()` refuses what a reader could not use, and gives the same bytes for the same data."""

import json
import re
import subprocess
import sys

import altair as alt
import pandas as pd
import pytest

from qantar.errors import QantarError
from qantar.figures import COLOURS, publish
from qantar.figures.figure import MIME
from qantar.figures.theme import TOKENS, css
from qantar.sphinxext.drawing.chart import book_spec, controls, draw, size
from qantar.sphinxext.drawing.narrow import narrow
from qantar.sphinxext.drawing.picture import framed

GOOD = {
    "title": "Prices",
    "description": (
        "A line from 60 tenge at the end of 2021 to 120 on 1 January 2022, the highest value, and to 50 on 4 January."
    ),
    "sources": ["bns-cpi"],
}


def prices() -> alt.Chart:
    frame = pd.DataFrame({"day": pd.to_datetime(["2022-01-01", "2022-01-04"]), "tenge": [120, 50], "unused": [1, 2]})
    return alt.Chart(frame).mark_line().encode(x=alt.X("day:T", title="Day"), y="tenge:Q")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": " "}, "no title"),
        ({"description": ""}, "80 to 400 characters"),
        ({"description": "x" * 401}, "it has 401"),
        ({"description": "Prices rose. " + "x" * 90}, "repeats its title"),
        ({"sources": []}, "names no source"),
        ({"sources": "bns-cpi"}, "names no source"),
        ({"sources": ["no-such-source"]}, "'no-such-source'"),
    ],
)
def test_a_figure_without_what_a_reader_needs_is_refused_in_one_sentence(change, words):
    with pytest.raises(QantarError, match=words) as refusal:
        publish(prices(), **{**GOOD, **change})
    assert "\n" not in str(refusal.value)


def test_the_bundle_is_what_jupyterlab_draws_and_nbformat_accepts():
    bundle = publish(prices(), **GOOD)._repr_mimebundle_()
    assert set(bundle) == {MIME, "text/plain"}
    assert bundle[MIME]["$schema"].endswith("/v5.json")
    assert bundle[MIME]["title"]["text"] == "Prices"
    assert "Bureau of National Statistics" in bundle[MIME]["title"]["subtitle"]
    assert bundle["text/plain"] == f"Prices. {GOOD['description']}"


def test_the_same_data_give_the_same_bytes_in_another_process():
    program = (
        "import json, sys; sys.path.insert(0, 'tests/figures'); import altair as alt\n"
        "from test_figures import GOOD, prices; from qantar.figures import publish\n"
        "[alt.Chart().add_params(alt.selection_point()) for _ in range(int(sys.argv[1]))]\n"
        "chart = prices().add_params(alt.selection_point()).interactive()\n"
        "print(json.dumps(publish(chart, **GOOD)._repr_mimebundle_()))"
    )
    runs = {
        subprocess.run([sys.executable, "-c", program, str(n)], capture_output=True, text=True, check=True).stdout
        for n in (0, 3)
    }
    assert len(runs) == 1


def test_the_table_shows_the_encoded_columns_under_their_titles():
    table = publish(prices(), **GOOD).meta["table"]
    assert table == {
        "columns": ["Day", "Tenge"],
        "numeric": [False, True],
        "rows": [["2022-01-01", "120"], ["2022-01-04", "50"]],
    }


def test_two_tables_in_one_chart_ask_for_the_one_to_show():
    other = alt.Chart(pd.DataFrame({"a": [1]})).mark_point().encode(x="a:Q")
    with pytest.raises(QantarError, match="table=frame"):
        publish(prices() + other, **GOOD)


def test_the_books_drawing_follows_the_page():
    spec = book_spec(publish(prices().mark_line(color=COLOURS["red"]), **GOOD).spec)
    text = json.dumps(spec)
    assert "title" not in spec and spec["background"] is None
    assert "var(--q-red)" in text
    assert not [name for name, (light, _) in TOKENS.items() if f'"{light}"' in text]
    assert 'stroke="var(--q-red)"' in draw(spec)


def test_a_drawing_keeps_the_decimals_of_its_words():
    frame = pd.DataFrame({"x": [0.123456], "words": ["0.125"]})
    svg = draw(book_spec(publish(alt.Chart(frame).mark_text().encode(x="x:Q", text="words:N"), **GOOD).spec))
    assert ">0.125</text>" in svg and not re.search(r'transform="[^"]*\.\d\d', svg)


def test_a_picture_that_travels_alone_has_its_words_in_it():
    svg = draw(book_spec(publish(prices(), **GOOD).spec))
    whole = framed(svg, "Prices & wages", "In tenge", ["A <b>", "A <b>"])
    assert "Prices &amp; wages" in whole and "In tenge" in whole and "var(" not in whole
    assert whole.count("A &lt;b&gt;") == 1 and "CC BY 4.0" in whole
    assert size(whole)[0] > size(svg)[0] and size(whole)[1] > size(svg)[1]


def test_for_a_phone_charts_stand_below_each_other_with_names_above_their_rows():
    rows = pd.DataFrame({"who": ["a name of many letters", "another one of those"], "value": [1, 2]})
    one = alt.Chart(rows, width=300, height=40).mark_point().encode(x="value:Q", y=alt.Y("who:N"))
    words = alt.Chart(rows).mark_text(x=310).encode(y="who:N", text="value:N")
    spec = publish((one + words) | one, **GOOD).spec
    small = narrow(spec)
    assert "hconcat" not in small and len(small["vconcat"]) == 2 and "hconcat" in spec
    plot = small["vconcat"][0]
    point, text = plot["layer"]
    assert point["encoding"]["y"]["axis"]["labelOffset"] < 0 and plot["height"] > 40
    assert text["mark"]["x"] == plot["width"] and text["mark"]["align"] == "right"
    assert size(draw(book_spec(spec)))[0] > 300 and size(draw(book_spec(small)))[0] <= 340


def test_controls_stand_on_the_page_and_not_in_the_chart():
    choice = alt.param(name="day", value=2, bind=alt.binding_range(min=1, max=3, step=1, name="Day, of January"))
    spec = publish(prices().add_params(choice), **GOOD).spec
    [control] = controls(spec)
    assert (control["key"], control["label"], control["unit"], control["value"]) == ("day", "Day", "of January", 2)
    assert not [signal for signal in book_spec(spec)["signals"] if "bind" in signal]


def test_the_style_sheet_has_every_colour_in_light_and_in_dark():
    sheet = css()
    for name, (light, dark) in TOKENS.items():
        assert f"--q-{name}:{light};" in sheet and f"--q-{name}:{dark};" in sheet


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
def test_colours_stand_out_from_the_page(side):
    paper = TOKENS["paper"][side]
    for name in ("ink", "muted"):
        assert _contrast(TOKENS[name][side], paper) >= 4.5, name
    for name in ("blue", "orange", "teal", "plum", "gold", "red", "grey"):
        assert _contrast(TOKENS[name][side], paper) >= 3, name
