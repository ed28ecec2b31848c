"""The statistical series: known values, keys, gaps, and the sums that the descriptions promise."""

import pandas as pd
import pytest

from qantar.data import describe, load

KEYS = {
    "fuel_cpi": ["date", "item"],
    "cpi": ["date"],
    "macro": ["iso3", "year", "indicator"],
    "inequality": ["year", "measure"],
    "vdem": ["iso3", "year", "index"],
    "protest_counts": ["iso3", "tracker", "period_start"],
    "trade_monthly": ["date"],
    "trade_partners": ["partner_iso3", "year"],
    "exchange_rate": ["date"],
    "migration": ["year"],
    "governance": ["iso3", "year", "dimension"],
    "un_agreement": ["iso3", "partner_iso3", "year"],
}
COMPARED = {"KAZ", "RUS", "UZB", "KGZ", "TJK", "TKM", "BLR", "ARM", "AZE", "UKR", "GEO", "MNG"}
CENTRAL_ASIA = {"KAZ", "KGZ", "TJK", "TKM", "UZB"}


def only(table: str, column: str, **key: object) -> float:
    """Return the single value of ``column`` where all columns of ``key`` match."""
    frame = load(table)
    for name, value in key.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1, f"{table} {key}: {len(frame)} rows"
    return frame[column].item()


def macro(indicator: str, iso3: str = "KAZ") -> pd.Series:
    """Return one indicator of one country by year."""
    frame = load("macro")
    return frame[(frame["indicator"] == indicator) & (frame["iso3"] == iso3)].set_index("year")["value"]


def months(first: str, last: str) -> list[pd.Timestamp]:
    return list(pd.date_range(first, last, freq="MS"))


@pytest.mark.parametrize("table", KEYS)
def test_keys_are_declared_complete_and_unique(table):
    frame = load(table)
    assert describe(table)["schema"]["primaryKey"] == KEYS[table]
    assert not frame[KEYS[table]].isna().any(axis=None)
    assert not frame.duplicated(KEYS[table]).any()


@pytest.mark.parametrize("table", KEYS)
def test_only_declared_gaps(table):
    frame = load(table)
    optional = {
        field["name"] for field in describe(table)["schema"]["fields"] if not field["constraints"].get("required")
    }
    assert {name for name in frame if frame[name].isna().any()} == optional


@pytest.mark.parametrize("table", KEYS)
def test_every_category_is_used(table):
    for name, column in load(table).items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            assert set(column.cat.categories) == set(column), f"{table}.{name}"


@pytest.mark.parametrize("table", KEYS)
def test_description_is_complete(table):
    description = describe(table)
    assert description["licenseChecked"] == "2026-11-23"
    assert all(licence["path"].startswith("https://") for licence in description["licenses"])
    assert all(source["title"] and source["path"].startswith("https://") for source in description["sources"])
    assert description["made"] and description["caveats"] and description["licenseNote"]
    for field in description["schema"]["fields"]:
        assert field["title"] and field["description"], field["name"]
        if field["type"] == "number":
            assert field["unit"], field["name"]


@pytest.mark.parametrize("table", ["macro", "inequality", "protest_counts"])
def test_sources_of_rows_are_described(table):
    described = {source["source_id"] for source in describe(table)["sources"]}
    assert set(load(table)["source_id"]) == described


@pytest.mark.parametrize("table", KEYS)
def test_described_sources_are_in_the_table_of_sources(table):
    known = set(load("sources")["source_id"])
    assert {source["source_id"] for source in describe(table)["sources"]} <= known


def test_all_series_together_stay_small():
    assert sum(describe(table)["bytes"] for table in KEYS) < 450_000


@pytest.mark.parametrize("table", ["macro", "vdem", "governance"])
def test_twelve_countries(table):
    frame = load(table)
    assert set(frame["iso3"]) == COMPARED
    assert frame.groupby("iso3")["country"].nunique().eq(1).all()


# Prices


def test_months_of_the_price_tables_are_complete():
    for _, item in load("fuel_cpi").groupby("item", observed=True):
        assert list(item["date"]) == months("2021-01", "2023-12")
    assert list(load("cpi")["date"]) == months("2019-01", "2023-12")


@pytest.mark.parametrize(
    ("date", "item", "column", "expected"),
    [
        ("2021-12-01", "lpg_bottled", "index_prev_year", 136.8),
        ("2022-01-01", "lpg_bottled", "index_prev_month", 77.3),
        ("2021-12-01", "network_gas", "index_prev_year", 105.5),
        ("2021-12-01", "petrol_ai95", "index_prev_year", 121.7),
    ],
)
def test_known_fuel_indices(date, item, column, expected):
    assert only("fuel_cpi", column, date=pd.Timestamp(date), item=item) == expected


@pytest.mark.parametrize("item", ["lpg_bottled", "network_gas"])
def test_twelve_monthly_indices_give_the_yearly_index(item):
    series = load("fuel_cpi").query("item == @item").set_index("date")
    chained = (series["index_prev_month"] / 100).rolling(12).apply(lambda window: window.prod(), raw=True) * 100
    gap = (chained - series["index_prev_year"]).abs().dropna()
    assert len(gap) == 25
    assert gap.max() < 0.3


def test_only_petrol_lacks_the_monthly_index():
    fuel = load("fuel_cpi")
    assert (fuel["index_prev_month"].isna() == (fuel["item"] == "petrol_ai95")).all()


def test_headline_inflation():
    cpi = load("cpi").set_index("date")
    assert cpi.loc["2021-12-01", "cpi_yoy_pct"] == 8.4
    assert cpi["cpi_yoy_pct"].idxmax() == pd.Timestamp("2023-02-01")
    assert cpi["cpi_yoy_pct"].max() == 21.3


def test_expectations_are_missing_only_in_january_2022():
    cpi = load("cpi").set_index("date")["expectations_pct"]
    assert list(cpi[cpi.isna()].index) == [pd.Timestamp("2022-01-01")]
    assert (cpi["2021-12-01"], cpi["2022-02-01"]) == (16.6, 9.6)


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022, 2023])
def test_monthly_rates_average_to_the_yearly_rate(year):
    monthly = load("cpi").set_index("date")["cpi_yoy_pct"]
    assert monthly.loc[str(year)].mean() == pytest.approx(macro("inflation_pct")[year], abs=0.25)


# Countries compared


@pytest.mark.parametrize(
    ("indicator", "year", "expected"),
    [
        ("gdp_per_head_usd", 2021, 9983.6),
        ("inflation_pct", 2021, 8.0),
        ("inflation_pct", 2022, 15.0),
        ("gini", 2021, 0.292),
        ("unemployment_pct", 2022, 4.9),
        ("youth_unemployment_pct", 2022, 3.8),
        ("youth_share_pct", 2016, 23.5),
        ("youth_share_pct", 2022, 19.6),
    ],
)
def test_known_figures_of_kazakhstan(indicator, year, expected):
    assert macro(indicator)[year] == expected


def test_youth_unemployment_of_kazakhstan_is_low_since_2012():
    youth = macro("youth_unemployment_pct")
    assert list(youth.loc[2012:].index) == [2012, 2013, 2017, 2020, 2022]
    assert youth.loc[2012:].max() < 4 < youth.loc[:2011].min()


def test_values_fit_the_unit_of_their_indicator():
    values = load("macro").groupby("indicator", observed=True)["value"]
    low, high = values.min(), values.max()
    assert low["gini"] > 0.2 and high["gini"] < 0.5
    assert low["gdp_per_head_usd"] > 100 and high["gdp_per_head_usd"] < 20_000
    assert low["youth_share_pct"] > 10 and high["youth_share_pct"] < 35
    assert low["youth_unemployment_pct"] > 0 and high["youth_unemployment_pct"] < 50


def test_registered_unemployment_is_left_out():
    frame = load("macro").query("indicator == 'unemployment_pct'")
    assert frame["value"].min() > 1.9
    assert frame.query("iso3 == 'BLR'")["year"].min() == 2009
    assert frame.query("iso3 == 'UZB'")["year"].min() == 2007


def test_last_years_are_those_of_the_editions():
    last = load("macro").groupby("indicator", observed=True)["year"].max()
    assert (last["gdp_per_head_usd"], last["inflation_pct"], last["youth_share_pct"]) == (2023, 2023, 2024)
    assert macro("gini").index.max() == 2021


# Inequality


@pytest.mark.parametrize(
    ("measure", "year", "expected"),
    [
        ("gini_official", 2001, 0.339),
        ("gini_official", 2015, 0.278),
        ("gini_official", 2021, 0.294),
        ("gini_worldbank", 2021, 0.292),
        ("gini_pretax", 2017, 0.528),
        ("top10_pretax_pct", 2017, 40.8),
        ("top1_pretax_pct", 2017, 14.8),
    ],
)
def test_known_measures_of_inequality(measure, year, expected):
    assert only("inequality", "value", measure=measure, year=year) == expected


def test_gini_coefficients_and_shares_keep_their_scales():
    frame = load("inequality")
    share = frame["measure"].astype(str).str.endswith("_pct")
    assert frame.loc[share, "value"].between(1, 100).all()
    assert frame.loc[~share, "value"].between(0.2, 0.7).all()


def test_shares_nest_and_end_in_2017():
    wide = load("inequality").pivot(index="year", columns="measure", values="value")
    shares = wide[["top1_pretax_pct", "top10_pretax_pct", "bottom50_pretax_pct"]].dropna()
    assert shares.index.max() == 2017
    assert (shares["top1_pretax_pct"] < shares["top10_pretax_pct"]).all()
    assert (shares["top10_pretax_pct"] + shares["bottom50_pretax_pct"]).between(50, 100).all()


def test_world_bank_gini_is_the_same_in_both_tables():
    frame = load("inequality").query("measure == 'gini_worldbank' and year >= 2000").set_index("year")["value"]
    assert frame.to_dict() == macro("gini").to_dict()


# Democracy and governance


def test_intervals_contain_their_estimates():
    frame = load("vdem")
    assert (frame["ci_low"] <= frame["value"]).all() and (frame["value"] <= frame["ci_high"]).all()
    assert (frame["ci_low"] < frame["ci_high"]).all()
    assert frame[["ci_low", "ci_high"]].stack().between(0, 1).all()


def test_democracy_covers_every_country_and_year():
    years = load("vdem").groupby(["iso3", "index"], observed=True)["year"].agg(list)
    assert len(years) == 24
    assert all(found == list(range(1991, 2025)) for found in years)


def test_democracy_in_kazakhstan():
    key = {"iso3": "KAZ", "index": "electoral_democracy"}
    assert only("vdem", "value", year=2021, **key) == 0.252
    assert only("vdem", "ci_high", year=2021, **key) > only("vdem", "ci_low", year=2024, **key)


def test_liberal_democracy_is_the_stricter_index():
    wide = load("vdem").pivot(index=["iso3", "year"], columns="index", values="value")
    assert (wide["liberal_democracy"] < wide["electoral_democracy"]).all()


def test_standard_errors_belong_to_voice_alone():
    frame = load("governance")
    assert (frame["std_err"].notna() == (frame["dimension"] == "voice_accountability")).all()
    assert frame.groupby("dimension", observed=True)["year"].max().to_dict() == {
        "voice_accountability": 2023,
        "political_stability": 2020,
    }


def test_known_governance_estimates():
    assert only("governance", "estimate", iso3="KAZ", year=2021, dimension="voice_accountability") == -1.130
    assert only("governance", "std_err", iso3="KAZ", year=2021, dimension="voice_accountability") == 0.128
    assert only("governance", "estimate", iso3="KAZ", year=2020, dimension="political_stability") == -0.260


# Protest counts


def test_two_trackers_two_kazakhstans():
    counts = load("protest_counts").query("iso3 == 'KAZ'")
    papers = counts[counts["tracker"] == "mass_mobilization"]
    recent = papers[papers["period_start"] >= "2015-01-01"]
    assert recent["events"].tolist() == [0, 1, 0, 0]
    start = pd.Timestamp("2018-01-01")
    assert only("protest_counts", "events", iso3="KAZ", tracker="oxus", period_start=start) == 520


def test_totals_of_the_published_reports():
    oxus = load("protest_counts").query("tracker == 'oxus'")
    assert set(oxus["iso3"]) == CENTRAL_ASIA
    totals = oxus.groupby("source_id")["events"].sum()
    assert totals.to_dict() == {"oxus-capt-2020": 981, "oxus-capt-2020-b": 586}
    spans = oxus.groupby("source_id")[["period_start", "period_end"]].nunique()
    assert (spans == 1).all(axis=None)


def test_periods_of_a_tracker_follow_each_other():
    for _, rows in load("protest_counts").groupby(["iso3", "tracker"], observed=True):
        gaps = rows["period_start"].iloc[1:].to_numpy() - rows["period_end"].iloc[:-1].to_numpy()
        assert (gaps == pd.Timedelta(days=1)).all()


def test_mass_mobilization_has_whole_years():
    rows = load("protest_counts").query("tracker == 'mass_mobilization'")
    assert rows.groupby("iso3").size().to_dict() == dict.fromkeys(CENTRAL_ASIA, 27)
    assert (rows["period_start"].dt.strftime("%m-%d") == "01-01").all()
    assert (rows["period_end"].dt.strftime("%m-%d") == "12-31").all()


# Trade, money, migration, votes


def test_months_of_trade_and_money_are_complete():
    assert list(load("trade_monthly")["date"]) == months("2019-01", "2025-12")
    assert list(load("exchange_rate")["date"]) == months("2013-01", "2025-12")


def test_trade_of_2021_adds_up():
    trade = load("trade_monthly").set_index("date").loc["2021"].sum()
    assert trade["exports_usd_million"] == pytest.approx(60_320, abs=10)
    assert trade["imports_usd_million"] == pytest.approx(41_415, abs=10)


def test_crude_is_part_of_exports_and_missing_once():
    trade = load("trade_monthly").set_index("date")
    assert list(trade.index[trade["crude_exports_usd_million"].isna()]) == [pd.Timestamp("2022-09-01")]
    known = trade.dropna()
    assert (known["crude_exports_usd_million"] < known["exports_usd_million"]).all()


def turnover_shares() -> pd.DataFrame:
    """Return each partner's share of all exports and imports, years down, partners across."""
    partners, world = load("trade_partners"), load("trade_monthly")
    flows = ["exports_usd_million", "imports_usd_million"]
    totals = world.groupby(world["date"].dt.year)[flows].sum().sum(axis=1)
    turnover = partners.assign(turnover=partners[flows].sum(axis=1)).pivot(
        index="year", columns="partner_iso3", values="turnover"
    )
    return turnover.div(totals.loc[turnover.index], axis=0)


def test_china_passes_russia_in_2023():
    shares = turnover_shares()
    assert list(shares.index) == list(range(2020, 2026)) and shares.shape[1] == 9
    assert shares.loc[2023, "CHN"] == pytest.approx(0.215, abs=0.0005)
    assert shares.loc[2023, "RUS"] == pytest.approx(0.194, abs=0.0005)
    assert list(shares.index[shares["CHN"] > shares["RUS"]]) == [2023, 2024, 2025]


def test_nine_partners_are_two_thirds_of_trade():
    assert turnover_shares().sum(axis=1).between(0.61, 0.685).all()


def test_the_tenge_floats_in_august_2015():
    rate = load("exchange_rate").set_index("date")["kzt_per_usd"]
    assert rate["2015-07-01":"2015-09-01"].round(1).tolist() == [186.8, 205.2, 258.4]
    assert (rate["2021-12-01"], rate["2022-01-01"]) == (434.24, 433.40)


def test_net_migration_is_arrivals_less_departures():
    frame = load("migration").set_index("year")
    assert list(frame.index) == list(range(2000, 2026))
    assert (frame["arrivals"] - frame["departures"] == frame["net"]).all()
    assert frame.loc[2021, "net"] == -21_217


def test_states_and_partners_of_the_vote_table():
    frame = load("un_agreement")
    assert set(frame["iso3"]) == CENTRAL_ASIA | {"BLR", "ARM"}
    assert frame["votes"].min() >= 20
    assert frame["agreement_share"].between(0, 1).all()


def test_kazakhstan_votes_less_and_less_like_russia():
    frame = load("un_agreement").query("iso3 == 'KAZ' and partner_iso3 == 'RUS'").set_index("year")
    assert list(frame.index) == list(range(1992, 2024))
    assert frame.loc[2023, ["votes", "agreement_share"]].tolist() == [81, 0.531]
    assert frame["agreement_share"].idxmin() == 2023
