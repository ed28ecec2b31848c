"""How the facts of the chapter `counting` follow from the tables."""

from __future__ import annotations

from collections.abc import Callable

from qantar.data import load

BLOCKS_A_DAY = 144
"""Blocks of bitcoin that are expected in a day; their number in fact is a matter of chance (Poisson)."""
OF_TOLLS: dict[str, str] = {
    "deaths-official-final": "toll-065",
    "deaths-telegram-withdrawn": "toll-020",
    "deaths-armed-criminals": "toll-011",
    "deaths-official-15-january": "toll-039",
    "deaths-in-hospital": "toll-040",
    "deaths-official-18-january": "toll-048",
    "deaths-official-14-march": "toll-052",
    "deaths-ombudswoman-14-march": "toll-079",
    "deaths-official-may-2022": "toll-060",
    "deaths-joint-statement": "toll-062",
    "deaths-almaty-withdrawn": "toll-022",
    "deaths-almaty-january-2022": "toll-043",
    "deaths-almaty-march-2022": "toll-056",
    "deaths-almaty-january-2023": "toll-072",
    "deaths-kyzylorda": "toll-073",
    "deaths-shymkent": "toll-074",
    "deaths-taraz": "toll-075",
    "deaths-assailants": "toll-053",
    "deaths-assailants-elsewhere": "toll-057",
    "deaths-unexplained": "toll-054",
    "deaths-bystanders": "toll-055",
    "deaths-attackers-2023": "toll-069",
    "deaths-violators": "toll-070",
    "deaths-other-offences": "toll-071",
    "deaths-torture": "toll-050",
    "deaths-list-january-2022": "toll-001",
    "deaths-list-azattyq": "toll-063",
    "deaths-list-arrukhkhak": "toll-064",
    "deaths-hrw-almaty": "toll-049",
    "deaths-security-6-january": "toll-004",
    "deaths-security-7-january": "toll-012",
    "deaths-security-9-january": "toll-021",
    "deaths-security-10-january": "toll-030",
    "deaths-security-final": "toll-041",
    "injured-10-january": "toll-031",
    "injured-15-january": "toll-044",
    "injured-security": "toll-045",
    "detained-10-january": "toll-032",
    "detained-11-january": "toll-035",
    "detained-12-january": "toll-037",
    "detained-suspects": "toll-047",
    "detained-press": "toll-046",
    "in-custody-march-2022": "toll-058",
    "torture-cases-march-2022": "toll-059",
    "convicted-january-2023": "toll-077",
}
"""Fact id → the figure of the table `tolls` that it repeats."""


def _toll(toll_id: str) -> int:
    tolls = load("tolls").set_index("toll_id")
    return int(tolls.at[toll_id, "value"])


def _less(total: str, *parts: str) -> int:
    """Return a total less its named parts, all given by their ids."""
    return _toll(total) - sum(map(_toll, parts))


def _march_added() -> int:
    """Add what the Prosecutor General named on 14 March 2022: assailants, unexplained, by chance, security."""
    return sum(map(_toll, ("toll-053", "toll-054", "toll-055", "toll-041")))


def _days_without_a_total() -> int:
    """Return the days from the withdrawal of the 164 to the statement of the 225, the last one not counted."""
    tolls = load("tolls").set_index("toll_id")
    taken_back, next_total = tolls.at["toll-020", "withdrawn_by"], tolls.at["toll-039", "date"]
    return int(next_total[-2:]) - int(taken_back[-2:])


def _units_without_deaths() -> int:
    return int((load("regions_january")["deaths_scope"] == "not_found").sum())


def _shutdown(row_id: str, column: str) -> float:
    return float(load("shutdown").set_index("row_id").at[row_id, column])


def _start(row_id: str) -> str:
    return f"{load('shutdown').set_index('row_id').at[row_id, 'start']:%H:%M}"


def _confirmed() -> int:
    return int((load("tolls")["confidence"] == "confirmed_2plus").sum())


DERIVED: dict[str, Callable[[], float | str]] = {
    **{fact_id: lambda toll_id=toll_id: _toll(toll_id) for fact_id, toll_id in OF_TOLLS.items()},
    "deaths-no-place-withdrawn": lambda: _less("toll-020", "toll-022", "toll-023", "toll-024", "toll-025"),
    "deaths-no-place-2023": lambda: _less("toll-068", "toll-072", "toll-073", "toll-074", "toll-075"),
    "deaths-march-parts-added": _march_added,
    "deaths-bystanders-almaty": lambda: _march_added() - _toll("toll-052"),
    "deaths-assailants-almaty": lambda: _less("toll-053", "toll-057"),
    "deaths-bystanders-elsewhere": lambda: _toll("toll-055") - (_march_added() - _toll("toll-052")),
    "deaths-named-places": lambda: sum(map(_toll, ("toll-072", "toll-073", "toll-074", "toll-075"))),
    "days-without-a-total": _days_without_a_total,
    "units-without-deaths": _units_without_deaths,
    "injured-security-share": lambda: 100 * _toll("toll-045") / _toll("toll-044"),
    "blackout-start-cloudflare": lambda: _start("cut-07"),
    "blackout-start-netblocks": lambda: _start("cut-08"),
    "blackout-start-coindesk": lambda: _start("cut-09"),
    "blackout-level-netblocks": lambda: _shutdown("cut-08", "level_pct_low"),
    "blackout-level-lowest": lambda: _shutdown("cut-10", "level_pct_low"),
    "blackout-level-zero": lambda: _shutdown("cut-25", "level_pct_low"),
    "blackout-hours-almaty": lambda: _shutdown("cut-20", "value"),
    "hash-rate-fall": lambda: 100 * (1 - _shutdown("cut-23", "value") / 205_000),
    "hash-rate-noise-day": lambda: 100 / BLOCKS_A_DAY**0.5,
    "hash-rate-noise-difference": lambda: 100 * (2 / BLOCKS_A_DAY) ** 0.5,
    "deaths-khovar": lambda: _toll("toll-011") + _toll("toll-012"),
    "tolls-listed": lambda: len(load("tolls")),
    "tolls-confirmed": _confirmed,
}
"""Fact id → the function that computes its value: a number, or the text of a time."""
