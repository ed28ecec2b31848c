"""The ledgers of people, tolls, forces, votes and rules: known values, what adds up and what does not, and ids."""

import csv
import json
import shutil

import pandas as pd
import pytest

from qantar.chapters import CHAPTERS
from qantar.data import dates, describe, load
from qantar.data.check import Fault, validate
from qantar.data.descriptor import FILE, FOLDER, read, refresh
from qantar.data.records import records
from qantar.facts.lookup import Search

ROWS = {
    "corrections": 70,
    "csto_contingents": 5,
    "csto_flights": 6,
    "csto_forces": 28,
    "csto_requests": 11,
    "discussion": 24,
    "elections": 79,
    "glossary": 100,
    "institution_sizes": 22,
    "institutions": 21,
    "international_events": 31,
    "military": 6,
    "misconceptions": 40,
    "names": 45,
    "objectives": 30,
    "people": 43,
    "people_events": 86,
    "readings": 44,
    "searches": 29,
    "shutdown": 25,
    "second_coder": 61,
    "tolls": 80,
    "un_votes": 153,
    "verdicts": 244,
}
SHARED = {"confidence", "found", "qualifier"}
"""Lists that several tables share, so that a table need not use every category."""
NATION = "scope == 'country'"


def toll(number: int) -> int:
    """Return the value of one figure by the digits of its id."""
    return load("tolls").set_index("toll_id").loc[f"toll-{number:03d}", "value"]


def force(number: int) -> pd.Series:
    return load("csto_forces").set_index("row_id").loc[f"force-{number:02d}"]


def vote(resolution: str, iso3: str = "KAZ") -> str:
    return load("un_votes").set_index(["resolution", "iso3"]).loc[(resolution, iso3), "vote"]


def result(election: str) -> pd.Series:
    """Return the numbers of one election by measure."""
    frame = load("elections")
    return frame[frame["election_id"] == election].set_index("measure")["value"]


def fields(table: str) -> list[dict]:
    return describe(table)["schema"]["fields"]


# Every ledger


@pytest.mark.parametrize(("table", "rows"), ROWS.items())
def test_number_of_rows(table, rows):
    assert len(load(table)) == rows


@pytest.mark.parametrize("table", ROWS)
def test_every_category_is_used(table):
    frame = load(table)
    for field in fields(table):
        name, known = field["name"], field.get("constraints", {}).get("enum", [])
        if known and name not in SHARED:
            assert set(known) == set(frame[name].dropna()), name


@pytest.mark.parametrize("table", ROWS)
def test_numbers_have_a_unit_and_optional_columns_have_a_use(table):
    frame = load(table)
    for field in fields(table):
        assert "unit" in field or field["type"] not in ("integer", "number"), field["name"]
        assert frame[field["name"]].notna().any(), field["name"]


@pytest.mark.parametrize("table", [name for name in ROWS if "confidence" in load(name)])
def test_confidence_counts_publishers(table):
    publisher = load("sources").set_index("source_id")["publisher"]
    frame = load(table)
    publishers = frame["source_ids"].map(lambda cell: {publisher[one] for one in str(cell).split(";")}, "ignore")
    assert publishers[frame["confidence"] == "confirmed_2plus"].str.len().min() >= 2
    unsourced = frame[frame["source_ids"].isna()]
    assert set(unsourced["confidence"]) <= {"not_found"}


def test_made_says_what_is_computed_and_what_is_typed():
    computed = {table for table in ROWS if "qantar.data.build" in describe(table)["made"]}
    assert computed == {"csto_forces", "institution_sizes", "tolls"}
    written = {table for table in ROWS if describe(table)["made"].startswith("Written for this module")}
    assert written == {"corrections", "discussion", "glossary", "misconceptions", "objectives"}
    assert all(describe(table)["made"].startswith("Typed in") for table in set(ROWS) - written)


# Tolls


def test_official_deaths_in_the_order_in_which_they_were_stated():
    official = load("tolls").query(f"measure == 'deaths_total' and series == 'official' and {NATION}")
    stated = official.sort_values(["date", "toll_id"])[["date", "value", "status"]]
    assert stated.to_numpy().tolist() == [
        ["2022-01-09", 164, "withdrawn"],
        ["2022-01-15", 225, "superseded"],
        ["2022-01-18", 227, "superseded"],
        ["2022-03-14", 230, "superseded"],
        ["2022-03-14", 238, "superseded"],
        ["2022-05-05", 232, "superseded"],
        ["2022-07-29", 241, "disputed"],
        ["2022-08-16", 238, "standing"],
        ["2023-01-05", 238, "standing"],
    ]


def test_nothing_official_stands_that_a_later_figure_contradicts():
    frame = load("tolls").query("series == 'official' and measure == 'deaths_total'")
    for _, same in frame.groupby(["scope", "place"]):
        standing = same[same["status"] == "standing"]
        for figure in standing.itertuples():
            later = same[same["date"] > figure.date]
            assert set(later["value"]) <= {figure.value}, figure.toll_id


def test_each_superseded_figure_gave_way_to_a_later_one_like_it():
    frame = load("tolls").set_index("toll_id")
    pairs = frame["supersedes"].dropna()
    assert len(pairs) == 27 and pairs.is_unique
    for later, earlier in pairs.items():
        new, old = frame.loc[later], frame.loc[earlier]
        same = ["series", "measure", "scope", "place"]
        assert (old[same] == new[same]).all() and old["status"] == "superseded", later
        assert (dates.earliest(old["date"]), earlier) < (dates.latest(new["date"]), later)


def test_withdrawn_means_withdrawn_by_a_day():
    frame = load("tolls")
    withdrawn = frame["status"] == "withdrawn"
    assert (frame["withdrawn_by"].notna() == withdrawn).all()
    assert set(frame.loc[withdrawn, "value"]) == {164, 103, 21, 10, 8, 22}
    assert set(frame.loc[withdrawn, "withdrawn_by"]) == {"2022-01-10"}


@pytest.mark.parametrize("table", ["tolls", "csto_forces"])
def test_bounds_say_what_the_qualifier_says(table):
    frame = load(table).set_index("qualifier")[["value", "value_low", "value_high"]].astype("Float64")
    exact, least = frame.loc["exact"], frame.loc["at_least"]
    assert (exact["value_low"] == exact["value"]).all() and (exact["value_high"] == exact["value"]).all()
    assert (least["value_low"] == least["value"]).all() and least["value_high"].isna().all()
    assert frame.loc["about", "value_low"].isna().all() and frame.loc["about", "value"].notna().all()
    assert (frame["value_low"] <= frame["value_high"]).all()


def test_places_of_tolls_are_units_or_lie_in_one():
    frame = load("tolls").merge(load("regions"), on="region_code", how="left")
    unit = frame["scope"] == "unit"
    assert (frame.loc[unit, "place"] == frame.loc[unit, "region"]).all()
    assert (frame["region_code"].notna() == frame["scope"].isin(["unit", "town"])).all()


def test_deaths_of_january_2023_are_those_of_the_units():
    units = load("regions_january").set_index("region_code")["deaths_jan2023"].dropna()
    frame = load("tolls").query("date == '2023-01-05' and measure == 'deaths_total' and series == 'official'")
    assert frame.dropna(subset="region_code").set_index("region_code")["value"].to_dict() == units.to_dict()


def test_security_deaths_fell_before_they_rose():
    frame = load("tolls").query(f"measure == 'deaths_security' and {NATION}").sort_values("date")
    assert frame["value"].tolist() == [8, 18, 16, 17, 19]


# Number puzzles


def test_march_adds_up_only_without_security_staff_in_almaty():
    almaty, assailants, bystanders, security = toll(56), toll(57), toll(55), toll(41)
    outside = bystanders - 11
    assert almaty + assailants + outside + security == toll(52) == 230
    assert almaty - 11 + assailants + outside + security != toll(52)
    assert toll(43) - toll(42) == 138 != almaty


def test_two_numbers_149_count_different_people():
    frame = load("tolls").query("value == 149 and measure.str.startswith('deaths')")
    assert frame[["date", "measure", "place"]].to_numpy().tolist() == [
        ["2022-01-15", "deaths_total", "Almaty (city)"],
        ["2022-03-14", "deaths_civilians", "Kazakhstan"],
    ]
    assert 86 + toll(57) == toll(53) == 149


def test_categories_of_2023_leave_nobody_out_by_our_match():
    attackers, violators, offences = toll(69), toll(70), toll(71)
    assert attackers + violators + offences == 213
    assert 213 + toll(41) + toll(50) == toll(68) == 238


def test_parts_of_the_withdrawn_total_do_not_add_up_to_it():
    parts = sum(toll(number) for number in (22, 23, 24, 25))
    assert parts == 142 != toll(20)
    assert toll(20) - parts == toll(26) == 22
    assert toll(68) - sum(toll(number) for number in (72, 73, 74, 75)) == toll(76) == 24


def test_241_is_the_categories_of_march_added_without_overlap():
    assert 86 + toll(54) + toll(57) + toll(55) + toll(41) == toll(62) == 241
    assert toll(62) - 11 == toll(52)


def test_two_totals_on_one_day_differ_by_no_single_category():
    assert toll(79) - toll(52) == 8 != toll(50)
    assert toll(65) - toll(60) == toll(50) == 6


# The alliance


def test_official_and_reported_troops():
    assert (force(2)["value"], force(2)["speaker"]) == (2030, "President Tokayev")
    reported = [6, 9, 11, 12, 13]
    assert sum(force(number)["value"] for number in reported) == force(4)["value"] == 3950
    assert force(4)["value"] / force(2)["value"] > 1.9


def test_residual_contingent_is_a_range():
    others = sum(force(number)["value"] for number in (11, 12, 13))
    assert force(7)[["value_low", "value", "value_high"]].tolist() == [1080, 1480, 1480]
    assert 2030 - others - force(10)["value"] == 1480 and 2030 - others - force(9)["value"] == 1080
    assert force(7)["qualifier"] == "range" and force(7)["confidence"] == "disputed"


def test_only_computed_rows_are_flagged():
    frame = load("csto_forces")
    assert set(frame.loc[frame["derived"], "row_id"]) == {"force-04", "force-07"}
    assert (frame["derived"] == (frame["series"] == "derived")).all()


def test_announced_contingents_are_three_and_match_the_figures():
    contingents = load("csto_contingents").set_index("iso3")
    announced = contingents["troops_announced_low"].dropna()
    assert announced.to_dict() == {"ARM": 100, "TJK": 200, "KGZ": 150}
    official = load("csto_forces").query("kind == 'troops' and series == 'official' and country != 'CSTO'")
    assert official.dropna(subset="value").set_index("country")["value"].to_dict() == announced.to_dict()
    assert (contingents["arrived"] < contingents["left"]).all()
    assert contingents["left"].drop("RUS").eq("2022-01-14").all()


def test_the_last_plane_leaves_on_19_january():
    flights = load("csto_flights")
    assert flights["date"].max() == pd.Timestamp("2022-01-19")
    assert load("csto_contingents").set_index("iso3").loc["RUS", "left"] == "2022-01-19"
    assert flights["flights"].tolist() == [4, 14, 18, 19, 14, 4]
    split = flights[["il_76", "an_124"]].sum(axis=1)
    assert (split == flights["flights"])[flights["an_124"].notna()].all()


def test_flights_of_14_january_are_three_and_ten_and_one():
    what = load("csto_flights").set_index("date").loc["2022-01-14", "what"]
    assert sum(int(word) for word in what.replace(",", "").split() if word.isdigit()) == 14
    daily = (
        load("csto_forces").query("kind == 'airlift' and counted.str.startswith('Flights home')").sort_values("date")
    )
    assert daily["value"].tolist() == load("csto_flights")["flights"].tolist()


def test_flights_of_the_days_do_not_add_up_to_the_published_total():
    total = force(25)
    assert load("csto_flights")["flights"].sum() == 73 < total["value"] == 100
    assert (total["qualifier"], total["confidence"]) == ("at_least", "single_source")


def test_one_request_brought_troops_and_one_refusal_rested_on_article_4():
    requests = load("csto_requests").set_index("request_id")
    assert list(requests.index[requests["answer"] == "troops_sent"]) == ["kaz-2022"]
    assert list(requests.index[requests["forces_sent"] == "yes"]) == ["kaz-2022"]
    assert list(requests.index[requests["legal_basis"] == "article_4"]) == ["kaz-2022", "arm-2022"]
    assert requests.loc["kaz-2022", "threat"] == "mixed"


def test_what_was_never_asked_is_no_refusal():
    requests = load("csto_requests").set_index("request_id")
    assert requests.loc["arm-2020", ["legal_basis", "answer"]].tolist() == ["none", "no_request"]
    assert requests.loc["tjk-2015", "confidence"] == "not_found"


# The shutdown


def test_three_starts_and_three_levels_of_the_blackout():
    frame = load("shutdown")
    windows = frame.query("kind == 'window' and network == 'all' and start >= '2022-01-05'")
    assert windows["start"].dt.strftime("%H:%M").tolist() == ["16:30", "17:00", "18:00"]
    measured = frame[frame["unit"].isna()]["level_pct_low"].dropna()
    assert sorted(measured) == [0, 2, 5]


def test_a_day_without_an_hour_carries_no_hour():
    frame = load("shutdown")
    for edge in ("start", "end"):
        known = frame[frame[edge].notna()]
        coarse = known[known[f"{edge}_precision"] != "minute"][edge]
        assert (coarse == coarse.dt.normalize()).all() and len(coarse) > 5
        assert (frame[edge].notna() == frame[f"{edge}_precision"].notna()).all()


def test_windows_end_after_they_start():
    frame = load("shutdown")
    clocked = frame[(frame["start_precision"] == "minute") & (frame["end_precision"] == "minute")]
    assert (clocked["end"] > clocked["start"]).all() and len(clocked) == 3


def test_hash_rate_fell_by_13_and_a_half_per_cent():
    trace = load("shutdown").query("kind == 'indicator'").iloc[0]
    assert round(100 * (1 - trace["value"] / 205_000), 1) == 13.5
    assert trace[["level_pct_low", "level_pct_high"]].tolist() == [100 - 13.5, 100 - 13.4]


# People


def test_people_and_events_refer_to_each_other():
    people, events = load("people"), load("people_events")
    assert set(events["person_id"]) == set(people["person_id"])
    assert all(one.event_id.startswith(f"{one.person_id}-{one.event.replace('_', '-')}") for one in events.itertuples())


def test_institutions_of_people_are_known():
    people, known = load("people"), set(load("institution_sizes")["institution"])
    others = {one for cell in people["other_institutions"].dropna() for one in cell.split(";")}
    assert set(people["institution"]) | others == known


def test_nothing_verified_means_nothing_stated():
    people = load("people").set_index("person_id")
    empty = people.index[people["network"] == "not_verified"]
    assert len(empty) == 3 and people.loc[empty, ["role_january", "relation"]].isna().all(axis=None)
    events = load("people_events").query("person_id in @empty")
    assert set(events["event"]) == {"no_event_found"} and set(events["confidence"]) == {"not_found"}


def test_sentences():
    events = load("people_events")
    sentenced = events[events["sentence_years"].notna()]
    assert set(sentenced["event"]) == {"convicted", "suspended_sentence"} and len(sentenced) == 14
    assert events["event"].isin(["convicted", "suspended_sentence"]).sum() == 14
    years = sentenced.set_index("event_id")["sentence_years"]
    assert years["karim-masimov-convicted"] == 18
    suspended = sentenced.query("event == 'suspended_sentence'").set_index("person_id")["sentence_years"]
    assert suspended.to_dict() == {"samat-abish": 8, "erlan-turgumbayev": 5}
    changed = sentenced[sentenced["sentence_years"] != sentenced["sentence_years_last"]]
    assert changed["person_id"].tolist() == ["gulmira-satybaldy", "kairat-boranbayev"]


def test_abish_fell_a_week_after_the_analysis():
    events = load("people_events").set_index("event_id")["date"]
    assert events["samat-abish-dismissed"] == "2022-01-17" > "2022-01-10"
    assert events["karim-masimov-dismissed"] == "2022-01-05" < events["karim-masimov-detained"]


def test_cabinet_has_the_only_denominator():
    sizes = load("institution_sizes").set_index("institution")
    assert list(sizes.index[sizes["posts_total"].notna()]) == ["government"]
    assert sizes.loc["government", ["posts_total", "posts_kept", "posts_changed"]].tolist() == [18, 11, 7]


def test_names_seen_in_a_source():
    people, names = load("people"), load("names")
    assert (people["kk_verified"].sum(), people["ru_verified"].sum()) == (21, 37)
    places = names[names["kind"] != "person"]
    assert (len(places), places["kk_verified"].sum(), places["ru_verified"].sum()) == (41, 33, 26)
    seen = people["kk_verified"] | people["ru_verified"]
    assert people.loc[seen, "name_source_ids"].notna().all()


# Votes and rules


def test_seventeen_votes_of_nine_states():
    votes = load("un_votes")
    assert (votes["resolution"].nunique(), votes["iso3"].nunique()) == (17, 9)
    assert votes.groupby("resolution")[["date", "subject", "tally_yes"]].nunique().eq(1).all(axis=None)
    assert (votes[["tally_yes", "tally_no", "tally_abstain"]].sum(axis=1) <= 193).all()


def test_kazakhstan_did_not_always_abstain():
    assert vote("ES-11/3") == "no" == vote("A/RES/77/229")
    assert vote("A/RES/77/284") == "yes"
    crimea = ["A/RES/77/229", "A/RES/78/221", "A/RES/79/184", "A/RES/80/223"]
    assert [vote(number) for number in crimea] == ["no", "absent", "abstain", "abstain"]
    assert load("un_votes").query("iso3 == 'KAZ'")["vote"].value_counts().to_dict() == {
        "abstain": 13,
        "no": 2,
        "yes": 1,
        "absent": 1,
    }


def test_turkmenistan_voted_in_none_and_armenia_is_disputed_once():
    votes = load("un_votes")
    assert set(votes.query("iso3 == 'TKM'")["vote"]) == {"absent"}
    disputed = votes[votes["confidence"] == "disputed"]
    assert disputed[["resolution", "iso3", "vote"]].to_numpy().tolist() == [["ES-11/8", "ARM", "yes"]]
    assert set(votes.loc[~votes["number_verified"], "date"].dt.year) == {2026}


def test_referendum_of_2022_is_the_same_in_both_tables():
    change = load("institutions").set_index("change_id").loc["constitution-amended-2022"]
    numbers = result("2022-06-05-referendum")
    assert (change["yes_pct"], change["turnout_pct"]) == (numbers["yes_pct"], numbers["turnout_pct"]) == (77.18, 68.05)
    assert numbers["yes_votes"] / 0.7718 == pytest.approx(numbers["no_votes"] / 0.1866, rel=0.001)


@pytest.mark.parametrize("election", ["2022-11-20-presidential", "2026-03-15-referendum", "2019-06-09-presidential"])
def test_turnout_is_voters_by_registered(election):
    numbers = result(election)
    assert 100 * numbers["voted"] / numbers["registered"] == pytest.approx(numbers["turnout_pct"], abs=0.05)


def test_shares_of_the_later_referendums_are_of_all_who_voted():
    for election in ("2024-10-06-referendum", "2026-03-15-referendum"):
        numbers = result(election)
        assert 100 * numbers["yes_votes"] / numbers["voted"] == pytest.approx(numbers["yes_pct"], abs=0.01)


def test_votes_of_march_2026_do_not_add_up():
    numbers = result("2026-03-15-referendum")
    assert numbers["voted"] - numbers[["yes_votes", "no_votes", "invalid_votes"]].sum() == 127_868


def test_every_vote_has_a_result_but_one_that_was_not_found():
    frame = load("elections")
    assert frame["election_id"].nunique() == 23
    missing = frame[frame["value"].isna()]
    assert missing[["election_id", "confidence"]].to_numpy().tolist() == [["2026-08-23-parliamentary", "not_found"]]
    shares = frame[frame["unit"] == "per cent"]["value"].dropna()
    assert shares.between(2, 100).all()
    assert (frame["election_id"].str[:10] == frame["date"].dt.strftime("%Y-%m-%d")).all()


def test_seats_won_are_seats_contested_at_most():
    seats = load("elections").pivot(index="election_id", columns="measure", values="value")
    seats = seats[["seats_won", "seats_contested"]].dropna()
    assert len(seats) == 9 and (seats["seats_won"] <= seats["seats_contested"]).all()


@pytest.mark.parametrize("table", ["institutions", "international_events"])
def test_a_value_has_a_unit_and_a_qualifier(table):
    frame = load(table)
    for column in ("unit", "qualifier"):
        assert (frame[column].notna() == frame["value"].notna()).all()


# Learning


def test_five_objectives_a_chapter_each_with_its_verb():
    objectives = load("objectives")
    assert objectives["objective_id"].tolist() == [f"{chapter}-{n}" for chapter in CHAPTERS for n in range(1, 6)]
    assert all(one.verb.lower() in one.objective.lower() for one in objectives.itertuples())
    assert objectives["minutes"].between(5, 20).all()


def test_questions_have_two_answers_with_evidence():
    discussion = load("discussion")
    assert discussion["question_id"].tolist() == [f"{chapter}-q{n}" for chapter in CHAPTERS for n in range(1, 5)]
    assert discussion[["evidence_a", "evidence_b"]].notna().all(axis=None)
    assert (discussion["answer_a"] != discussion["answer_b"]).all()


def test_misconceptions_rest_on_rows():
    misconceptions = load("misconceptions")
    assert set(misconceptions["chapter"]) == set(CHAPTERS)
    assert misconceptions["evidence"].notna().all()
    assert "un_votes/ES-11/3" in misconceptions.set_index("misconception_id").loc["always-abstained", "evidence"]


def test_terms_have_a_flag_for_each_form_and_a_source_for_each_flag():
    glossary = load("glossary")
    for form, flag in (("kazakh", "kk_verified"), ("russian", "ru_verified")):
        assert (glossary[form].notna() == glossary[flag].notna()).all()
        assert glossary.loc[glossary[flag].fillna(False), "source_ids"].notna().all()
    assert glossary["definition"].str.endswith(".").all()


def test_readings_are_verified_and_led_to():
    readings = load("readings")
    assert set(readings["status"]) == {"verified", "cited"}
    assert readings["url"].str.startswith("http").all() and readings["doi"].notna().sum() == 9
    known = load("sources").set_index("source_id")["date"]
    assert all(str(known[one.source_id])[:4] == str(one.year) == one.date[:4] for one in readings.itertuples())


def test_military_is_a_handful_of_cited_figures():
    military = load("military")
    assert set(military["iso3"]) == {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}
    assert set(military["source_id"]) == {"sipri-iiss"} and (military["year"] == 2020).all()
    assert describe("military")["licenses"][0]["name"] == "other-closed"
    assert military["licence_note"].str.contains("restricted terms").all()


# Corrections and searches


def test_corrections_are_numbered_once_and_say_what_changed():
    corrections = load("corrections")
    assert corrections["correction_id"].is_unique
    assert (corrections["stood"] != corrections["stands"]).all()


def test_a_search_asks_in_the_languages_that_it_names():
    for one in records("searches", Search).values():
        assert all(words.strip() for _, words in one.asked), one.search_id
        assert {language for language, _ in one.asked} == set(one.languages), one.search_id


def test_a_search_that_found_nothing_asked_three_times_in_three_languages():
    for one in records("searches", Search).values():
        if one.found != "something":
            assert len(one.asked) >= 3 and {"en", "ru", "kk"} <= set(one.languages), one.search_id


# Faults are named


@pytest.fixture
def copy(tmp_path):
    """Copy all tables into an empty folder."""
    package = read()
    for resource in package["resources"]:
        shutil.copy(FOLDER / resource["path"], tmp_path)
    (tmp_path / FILE).write_text(json.dumps(package), encoding="utf-8")
    return tmp_path


BROKEN = [
    ("corrections", 2, "source_ids", "", 'constraint "required" is "True"'),
    ("misconceptions", 3, "evidence", "toll", "row-reference: 'toll' is neither a table nor a row of one, as table/id"),
    ("misconceptions", 4, "evidence", "tolls/toll-999", "row-reference: 'tolls/toll-999' is neither a table nor a row"),
    ("people", 3, "institution", "kgb", "foreign-key"),
    ("people", 4, "other_institutions", "kgb", "list-reference: 'kgb' not found in institution_sizes.institution"),
    ("people_events", 3, "person_id", "nobody", "foreign-key"),
    ("searches", 2, "queries", "", 'constraint "required" is "True"'),
    ("shutdown", 3, "start", "noon", "type-error"),
    ("tolls", 3, "status", "final", "enum"),
    ("tolls", 4, "supersedes", "toll-999", "foreign-key"),
    ("un_votes", 3, "vote", "maybe", "enum"),
    ("verdicts", 2, "evidence_date", "2022-09", "clock: 2022-09 is later than two_weeks, 2022-01-24"),
    ("verdicts", 3, "evidence", "", "constraint"),
    ("verdicts", 6, "source_ids", "hrw-2022-05-05", "clock: 2022-05-05 is later than two_weeks"),
    ("verdicts", 7, "evidence_date", "", "constraint"),
]


def spoil(folder, table: str, line: int, column: str, value: str):
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[line - 2][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_every_broken_cell_is_named_and_no_other(copy):
    for table, line, column, value, _ in BROKEN:
        spoil(copy, table, line, column, value)
    refresh(copy)
    faults = validate(copy)
    assert len(faults) == len(BROKEN)
    for fault, (table, line, column, value, rule) in zip(faults, BROKEN, strict=True):
        assert rule in fault.rule
        assert fault == Fault(table, line, column, value, fault.rule)


def test_a_verdict_without_a_time_leaves_a_gap_that_is_named(copy):
    spoil(copy, "verdicts", 5, "horizon", "")
    spoil(copy, "claims", 3, "reach", "")
    spoil(copy, "claims", 4, "verdict", "partly")
    refresh(copy)
    named = [(one.table, one.row, one.column, one.value, one.rule.split(":")[0]) for one in validate(copy)]
    assert named == [
        ("claims", 3, "reach", "", "constraint-error"),
        ("verdicts", None, "horizon", "c01", "clock"),
        ("verdicts", None, "verdict", "c03", "clock"),
        ("verdicts", 5, "horizon", "", "constraint-error"),
    ]


# Verdicts


def test_each_claim_is_asked_for_four_times_and_ends_with_its_own_verdict():
    claims, asked = load("claims").set_index("claim_id"), load("verdicts")
    assert (asked.groupby("claim_id")["horizon"].nunique() == 4).all() and set(asked["claim_id"]) == set(claims.index)
    today = asked.query("horizon == 'today'").set_index("claim_id")["verdict"].astype(str)
    assert (today == claims["verdict"].astype(str)).all()
    assert (asked["verdict_id"] == asked["claim_id"] + "-" + asked["horizon"].astype(str).str.replace("_", "-")).all()


def test_what_describes_the_day_keeps_its_verdict_or_was_too_early_to_tell():
    wide = load("verdicts").astype({"verdict": str}).pivot(index="claim_id", columns="horizon", values="verdict")
    moved = wide.index[wide["two_weeks"] != wide["today"]]
    reach = load("claims").set_index("claim_id")["reach"]
    assert list(moved) == ["c43", "c47", "c48", "c51", "c59"]
    assert set(wide.loc[moved][reach[moved] == "the_day"]["two_weeks"]) == {"unverifiable"}


def test_the_second_coder_has_a_reason_for_each_difference():
    coder = load("second_coder").astype(str)
    silent = coder["reason"] == "Named no other verdict."
    assert (coder["first"] == coder["second"])[silent].all()
    assert list(coder["claim_id"][~silent & (coder["first"] == coder["second"])]) == ["c27"]
    now = load("claims")["verdict"].astype(str)
    assert ((coder["first"] != now).sum(), (coder["second"] != now).sum()) == (7, 6)
