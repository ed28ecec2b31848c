"""How the facts of the chapter `consequences` follow from the tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd

from qantar.data import load
from qantar.models.agreement import agreement, concentration_range, trade_shares
from qantar.models.difference import against, change, period_means

ALLIES = ["ARM", "KAZ", "KGZ", "TJK"]
"""Members of the alliance without Russia and Belarus."""
NEIGHBOURS = ["KGZ", "TJK", "UZB", "TKM"]


@cache
def _roll_calls() -> pd.DataFrame:
    votes = load("un_votes").assign(vote=lambda rows: rows["vote"].astype(str))
    return votes.pivot(index=["date", "resolution"], columns="iso3", values="vote")


def _cast(states: list[str], vote: str) -> int:
    return int((_roll_calls()[states] == vote).sum().sum())


def _with_russia(state: str, **rule: object) -> float:
    votes = _roll_calls()
    return 100 * agreement(votes[state].tolist(), votes["RUS"].tolist(), **rule)


def _emergency_alone() -> int:
    """Count the votes of the emergency session in which no ally but Belarus voted no."""
    votes = _roll_calls()
    session = votes.index.get_level_values("resolution").str.startswith("ES-11")
    return int((votes.loc[session, ALLIES] != "no").all(axis=1).sum())


@cache
def _agreement(partner: str = "RUS") -> pd.DataFrame:
    table = load("un_agreement").query("partner_iso3 == @partner")
    return 100 * table.pivot(index="year", columns="iso3", values="agreement_share")


def _double(others: list[str], before: tuple[int, ...] = (2019, 2020, 2021), after: tuple[int, ...] = (2022, 2023)):
    return against(period_means(_agreement(), before, after), "KAZ", others)


@cache
def _trials() -> pd.Series:
    """Return the double difference of each year with three years before it, and of the year and the next after it."""
    years = [*range(2005, 2021), 2022]
    return pd.Series({year: _double(NEIGHBOURS, (year - 3, year - 2, year - 1), (year, year + 1)) for year in years})


def _as_large() -> int:
    """Count the years whose double difference is as far from nought as that of 2022, 2022 among them."""
    return int((_trials().abs() >= abs(_trials()[2022])).sum())


@cache
def _shares() -> pd.DataFrame:
    return trade_shares().pivot(index="year", columns="partner", values="share")


def _turnover(partner: str, year: int) -> float:
    rows = load("trade_partners").query("partner_iso3 == @partner and year == @year")
    return float((rows["exports_usd_million"] + rows["imports_usd_million"]).item()) / 1000


def _world(year: int) -> float:
    rows = load("trade_monthly").query("date.dt.year == @year")
    return float((rows["exports_usd_million"] + rows["imports_usd_million"]).sum()) / 1000


def _month(month: str) -> float:
    return float(load("trade_monthly").set_index("date")["crude_exports_usd_million"][month]) / 1000


def _range(year: int) -> str:
    shares = _shares().loc[year]
    low, high = concentration_range(shares, shares.nlargest(3).min())
    return f"{low:.0f} to {high:.0f}"


def _voice(iso3: str = "KAZ"):  # noqa: ANN202 - a change with its interval
    rows = load("governance").query("iso3 == @iso3 and dimension == 'voice_accountability'").set_index("year")
    first, last = rows.loc[2021], rows.loc[2023]
    return change(first["estimate"], first["std_err"], last["estimate"], last["std_err"])


def _voice_noise() -> int:
    return sum(_voice(iso3).is_noise for iso3 in load("governance")["iso3"].unique())


def _democracy(column: str) -> float:
    rows = load("vdem").query("iso3 == 'KAZ' and index == 'electoral_democracy' and year == 2024")
    return float(rows[column].item())


def _stability_end() -> int:
    return int(load("governance").query("dimension == 'political_stability'")["year"].max())


def _event(event: str) -> float:
    return float(load("international_events").set_index("event_id").loc[event, "value"])


DERIVED: dict[str, Callable[[], float | str]] = {
    "un-texts": lambda: len(_roll_calls()),
    "kaz-abstained": lambda: _cast(["KAZ"], "abstain"),
    "turkmenistan-absent": lambda: _cast(["TKM"], "absent"),
    "allies-votes": lambda: len(ALLIES) * len(_roll_calls()),
    "allies-abstained": lambda: _cast(ALLIES, "abstain"),
    "allies-no": lambda: _cast(ALLIES, "no"),
    "emergency-votes-alone": _emergency_alone,
    "agreement-war-half": lambda: _with_russia("KAZ"),
    "agreement-war-strict": lambda: _with_russia("KAZ", half=0),
    "agreement-war-strict-kyrgyzstan": lambda: _with_russia("KGZ", half=0),
    "agreement-russia-highest": lambda: _agreement()["KAZ"].max(),
    "agreement-russia-2021": lambda: _agreement()["KAZ"][2021],
    "agreement-russia-2023": lambda: _agreement()["KAZ"][2023],
    "agreement-china-2023": lambda: _agreement("CHN")["KAZ"][2023],
    "agreement-usa-2023": lambda: _agreement("USA")["KAZ"][2023],
    "agreement-fall": lambda: -period_means(_agreement(), (2019, 2020, 2021), (2022, 2023)).loc["KAZ", "change"],
    "agreement-double-four": lambda: -_double(NEIGHBOURS),
    "agreement-double-three": lambda: -_double(NEIGHBOURS[:3]),
    "agreement-double-earlier": lambda: -_double(NEIGHBOURS, (2014, 2015), (2016, 2017)),
    "agreement-placebo-years": lambda: len(_trials()) - 1,
    "agreement-placebo-larger": lambda: _as_large() - 1,
    "agreement-placebo-p": lambda: _as_large() / len(_trials()),
    "trade-world-2021": lambda: _world(2021),
    "trade-world-2022": lambda: _world(2022),
    "trade-russia-2021": lambda: _turnover("RUS", 2021),
    "trade-russia-2025": lambda: _turnover("RUS", 2025),
    "trade-china-2021": lambda: _turnover("CHN", 2021),
    "trade-china-2025": lambda: _turnover("CHN", 2025),
    "trade-share-russia-2021": lambda: _shares().loc[2021, "Russia"],
    "trade-share-russia-2025": lambda: _shares().loc[2025, "Russia"],
    "trade-share-china-2021": lambda: _shares().loc[2021, "China"],
    "trade-share-china-2025": lambda: _shares().loc[2025, "China"],
    "trade-share-named-2025": lambda: _shares().loc[2025].sum(),
    "trade-concentration-2021": lambda: _range(2021),
    "trade-concentration-2025": lambda: _range(2025),
    "crude-june-2022": lambda: _month("2022-06-01"),
    "crude-july-2022": lambda: _month("2022-07-01"),
    "cpc-days-ordered": lambda: _event("cpc-court"),
    "voice-change": lambda: _voice().value,
    "voice-change-interval": lambda: f"{_voice().low:.2f} to {_voice().high:.2f}".replace("-", "−"),
    "voice-noise": _voice_noise,
    "democracy-2024": lambda: _democracy("value"),
    "democracy-2024-interval": lambda: f"{_democracy('ci_low'):.3f} to {_democracy('ci_high'):.3f}",
    "political-stability-end": _stability_end,
    "corridor-2022": lambda: _event("corridor-2022"),
    "corridor-2024": lambda: _event("corridor-2024"),
}
"""Per fact id the function that computes its value."""
