"""Facts of the chapter on causes that follow from a table, each with the function that computes it anew."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from qantar.data import load

SOUTH = ["KZL", "ZHM", "ALM", "SHM"]
"""Four of the five units with the lowest product per head; Turkistan, the fifth, had no damage on the list."""


def _cell(table: str, column: str, **keys: object) -> float:
    """Return the value of `column` in the one row of `table` whose columns have these values."""
    rows = load(table)
    for name, value in keys.items():
        rows = rows[rows[name] == value]
    return float(rows[column].item())


def _price(price_id: str) -> float:
    return _cell("lpg_prices", "tenge_per_litre", price_id=price_id)


def _macro(indicator: str, year: int) -> float:
    return _cell("macro", "value", iso3="KAZ", indicator=indicator, year=year)


def _inequality(measure: str, year: int) -> float:
    return _cell("inequality", "value", measure=measure, year=year)


def _cylinders(column: str, month: str) -> float:
    return round(_cell("fuel_cpi", column, item="lpg_bottled", date=pd.Timestamp(month)) - 100, 1)


def _democracy(column: str = "value") -> pd.Series:
    rows = load("vdem")
    rows = rows[(rows["iso3"] == "KAZ") & (rows["index"] == "electoral_democracy")]
    return rows.set_index("year")[column]


def _events(tracker: str, first: str, last: str) -> int:
    rows = load("protest_counts")
    rows = rows[(rows["iso3"] == "KAZ") & (rows["tracker"] == tracker)]
    return int(rows.loc[rows["period_start"].ge(first) & rows["period_end"].le(last), "events"].sum())


def _places_by(day: str) -> int:
    return int(load("places")["first_protest"].le(day).sum())


def _places(course: str) -> int:
    return int(load("places")["peaceful"].eq(course).sum())


def _damaged(codes: list[str] | None = None) -> int:
    damaged = load("regions_january").set_index("region_code")["facilities_damaged"]
    return int(damaged.sum() if codes is None else damaged[codes].sum())


def _share_of_mangystau() -> float:
    people = load("regions").set_index("region_code")["population_2021"]
    return 100 * people["MNG"] / people.sum()


def _interval_2021() -> str:
    low, high = _democracy("ci_low")[2021], _democracy("ci_high")[2021]
    return f"{low:.3f} to {high:.3f}"


def _product(code: str) -> float:
    return _cell("regions", "grp_index_2021", region_code=code)


DERIVED: dict[str, Callable[[], float | str]] = {
    "lpg-retail-mangystau-2021": lambda: _price("p001"),
    "lpg-retail-mangystau-january": lambda: _price("p002"),
    "lpg-wholesale-january": lambda: _price("p003"),
    "lpg-promise-3-january": lambda: _price("p004"),
    "lpg-promise-4-january": lambda: _price("p005"),
    "lpg-cap-mangystau": lambda: _price("p006"),
    "lpg-cap-highest": lambda: load("lpg_prices").query("kind == 'cap'")["tenge_per_litre"].max(),
    "lpg-bottled-december-2021": lambda: _cylinders("index_prev_year", "2021-12-01"),
    "lpg-bottled-january-2022": lambda: -_cylinders("index_prev_month", "2022-01-01"),
    "inflation-december-2021": lambda: _cell("cpi", "cpi_yoy_pct", date=pd.Timestamp("2021-12-01")),
    "expectations-january-2021": lambda: _cell("cpi", "expectations_pct", date=pd.Timestamp("2021-01-01")),
    "expectations-december-2021": lambda: _cell("cpi", "expectations_pct", date=pd.Timestamp("2021-12-01")),
    "mangystau-population-share": _share_of_mangystau,
    "gini-official-2001": lambda: _inequality("gini_official", 2001),
    "gini-official-2015": lambda: _inequality("gini_official", 2015),
    "gini-official-2021": lambda: _inequality("gini_official", 2021),
    "gini-pretax-2017": lambda: _inequality("gini_pretax", 2017),
    "top-tenth-share-2017": lambda: _inequality("top10_pretax_pct", 2017),
    "product-per-head-2019": lambda: _macro("gdp_per_head_usd", 2019),
    "inflation-2019": lambda: _macro("inflation_pct", 2019),
    "unemployment-2019": lambda: _macro("unemployment_pct", 2019),
    "youth-unemployment-2020": lambda: _macro("youth_unemployment_pct", 2020),
    "youth-share-2016": lambda: _macro("youth_share_pct", 2016),
    "youth-share-2022": lambda: _macro("youth_share_pct", 2022),
    "unemployment-regions-lowest": lambda: load("regions")["unemployment_pct_2021"].min(),
    "unemployment-regions-highest": lambda: load("regions")["unemployment_pct_2021"].max(),
    "democracy-lowest": lambda: _democracy().min(),
    "democracy-highest": lambda: _democracy().max(),
    "democracy-2021": lambda: _democracy()[2021],
    "democracy-2021-interval": _interval_2021,
    "mass-mobilization-2015-2018": lambda: _events("mass_mobilization", "2015-01-01", "2018-12-31"),
    "oxus-2018-2020": lambda: _events("oxus", "2018-01-01", "2020-08-31"),
    "oxus-late-2020": lambda: _events("oxus", "2020-09-01", "2020-12-31"),
    "places-listed": lambda: len(load("places")),
    "places-by-3-january": lambda: _places_by("2022-01-03"),
    "places-by-4-january": lambda: _places_by("2022-01-04"),
    "places-by-5-january": lambda: _places_by("2022-01-05"),
    "places-peaceful": lambda: _places("yes"),
    "places-violent": lambda: _places("no"),
    "places-unknown": lambda: _places("unknown"),
    "product-index-mangystau": lambda: _product("MNG"),
    "product-index-turkistan": lambda: _product("TRK"),
    "facilities-damaged": _damaged,
    "facilities-damaged-almaty": lambda: _damaged(["ALA"]),
    "facilities-damaged-elsewhere": lambda: _damaged() - _damaged(["ALA"]),
    "facilities-damaged-south": lambda: _damaged(SOUTH),
}
"""Fact id → the function that computes its value: a number, or the text of a date or word."""
