"""How the facts of the chapter `elites` follow from the tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd

from qantar.chapters.elites.people import elite, elite_graph, first_removals, seated, spells, with_tokayev
from qantar.data import load
from qantar.models.network import at_random, by_degree, largest_part, one_mode, positions, shrink
from qantar.models.survival import medians
from qantar.models.turnover import most_posts, rate

CABINET_OF_JANUARY = ["murat-bektanov", "erlan-turgumbayev"]
"""Ministers of the table `people` who kept their post in the cabinet of 11 January 2022."""
BY_MARRIAGE = ["gulmira-satybaldy", "kairat-boranbayev"]
"""Members of the family group who are tied to it by a former marriage or by an in-law only."""
KNB_LEADERS = r"^(?:Chairman|First deputy chairman|Deputy chairman)\b.*KNB"
"""Roles in the table `people` that count as leading posts of the KNB."""


@cache
def _first() -> pd.Series:
    return first_removals().set_index("person_id")["last_day"]


def _removed_by(day: str) -> int:
    return int((_first() <= day).sum())


def _cabinet(column: str) -> int:
    return int(load("institution_sizes").set_index("institution").loc["government", column])


def _cabinet_february() -> int:
    return _cabinet("posts_changed") + int((_first()[CABINET_OF_JANUARY] <= "2022-02-25").sum())


def _knb_out() -> int:
    people = elite()
    leaders = people.loc[people["role_january"].str.contains(KNB_LEADERS, na=False), "person_id"]
    return int((_first()[leaders] <= "2022-01-17").sum())


@cache
def _median(network: str) -> dict:
    return medians(spells(), "network", [network]).iloc[0].to_dict()


@cache
def _near_family() -> dict:
    people = spells()
    return medians(people[~people["person_id"].isin(BY_MARRIAGE)], "network", ["family"]).iloc[0].to_dict()


@cache
def _graph():  # noqa: ANN202 - a graph of networkx
    return one_mode(elite_graph())


def _ties(person: str) -> int:
    return int(positions(_graph()).set_index("person_id").loc[person, "ties"])


def _rank(*parts: str) -> int:
    """Return Tokayev's rank by betweenness when these parts of the Security Council are seated."""
    order = positions(one_mode(with_tokayev(seated(elite_graph(), *parts))))["person_id"].tolist()
    return 1 + order.index("kassym-jomart-tokayev")


def _council_part(taken: int) -> int:
    """Return the size of the largest part, with the Council seated, when the first `taken` people by date are out."""
    graph = one_mode(seated(elite_graph(), "two", "agencies", "session"))
    return shrink(graph, list(_first().index[:taken]))[-1]


def _random_range(taken: int) -> str:
    left = pd.Series([shrink(_graph(), at_random(_graph(), len(_first()), seed))[taken] for seed in range(100)])
    return f"{left.quantile(0.1):.0f} to {left.quantile(0.9):.0f}"


def _sentence(person: str) -> float:
    events = load("people_events").set_index(["person_id", "event"])["sentence_years"].dropna()
    return float(events[person].item())


def _trials(closed: bool = False) -> int:
    events = load("people_events")
    events = events[events["sentence_years"].notna()]
    return int(events["detail"].str.contains("closed|secret").sum()) if closed else len(events)


def _closed_proceedings() -> int:
    events = load("people_events")
    events = events[events["sentence_years"].notna() & events["detail"].str.contains("closed|secret")]
    return int(events["date"].nunique())


def _change(change: str, column: str) -> float:
    return float(load("institutions").set_index("change_id").loc[change, column])


def _won() -> pd.Series:
    rows = load("elections").query("kind == 'presidential' and measure == 'winner_pct'")
    return rows.set_index("date")["value"]


def _election(measure: str) -> float:
    rows = load("elections").query("election_id == '2022-11-20-presidential'")
    return float(rows.set_index("measure").loc[measure, "value"])


DERIVED: dict[str, Callable[[], float | str]] = {
    "elite-people-searched": lambda: len(load("people")),
    "elite-people-verified": lambda: len(elite()),
    "elite-first-removals": lambda: len(_first()),
    "elite-removed-by-10-january": lambda: _removed_by("2022-01-10"),
    "elite-removed-by-march-2022": lambda: _removed_by("2022-03-31"),
    "elite-people-sentenced": _trials,
    "elite-closed-trials": lambda: _trials(closed=True),
    "elite-closed-proceedings": _closed_proceedings,
    "cabinet-ministers-2022": lambda: _cabinet("posts_total"),
    "cabinet-carried-over-2022": lambda: _cabinet("posts_kept"),
    "cabinet-changed-2022": lambda: 100 * rate(_cabinet("posts_changed"), _cabinet("posts_total")),
    "cabinet-changed-february-2022": _cabinet_february,
    "knb-leaders-out": _knb_out,
    "knb-posts-limit": lambda: most_posts(_knb_out(), _cabinet("posts_changed"), _cabinet("posts_total")),
    "knb-posts-limit-february": lambda: most_posts(_knb_out(), _cabinet_february(), _cabinet("posts_total")),
    "family-people": lambda: _median("family")["people"],
    "family-removed": lambda: _median("family")["removed"],
    "family-median-removal": lambda: _median("family")["median"],
    "family-median-low": lambda: _median("family")["low"],
    "family-near-people": lambda: _near_family()["people"],
    "family-near-median": lambda: _near_family()["median"],
    "security-people": lambda: _median("security")["people"],
    "security-median-removal": lambda: _median("security")["median"],
    "security-median-interval": lambda: f"{_median('security')['low']:.0f} to {_median('security')['high']:.0f}",
    "tokayev-people": lambda: _median("tokayev")["people"],
    "tokayev-removed": lambda: _median("tokayev")["removed"],
    "tokayev-median-removal": lambda: _median("tokayev")["median"],
    "ties-nazarbayev": lambda: _ties("nursultan-nazarbayev"),
    "ties-masimov": lambda: _ties("karim-masimov"),
    "ties-knb": lambda: sum(office == "knb" for *_, office in _graph().edges(data="office")),
    "network-largest-part": lambda: len(largest_part(_graph())),
    "network-after-5-january": lambda: shrink(_graph(), list(_first().index[_first() == "2022-01-05"]))[-1],
    "network-after-two-by-ties": lambda: shrink(_graph(), by_degree(_graph(), 2))[-1],
    "network-after-four-random": lambda: _random_range(4),
    "tokayev-rank-two": lambda: _rank("two"),
    "tokayev-rank-agencies": lambda: _rank("two", "agencies"),
    "tokayev-rank-session": lambda: _rank("two", "agencies", "session"),
    "network-after-5-january-seated": lambda: _council_part(4),
    "network-largest-part-seated": lambda: _council_part(0),
    "sentence-masimov": lambda: _sentence("karim-masimov"),
    "sentence-sadykulov": lambda: _sentence("anuar-sadykulov"),
    "sentence-ergozhin": lambda: _sentence("daulet-ergozhin"),
    "sentence-osipov": lambda: _sentence("marat-osipov"),
    "sentence-bektanov": lambda: _sentence("murat-bektanov"),
    "sentence-abish": lambda: _sentence("samat-abish"),
    "sentence-turgumbayev": lambda: _sentence("erlan-turgumbayev"),
    "sentence-iskakov": lambda: _sentence("ruslan-iskakov"),
    "sentence-dzhumageldiyev": lambda: _sentence("arman-dzhumageldiyev"),
    "articles-changed-2022": lambda: _change("constitution-amended-2022", "value"),
    "referendum-2022-yes": lambda: _change("constitution-amended-2022", "yes_pct"),
    "constitution-2026-yes": lambda: _change("constitution-2026", "yes_pct"),
    "mazhilis-2023-amanat": lambda: _change("mazhilis-election-2023", "value"),
    "assets-returned-2025": lambda: _change("asset-return-law", "value"),
    "president-2022-share": lambda: _election("winner_pct"),
    "president-2022-almaty-turnout": lambda: _election("turnout_almaty_pct"),
    "president-share-lowest": lambda: _won().min(),
    "president-share-highest": lambda: _won().max(),
}
"""Per fact id the function that computes its value."""
