"""What `show` prints: equal for right answers written differently, different for different ones."""

import datetime as dt

import altair as alt
import numpy as np
import pandas as pd
import pytest

from qantar.grading import show
from qantar.grading.tutor.checkfile import ExerciseChecks, ListedMistake, hashed
from qantar.grading.tutor.expects import faults, forget
from qantar.grading.tutor.plain import plain_number

PRICES = pd.DataFrame({"town": ["B", "A", "A"], "year": [2021, 2020, 2021], "price": [1.5, 2.0, np.nan]})
DAY = pd.Timestamp("2022-01-05")


def shown(capsys, value, **options) -> str:
    show(value, "it", **options)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (0.1 + 0.2, 0.3),
        (1e-17, 0),
        (np.float32(0.1), 0.1),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (DAY, dt.date(2022, 1, 5)),
        (DAY, np.datetime64("2022-01-05")),
        (dt.timedelta(days=1), pd.Timedelta(hours=24)),
        (None, ...)[:1] * 2,
        (pd.NA, np.nan),
        ([1, 2], (1.0, 2.0)),
        ([1, 2], np.array([1, 2])),
        ([1, 2], pd.Index([1, 2])),
        ({2, 1}, [1, 2]),
        ({"a": 1, "b": 2}, {"b": 2.0, "a": 1}),
        (lambda a, b: a, lambda x, y: y),
        (PRICES, PRICES.astype({"town": "category", "year": float})),
        (PRICES, PRICES.astype({"year": "Int64", "price": "Float64"})),
        (PRICES, PRICES.set_axis([7, 3, 5])),
        (PRICES["town"], PRICES["town"].rename("place").astype("category")),
        (pd.Series([True, False]), pd.Series([True, False], dtype="boolean")),
    ],
)
def test_the_same_answer_gives_the_same_lines(capsys, one, other):
    assert shown(capsys, one) == shown(capsys, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 2),
        (1, True),
        (1, "1"),
        (1.00001, 1),
        (0.3, 0.300002),
        ("a", "A"),
        (["1", "2"], [1, 2]),
        ({"a": "1"}, {"a": 1}),
        (list(range(100)), [*range(100), 100]),
        ([1, 2], [2, 1]),
        ([1, 2], [[1, 2]]),
        ({"a": 1}, {"a": 2}),
        (None, ...),
        (lambda a: a, lambda a, b: a),
        (PRICES, PRICES[::-1]),
        (PRICES, PRICES[["year", "town", "price"]]),
        (PRICES, PRICES.rename(columns={"price": "Price"})),
        (PRICES, PRICES.set_index("town")),
        (PRICES, PRICES.head(2)),
        (PRICES, PRICES.fillna(0)),
        (PRICES, PRICES.astype({"year": str})),
        (PRICES["price"], PRICES["year"]),
        (PRICES.set_index("town")["price"], PRICES["price"]),
        (PRICES.set_index("year")["price"], PRICES["price"]),
    ],
)
def test_another_answer_gives_other_lines(capsys, one, other):
    assert shown(capsys, one) != shown(capsys, other)


def test_order_counts_only_where_it_is_asked_for(capsys):
    other = PRICES[["price", "year", "town"]][::-1]
    free = {"by": ["town", "year"], "ordered_columns": False}
    assert shown(capsys, PRICES, **free) == shown(capsys, other, **free)
    assert shown(capsys, PRICES, by="price") != shown(capsys, other, by="price")


def test_numbers_are_sorted_as_numbers_whatever_their_type(capsys):
    numbers = pd.DataFrame({"n": [10, 9, 100]})
    assert shown(capsys, numbers, by="n") == shown(capsys, numbers.astype("Float64"), by="n")
    assert "it │ 9\n" in shown(capsys, numbers, by="n").partition("columns")[2][:20]


def test_a_missing_column_is_named_instead_of_an_error(capsys):
    assert "no column place" in shown(capsys, PRICES, by=["place", "town"])
    assert "row" not in shown(capsys, PRICES, columns=["place"]).replace("3 rows", "")


def test_every_line_carries_the_mark(capsys):
    long = pd.DataFrame({"n": range(300), "t": ["x"] * 300})
    lines = shown(capsys, long).splitlines()
    assert all(line.startswith("it │ ") for line in lines)
    assert len(lines) < 60


def test_a_long_column_of_categories_is_summed_up_like_texts(capsys):
    votes = pd.DataFrame({"vote": ["yes", "no", "abstain"] * 20})
    categories = votes.astype({"vote": pd.CategoricalDtype(["yes", "no", "abstain", "absent"])})
    assert shown(capsys, categories) == shown(capsys, votes)
    assert "3 different values from abstain to yes" in shown(capsys, categories)


def test_a_change_in_the_middle_of_a_long_table_is_seen(capsys):
    long = pd.DataFrame({"n": range(300)})
    other = long.assign(n=long["n"].where(long["n"] != 150, 999))
    assert shown(capsys, long) != shown(capsys, other)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1012.345, "1012.35"),
        (1012.3449999999999, "1012.35"),
        (1234567890, "1234567890"),
        (1234567.8, "1234570"),
        (-0.0, "0"),
        (2 / 3, "0.666667"),
        (1e-9, "0.000000001"),
        (float("inf"), "infinite"),
    ],
)
def test_numbers_have_one_text(value, text):
    assert plain_number(value) == text


def chart(**changed) -> alt.Chart:
    encoding = {"x": "year:O", "y": "mean(price):Q", "color": "town:N"} | changed
    return alt.Chart(PRICES, title="Prices").mark_line().encode(**encoding)


@pytest.mark.parametrize(
    "other",
    [
        alt.Chart(PRICES).mark_line(point=True).encode(chart().encoding.x, chart().encoding.y, alt.Color("town:N")),
        chart(tooltip=["town", "price"], opacity=alt.value(0.5)),
        chart(x=alt.X("year", type="ordinal", title="Year"), y=alt.Y("price:Q", aggregate="mean")),
        chart().properties(width=300, title="Another title"),
        chart().interactive(),
    ],
)
def test_charts_that_encode_the_same_are_the_same(capsys, other):
    only = ["mark", "x", "y", "color"]
    assert shown(capsys, chart(), only=only) == shown(capsys, other, only=only)


@pytest.mark.parametrize(
    "other",
    [
        alt.Chart(PRICES, title="Prices").mark_bar().encode(x="year:O", y="mean(price):Q", color="town:N"),
        chart(y="price:Q"),
        chart(y="sum(price):Q"),
        chart(x="year:Q"),
        chart(x=alt.X("year:O").bin(True)),
        chart(x=alt.X("year:O").sort("-y")),
        chart(color="year:N"),
        chart(row="town:N"),
        chart().properties(title=""),
        chart().properties(description="A line per town."),
        chart() + chart(),
    ],
)
def test_charts_that_encode_something_else_differ(capsys, other):
    assert shown(capsys, chart()) != shown(capsys, other)


def test_tooltips_and_constants_are_not_part_of_the_answer(capsys):
    assert shown(capsys, chart()) == shown(capsys, chart(tooltip=["town", "price"], size=alt.value(3)))


@pytest.mark.parametrize("channel", ["fill", "stroke"])
def test_fill_and_stroke_take_the_place_of_colour_among_other_channels(capsys, channel):
    points = alt.Chart(PRICES).mark_point().encode(x="year:O", shape="town:N", row="town:N")
    assert shown(capsys, points.encode(color="town:N")) == shown(capsys, points.encode(**{channel: "town:N"}))


def test_the_order_of_layers_is_free(capsys):
    rule = alt.Chart(PRICES).mark_rule().encode(y=alt.datum(1))
    assert shown(capsys, chart() + rule) == shown(capsys, rule + chart())


def test_a_published_figure_counts_as_its_chart(capsys):
    class Figure:
        def __init__(self):
            self.chart = alt.Chart(PRICES).mark_line().encode(x="year:O", y="mean(price):Q", color="town:N")
            self.title, self.description = "Prices", "A line per town."

    assert shown(capsys, Figure()) == shown(capsys, chart().properties(description="Another line."))


def test_existence_comes_before_type():
    expects = [{"name": "table", "type": "DataFrame"}, {"name": "count", "type": "int"}]
    assert faults(expects, {"table": PRICES, "count": ...}) == [
        "`count` does not exist yet: give it a value in your cell and run the cell."
    ]
    assert faults(expects, {"table": 1, "count": np.int64(2)}) == [
        "`table` should be a table (DataFrame), but it is a whole number."
    ]
    assert faults(expects, {"table": PRICES, "count": 2}) == []
    assert len(faults(expects, {"table": PRICES, "count": True})) == 1
    both = faults(expects, {"table": 1})
    assert ["does not exist" in both[0], "should be" in both[1], len(both)] == [True, True, 2]


def test_a_layer_takes_over_the_channels_of_the_whole(capsys):
    whole = alt.layer(
        alt.Chart().mark_rule().encode(x="price:Q"), alt.Chart().mark_point().encode(x="year:O"), data=PRICES
    )
    base = alt.Chart(PRICES).encode(y="town:N")
    parts = base.mark_rule().encode(x="price:Q") + base.mark_point().encode(x="year:O")
    assert shown(capsys, whole.encode(y="town:N")) == shown(capsys, parts)


@pytest.mark.parametrize("sort", ["-y", None, alt.EncodingSortField("price"), [2021, 2020]])
def test_the_order_of_a_channel_can_be_left_free(capsys, sort):
    other = chart(x=alt.X("year:O").sort(sort))
    assert shown(capsys, chart(), sorts=False) == shown(capsys, other, sorts=False)
    assert shown(capsys, chart()) != shown(capsys, other)


def test_the_mistake_that_prints_the_very_lines_is_told_from_one_that_shares_what_is_wrong():
    def mistake(name, *lines):
        return ListedMistake(name, hashed("a-1", list(lines)), f"hint {name}")

    # Both are wrong in the first line; where the second one is right tells them apart, in either order.
    listed = [mistake("one", "wrong", "right 2", "right 3"), mistake("two", "wrong", "wrong too", "right 3")]
    for mistakes in (listed, listed[::-1]):
        checks = ExerciseChecks("a-1", lines=hashed("a-1", ["right 1", "right 2", "right 3"]), mistakes=mistakes)
        assert checks.mistake(["wrong", "right 2", "right 3"]).name == "one"
        assert checks.mistake(["wrong", "wrong too", "right 3"]).name == "two"
        assert checks.mistake(["wrong", "something else", "right 3"]).name == "one"  # shares all that is wrong in it
        assert checks.mistake(["right 1", "wrong too", "right 3"]) is None


def test_shares_stacked_to_the_full_width_are_another_chart(capsys):
    bars = alt.Chart(PRICES).mark_bar().encode(x=alt.X("price:Q"), y="town:N")
    stretched = alt.Chart(PRICES).mark_bar().encode(x=alt.X("price:Q", stack="normalize"), y="town:N")
    assert shown(capsys, bars) != shown(capsys, stretched)
    zero = alt.Chart(PRICES).mark_bar().encode(x=alt.X("price:Q", stack="zero"), y="town:N")
    assert shown(capsys, bars) == shown(capsys, zero)


def test_what_an_answer_made_is_forgotten_and_the_book_lends_no_function_of_that_name():
    from qantar.models import turnover

    names = {"most_posts": 1, "limit": 2}
    forget([{"name": "most_posts", "type": "function"}], names)
    assert names == {"limit": 2} and not hasattr(turnover, "most_posts")
    forget([], names)
    assert turnover.most_posts(1, 1, 3) == 2
