"""The data room: every table valid, every id resolved, known values in place, and faults named exactly."""

import csv
import datetime as dt
import hashlib
import html
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from qantar.cli import main
from qantar.data import dates, describe, load, load_map, tables
from qantar.data.build import BUILDERS
from qantar.data.check import Fault, validate
from qantar.data.description import Description
from qantar.data.descriptor import FILE, FOLDER, locked, put_resource, read, refresh, write
from qantar.errors import QantarError

EVENT_TABLES = ["claims", "facts", "lpg_prices", "places", "regions", "regions_january", "sources", "timeline"]


def ids(column):
    return {one for cell in column.dropna() for one in cell.split(";")}


# Every table


def test_every_table_is_valid():
    assert [str(fault) for fault in validate()] == []


def test_the_event_tables_are_there():
    assert set(EVENT_TABLES) <= set(tables())
    assert "regions_map" not in tables()


@pytest.mark.parametrize("table", tables())
def test_keys_are_unique(table):
    frame, key = load(table), describe(table)["schema"]["primaryKey"]
    assert len(frame) == describe(table)["rows"] > 0
    assert not frame[key].isna().any(axis=None)
    assert not frame.duplicated(key).any()


@pytest.mark.parametrize("table", tables())
def test_every_source_resolves(table):
    frame, known = load(table), set(load("sources")["source_id"])
    cited = {source["source_id"] for source in describe(table)["sources"] if "source_id" in source}
    for column in {"source_id", "source_ids"} & set(frame):
        cited |= ids(frame[column])
    assert cited - known == set()


@pytest.mark.parametrize("resource", read()["resources"], ids=lambda resource: resource["name"])
def test_description_is_complete_and_the_hash_is_right(resource):
    content = (FOLDER / resource["path"]).read_bytes()
    assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
    assert resource["bytes"] == len(content) and b"\r" not in content
    for entry in (
        "title",
        "description",
        "sources",
        "licenses",
        "licenseChecked",
        "evidenceChecked",
        "made",
        "caveats",
    ):
        assert resource[entry], entry
    for field in resource.get("schema", {}).get("fields", []):
        assert {"name", "type", "title", "description"} <= set(field), field["name"]


def test_every_table_says_whether_it_was_typed_in_cut_or_computed():
    made = {name: describe(name)["made"] for name in tables()}
    known = re.compile(r"(?i)\btyped in\b|\bcut from\b|\bcomputed\b|^written for this module")
    assert [name for name, text in made.items() if not known.search(text)] == []
    here = {name for name, text in made.items() if "qantar.data.build" in text}
    assert here == {builder.table for builder in BUILDERS}
    elsewhere = {name for name, text in made.items() if "outside this repository" in text}
    assert elsewhere == {"macro", "protest_counts", "regions", "un_agreement"}


@pytest.mark.parametrize("table", tables())
def test_every_closed_list_is_documented(table):
    for field in describe(table)["schema"]["fields"]:
        known = field.get("constraints", {}).get("enum", [])
        assert [value for value in known if value not in field["description"]] == [], field["name"]


def test_every_region_code_joins():
    regions = load("regions")
    assert len(regions) == 17 and (regions["kind"] == "city").sum() == 3
    known = set(regions["region_code"])
    assert set(load("regions_january")["region_code"]) == known
    for table in ("places", "timeline"):
        assert set(load(table)["region_code"].dropna()) <= known
    caps = load("lpg_prices").query("kind == 'cap'")["region_codes"]
    assert sorted(";".join(caps).split(";")) == sorted(known)


def test_the_package_is_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.[cj]s*")) < 1_500_000


# Loading


def test_types_follow_the_schema():
    places, january, timeline = load("places"), load("regions_january"), load("timeline")
    assert places["first_protest"].dtype.kind == "M" and january["emergency_from"].dtype.kind == "M"
    assert places["crowd_max"].dtype == "Int64" and january["facilities_damaged"].dtype == "int64"
    assert timeline["lat"].dtype == "float64" and timeline["title"].dtype == "str"
    assert list(timeline["lane"].cat.categories) == ["protest", "government", "alliance", "elite", "information"]
    assert not timeline["lane"].cat.ordered


def test_each_load_is_a_fresh_copy():
    changed, described, shapes = load("lpg_prices"), describe("lpg_prices"), load_map("regions")
    changed.loc[0, "tenge_per_litre"] = -1.0
    described["title"] = "changed"
    shapes["features"].clear()
    assert load("lpg_prices").loc[0, "tenge_per_litre"] == 60
    assert describe("lpg_prices")["title"] == "LPG prices"
    assert len(load_map("regions")["features"]) == 17


@pytest.mark.parametrize(
    ("call", "name", "advice"),
    [
        (load, "timelines", "There is no table named 'timelines'; did you mean timeline"),
        (describe, "lpg", "There is no table named 'lpg'; did you mean lpg_prices"),
        (load_map, "region", "There is no map named 'region'; did you mean regions"),
        (load_map, "?", "There is no map named '?'; the names are regions"),
    ],
)
def test_an_unknown_name_is_one_sentence_with_the_nearest_names(call, name, advice):
    with pytest.raises(QantarError) as refused:
        call(name)
    sentence = str(refused.value)
    assert sentence.startswith(advice) and sentence.count(" or ") < 3 and sentence[-1] in "?."


def test_loading_needs_no_validator():
    code = "import sys; from qantar.data import load; load('timeline'); sys.exit('frictionless' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


# Known values


def test_lpg_prices_in_mangystau():
    prices = load("lpg_prices").query("place == 'Mangystau Region'")
    assert list(prices["tenge_per_litre"]) == [60, 120, 78, 90, 50]
    assert list(prices["kind"]) == ["retail", "retail", "wholesale", "promised", "promised"]


def test_timeline_counts_and_lanes():
    timeline = load("timeline")
    january = timeline[timeline["date"].between("2022-01-01", "2022-01-19")]
    assert (len(timeline), len(january)) == (97, 68)
    assert (january["date"].str.len() == 10).all()
    assert january["lane"].value_counts().to_dict() == {
        "government": 23,
        "protest": 20,
        "alliance": 11,
        "elite": 8,
        "information": 6,
    }
    assert set(timeline.query("category == 'csto'")["lane"]) == {"alliance"}


def test_claims_tallies():
    claims = load("claims")
    assert list(claims["claim_id"]) == [f"c{number:02d}" for number in range(1, 62)]
    assert claims["verdict"].value_counts().to_dict() == {
        "held_up": 26,
        "partly": 22,
        "did_not_hold": 3,
        "unverifiable": 8,
        "still_contested": 2,
    }
    assert claims["kind"].value_counts().to_dict() == {"fact": 20, "interpretation": 30, "forecast": 11}
    forecasts = claims.query("kind == 'forecast'")["verdict"].value_counts()
    assert forecasts.to_dict() == {
        "held_up": 4,
        "partly": 4,
        "did_not_hold": 2,
        "unverifiable": 1,
        "still_contested": 0,
    }


def test_each_claim_has_one_chapter_and_a_sentence_that_could_change_it():
    claims = load("claims").set_index("claim_id")
    chapters = {"intervention": 16, "elites": 15, "consequences": 12, "causes": 11, "counting": 7, "hindsight": 0}
    assert claims["chapter"].value_counts().to_dict() == chapters
    counting = ["c05", "c06", "c07", "c08", "c19", "c20", "c30"]
    assert list(claims.index[claims["chapter"] == "counting"]) == counting
    assert claims["would_change"].is_unique
    assert claims["would_change"].map(lambda text: text.endswith(".") and text.count(". ") == 0).all()


def test_january_by_unit():
    january = load("regions_january").set_index("region_code")
    assert january["facilities_damaged"].sum() == 53 and (january["facilities_damaged"] > 0).sum() == 8
    assert january["deaths_jan2023"].sum() == 214
    assert january.loc[["KZL", "ZHM"], "deaths_scope"].tolist() == ["main_city_only"] * 2
    assert (january["emergency_to"] == pd.Timestamp("2022-01-19")).sum() == 7
    days = january["emergency_from_precision"] == "day"
    assert (january.loc[days, "emergency_from"].dt.hour == 0).all() and days.sum() == 13


def test_regions_add_up_to_the_country():
    regions = load("regions")
    product, people = regions["grp_million_kzt_2021"].sum(), regions["population_2021"].sum()
    assert (round(product, 1), people) == (83_951_587.9, 19_000_687)
    index = regions["grp_million_kzt_2021"] / regions["population_2021"] / (product / people) * 100
    assert (index - regions["grp_index_2021"]).abs().max() < 0.06


def test_two_official_figures_in_the_ledger():
    facts = load("facts").set_index("fact_id")["value"]
    assert (facts["deaths-official-final"], facts["csto-troops-official"]) == ("238", "2030")


def test_a_source_has_a_readable_name_a_publisher_and_a_date_or_a_reason():
    sources = load("sources")
    assert sources["source_id"].map(lambda name: bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name))).all()
    undated = sources[sources["date"].isna()]
    assert undated["note"].str.contains(r"(?i)\bno (?:single )?date").all() and len(undated) < len(sources) / 10
    addresses = sources.query("kind != 'statistics'")["url"].dropna()
    assert addresses.is_unique and addresses.str.startswith("http").all()
    osw = sources.set_index("source_id").loc["osw-2022-01-10"]
    assert osw["date"] == "2022-01-10" and "kazakhstan-csto-intervenes-protests-pacified" in osw["url"]


@pytest.mark.parametrize("table", ["timeline", "places", "lpg_prices", "facts"])
def test_confirmed_means_at_least_two_publishers(table):
    publisher = load("sources").set_index("source_id")["publisher"]
    confirmed = load(table).query("confidence == 'confirmed_2plus'")["source_ids"]
    assert len(confirmed) > 0
    assert confirmed.map(lambda cell: len({publisher[one] for one in cell.split(";")})).min() >= 2


# The map


def signed_area(ring):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def test_map_joins_to_the_regions_and_winds_as_d3_expects():
    features = load_map("regions")["features"]
    assert sorted(feature["properties"]["region_code"] for feature in features) == sorted(
        load("regions")["region_code"]
    )
    points = [one["properties"]["region_code"] for one in features if one["geometry"]["type"] == "Point"]
    assert points == ["SHM"]
    for geometry in (feature["geometry"] for feature in features if feature["geometry"]["type"] != "Point"):
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for outer, *holes in polygons:
            assert signed_area(outer) < 0 and all(signed_area(hole) > 0 for hole in holes)
    assert describe("regions_map")["bytes"] < 60_000


# Partial dates


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest", "label"),
    [
        ("2022", "year", "2022-01-01", "2022-12-31", "2022"),
        ("2024-02", "month", "2024-02-01", "2024-02-29", "February 2024"),
        ("2022-01-05", "day", "2022-01-05", "2022-01-05", "5 January 2022"),
    ],
)
def test_partial_dates_are_never_made_more_exact(text, precision, earliest, latest, label):
    assert (dates.precision(text), dates.label(text)) == (precision, label)
    assert dates.earliest(text) == dt.date.fromisoformat(earliest)
    assert dates.latest(text) == dt.date.fromisoformat(latest)


@pytest.mark.parametrize("text", ["2022-13", "2022-02-30", "2022-1", "22", "", "2022-01-05T10:00", "about 2022"])
def test_a_bad_date_is_refused_with_the_right_forms(text):
    with pytest.raises(QantarError, match=r"write a year, a month or a day as 2022, 2022-01 or 2022-01-05\."):
        dates.earliest(text)


# Faults are named


@pytest.fixture
def small(tmp_path):
    """Copy the LPG table, and the two tables it refers to, into an empty folder."""
    package, names = read(), ("lpg_prices", "regions", "sources")
    package["resources"] = [resource for resource in package["resources"] if resource["name"] in names]
    for resource in package["resources"]:
        (tmp_path / resource["path"]).write_bytes((FOLDER / resource["path"]).read_bytes())
    (tmp_path / FILE).write_text(json.dumps(package), encoding="utf-8")
    return tmp_path


def spoil(folder, row, column, value):
    """Write `value` into a line of the LPG table (the header is line 1) and renew the hash."""
    path = folder / "lpg_prices.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[row - 2][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    refresh(folder)


@pytest.mark.parametrize(
    ("row", "column", "value", "rule"),
    [
        (2, "tenge_per_litre", "sixty", "type-error"),
        (2, "tenge_per_litre", "-60", "minimum"),
        (4, "price_id", "p001", "primary-key"),
        (4, "price_id", "", "required"),
        (5, "kind", "gift", "enum"),
        (6, "date", "2022-02-30", "partial-date: not a year, month or day of the calendar"),
        (6, "date", "4 January", "pattern"),
        (7, "region_codes", "AKT;XYZ", "list-reference: 'XYZ' not found in regions.region_code"),
        (7, "region_codes", "AKT;AKT", "list: an item is empty or stands twice"),
        (10, "source_ids", "trend-2022-01-6", "list-reference: 'trend-2022-01-6' not found in sources.source_id"),
    ],
)
def test_a_fault_names_table_row_column_value_and_rule(small, capsys, row, column, value, rule):
    spoil(small, row, column, value)
    faults = [fault for fault in validate(small) if rule in fault.rule]
    assert faults == [Fault("lpg_prices", row, column, value, faults[0].rule)]
    assert main(["data", "validate", "--folder", str(small)]) == 1
    assert f"lpg_prices: row {row}: {column}: {value!r}: {faults[0].rule}" in capsys.readouterr().out


def test_an_untouched_copy_is_valid(small, capsys):
    assert main(["data", "validate", "--folder", str(small)]) == 0
    assert capsys.readouterr().out == "All tables are valid.\n"


def test_a_silent_change_breaks_the_hash_until_it_is_renewed(small, capsys):
    path = small / "lpg_prices.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",120,", ",125,"), encoding="utf-8", newline="\n")
    assert [(fault.table, fault.rule.split(":")[0]) for fault in validate(small)] == [("lpg_prices", "hash-count")]
    assert main(["data", "refresh", "--folder", str(small)]) == 0
    assert "lpg_prices" in capsys.readouterr().out and validate(small) == []


def test_missing_and_undescribed_files_are_faults(small):
    (small / "extra.csv").write_text("a\n1\n", encoding="utf-8")
    (small / "regions.csv").unlink()
    assert [(fault.table, fault.rule) for fault in validate(small)] == [
        ("extra", "file is not described in datapackage.json"),
        ("regions", "file is missing"),
    ]


def test_a_map_and_a_description_must_join_too(small):
    shapes = FOLDER.joinpath("regions_map.json").read_text(encoding="utf-8")
    (small / "shapes.json").write_text(shapes.replace('"SHM"', '"SHY"'), encoding="utf-8")
    join = {"property": "region_code", "resource": "regions", "field": "region_code"}
    put_resource({"name": "shapes", "path": "shapes.json", "join": join, "sources": [{"source_id": "nobody"}]}, small)
    assert [fault for fault in validate(small) if not fault.rule.endswith("lacks it")] == [
        Fault("shapes", None, "sources", "nobody", "source: the description cites an unknown source_id"),
        Fault("shapes", 17, "region_code", "SHY", "join: not found in regions.region_code"),
    ]


def test_a_description_that_leaves_readers_in_the_dark_is_a_fault(small):
    package = read(small)
    del package["resources"][0]["caveats"], package["resources"][0]["licenses"][0]["title"]
    write(package, small)
    rule = "the description in datapackage.json lacks it"
    name = package["resources"][0]["name"]
    assert validate(small) == [Fault(name, None, "", key, rule) for key in ("caveats", "licenses.title")]


def test_a_folder_without_a_description_is_refused_in_one_sentence(tmp_path, capsys):
    assert main(["data", "validate", "--folder", str(tmp_path)]) == 2
    message = capsys.readouterr().err
    assert message.startswith("datapackage.json is missing") and message.count("\n") == 1


# Writing the description


def test_resources_put_at_the_same_time_all_arrive_in_order(small):
    (small / "one.csv").write_text('a,b\n1,"two\nlines"\n2,x\n', encoding="utf-8", newline="\n")
    names = [f"new{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: put_resource({"name": name, "path": "one.csv"}, small), reversed(names)))
    package = read(small)
    assert [one["name"] for one in package["resources"]] == sorted(["lpg_prices", "regions", "sources", *names])
    assert package["resources"][1] | {"hash": ""} == {
        "name": "new0",
        "path": "one.csv",
        "hash": "",
        "bytes": 22,
        "rows": 2,
    }
    assert sorted(path.name for path in small.glob(".*")) == []


def test_put_replaces_by_name_and_refuses_a_missing_file(small):
    put_resource({"name": "regions", "path": "regions.csv", "title": "New"}, small)
    assert [one["title"] for one in read(small)["resources"] if one["name"] == "regions"] == ["New"]
    with pytest.raises(QantarError, match="write the table before its description"):
        put_resource({"name": "ghost", "path": "ghost.csv"}, small)


def test_a_held_lock_is_reported_not_waited_for_forever(small):
    with locked(small), pytest.raises(QantarError, match="delete that file"), locked(small, seconds=0):
        pass


def test_a_description_is_shown_with_its_columns_first_and_what_it_cannot_say():
    described = describe("tolls")
    page, text = described._repr_html_(), str(described)
    for shown, column in ((html.unescape(page), "<code>{}</code></th>"), (text, "\n{}: ")):
        places = [shown.index(column.format(field["name"])) for field in described["schema"]["fields"]]
        places += [shown.index(line) for line in described["caveats"]]
        assert places == sorted(places)
    assert "whole number, people, or cases for torture_cases" in text and "text, may be missing" in text
    assert "<script>" not in Description({**described, "title": "<script>"})._repr_html_()
    assert page.count('<th scope="row"') == len(described["schema"]["fields"]) and isinstance(described, dict)
    assert "GeoJSON" in str(describe("regions_map"))
