"""The parts that the chapter `counting` draws with: statements, breakdowns, holes and the shutdown."""

import pandas as pd
import pytest

from qantar.chapters.counting.holes import KNOWN_OTHERWISE, NO_PLACE, deaths_by_place, places_chart, places_in_words
from qantar.chapters.counting.segments import ROOM, parted_bars
from qantar.chapters.counting.silence import DAY, FIRST, HOURS, LAST, ROWS, silence_chart, silence_rows
from qantar.chapters.counting.statements import LOOKS, kind_colour, short_speaker, statement_rows, steps_down
from qantar.data import load
from qantar.figures import COLOURS


def data_of(chart) -> list[dict]:
    """Return every row of data that a chart carries."""
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


# Statements


@pytest.mark.parametrize(
    ("speaker", "name"),
    [
        ("Prosecutor General's Office (S. Shalabayev)", "Prosecutor General"),
        ("Prosecutor General's Office, quoted in a joint statement of NGOs", "Prosecutor General, quoted"),
        ("Government Telegram channel, naming the Health Ministry", "Government Telegram channel"),
        ("Officials, quoted by Sky News", "Officials, quoted by Sky News"),
        ("RFE/RL Kazakh Service (Azattyq)", "Azattyq"),
    ],
)
def test_a_short_speaker_keeps_who_spoke_and_that_he_was_quoted(speaker, name):
    assert short_speaker(speaker) == name


def test_rows_of_totals_have_names_of_their_own():
    rows = statement_rows(load("tolls").query("measure == 'deaths_total' and place == 'Kazakhstan'"))
    assert len(set(rows)) == len(rows) == 12
    assert "9 Jan 2022 · Government Telegram channel" in rows
    assert any(row.startswith("Jan 2022 · ") for row in rows)


def test_the_line_goes_down_with_the_old_number_and_across_to_the_new_one():
    kinds = ["total", "taken back", "total"]
    table = pd.DataFrame({"row": ["a", "b", "c"], "value": [225, 164, 230], "kind": kinds, "words": ["", "", ""]})
    corners = sorted((row for row in data_of(steps_down(table)) if "corner" in row), key=lambda row: row["corner"])
    assert [(row["value"], row["row"]) for row in corners] == [(225, "a"), (225, "c"), (230, "c")]


def test_what_did_not_stand_is_hollow_and_no_two_kinds_look_alike():
    assert [kind for kind, (_, fill, _) in LOOKS.items() if fill == "paper"] == ["taken back", "disputed"]
    assert len(set(LOOKS.values())) == len(LOOKS)
    assert "red" not in {colour for look in LOOKS.values() for colour in look}


def test_a_bar_has_the_colour_of_the_outline_of_its_points():
    scale = kind_colour(["list", "taken back", "list"]).to_dict()["scale"]
    assert scale == {"domain": ["taken back", "list"], "range": [COLOURS["grey"], COLOURS["teal"]]}


# Breakdowns


def test_parts_follow_each_other_and_only_small_ones_are_named_below():
    rows = [["March", "assailants", 149, "orange"], ["March", "elsewhere", 9, "teal"], ["March", "forces", 19, "grey"]]
    found = data_of(parted_bars(pd.DataFrame(rows, columns=["bar", "part", "value", "colour"])))
    blocks = [row for row in found if "part" in row]
    assert [(row["start"], row["stop"]) for row in blocks] == [(0, 149), (149, 158), (158, 177)]
    assert [row["roomy"] for row in blocks] == [value >= ROOM for value in (149, 9, 19)]
    assert [row["words"] for row in found if "words" in row] == ["at the end: 9 elsewhere, 19 forces"]


# Holes


def test_every_unit_has_a_row_and_a_hole_has_no_number():
    deaths = deaths_by_place()
    units = set(load("regions")["region"])
    assert set(deaths["row"]) == units | {NO_PLACE}
    assert (deaths["kind"].eq("hole") == deaths["value"].isna()).all()
    assert deaths["kind"].eq("hole").sum() == 13


def test_both_breakdowns_add_up_to_their_totals():
    assert deaths_by_place().groupby("kind")["value"].sum().to_dict() == {"hole": 0, "taken back": 164, "total": 238}


def test_words_say_the_town_where_only_the_town_was_named():
    words = places_in_words(deaths_by_place()).set_index("row")["words"]
    assert words["Almaty (city)"] == "151"
    assert words["Zhambyl Region"] == "17, the city of Taraz only"
    assert words["Akmola Region"] == "no number"
    assert list(words.index)[0] == "Almaty (city)" and list(words.index)[-1] == NO_PLACE
    assert len(words) == 18


def test_what_is_known_otherwise_is_what_the_table_says():
    notes = load("tolls").set_index("toll_id")["note"]
    assert "8 in Almaty Region" in notes["toll-055"] and "8 " in KNOWN_OTHERWISE["Almaty Region"]
    assert "three in East Kazakhstan" in notes["toll-050"] and "3 " in KNOWN_OTHERWISE["East Kazakhstan Region"]


def test_holes_are_drawn_as_words_and_not_as_points():
    drawn = [row for row in data_of(places_chart(deaths_by_place())) if "value" in row]
    assert {row["kind"] for row in drawn} == {"total", "taken back"}


# The shutdown


def test_spans_lie_in_the_days_shown_and_never_end_before_they_begin():
    spans = silence_rows()
    assert len(spans) == len(ROWS)
    assert spans["start"].ge(FIRST).all() and spans["stop"].le(LAST).all()
    assert (spans["stop"] >= spans["start"]).all()


def test_the_blackout_begins_when_each_measurer_says():
    starts = silence_rows().query("row.str.endswith('all access')").set_index("row")["start"].dt.strftime("%H:%M")
    assert starts.to_dict() == {
        "Cloudflare · all access": "16:30",
        "NetBlocks · all access": "17:00",
        "CoinDesk · all access": "18:00",
    }


def test_a_span_known_by_the_day_takes_in_what_the_report_leaves_open():
    spans = silence_rows()
    spans.index = list(ROWS)
    assert spans.loc["cut-11", "known"] == HOURS
    assert spans.loc["cut-03", ["known", "start", "stop"]].tolist() == [DAY, FIRST, FIRST + pd.Timedelta(days=2)]
    assert spans.loc["cut-13", "stop"] == pd.Timestamp("2022-01-07")
    assert spans.loc["cut-18", "stop"] == pd.Timestamp("2022-01-10T06:00")
    assert spans.loc[["cut-12", "cut-17", "cut-19"], "access"].eq("back").all()


def test_each_report_is_drawn_in_one_way():
    moments = pd.DataFrame({"when": ["2022-01-07T14:36"], "said": ["x"]})
    layers = silence_chart(silence_rows(), moments).to_dict()["layer"]
    tests = [layer["transform"][-1]["filter"] for layer in layers if layer["mark"]["type"] == "bar"]
    assert len(tests) == 3 and len(set(tests)) == 3
