"""How the facts of the chapter `intervention` follow from the tables."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from qantar.data import load

OTHERS = ("force-11", "force-12", "force-13")
"""Figures of the three states that announced a number: Armenia, Tajikistan, Kyrgyzstan."""
TOTAL, RESIDUAL = "force-02", "force-07"
ACTIVE = 39_000
"""Active soldiers of Kazakhstan in 2018, without paramilitary forces."""
END = "2022-01-19"
"""Day on which the emergency ended in the last regions."""


def _force(row: str, column: str = "value") -> int:
    return int(load("csto_forces").set_index("row_id").loc[row, column])


def _announced() -> int:
    return sum(_force(row) for row in OTHERS)


def _russia(column: str) -> int:
    return _force(RESIDUAL, column)


def _range(low: float, high: float) -> str:
    return f"{low:,.0f} to {high:,.0f}"


def _share(column: str) -> float:
    return 100 * _russia(column) / _force(TOTAL)


def _most_belarusians() -> int:
    """Largest contingent of Belarus with which more than half of the force would still be Russian."""
    total = _force(TOTAL)
    left = total - _announced()
    return max(size for size in range(left) if 2 * (left - size) > total)


def _flights(state: str) -> int:
    counted = load("csto_forces").set_index("row_id").loc["force-18", "counted"]
    parts = counted.partition(": ")[2].split(", ")
    return int(next(part for part in parts if part.endswith(state)).split()[0])


def _per_flight() -> tuple[float, float]:
    return _force("force-11") / _flights("Armenia"), _force("force-12") / _flights("Tajikistan")


def _nights() -> int:
    stays = load("csto_contingents")
    return (pd.Timestamp(stays["left"].max()) - pd.Timestamp(stays["arrived"].min())).days


def _ended(last: bool) -> int:
    ends = load("regions_january")["emergency_to"]
    return int((ends >= END).sum() if last else (ends < END).sum())


def _personnel(state: str | None = None) -> int:
    table = load("military").query("measure == 'armed_forces_personnel'").set_index("iso3")["value"]
    return int(table.sum() if state is None else table[state])


DERIVED: dict[str, Callable[[], float | str]] = {
    "csto-planned": lambda: _force("force-01"),
    "csto-sum-reported": lambda: _force("force-04"),
    "csto-encyclopedia": lambda: _force("force-03"),
    "csto-equipment": lambda: _force("force-22"),
    "csto-nights": _nights,
    "russia-reported": lambda: _force("force-06"),
    "russia-residual": lambda: _range(_russia("value_low"), _russia("value_high")),
    "russia-residual-share": lambda: _range(_share("value_low"), _share("value_high")),
    "belarus-reported-high": lambda: _force("force-09"),
    "belarus-reported-low": lambda: _force("force-10"),
    "belarus-limit": _most_belarusians,
    "tajikistan-announced": lambda: _force("force-12"),
    "kyrgyzstan-announced": lambda: _force("force-13"),
    "armenia-announced": lambda: _force("force-11"),
    "three-announced": _announced,
    "flights-in": lambda: _force("force-14"),
    "flights-in-total": lambda: _force("force-26"),
    "aircraft-assigned": lambda: _force("force-15"),
    "aircraft-used": lambda: _force("force-16"),
    "flights-home-by-day": lambda: int(load("csto_flights")["flights"].sum()),
    "flights-home-total": lambda: _force("force-25"),
    "flights-armenia": lambda: _flights("Armenia"),
    "flights-belarus": lambda: _flights("Belarus"),
    "soldiers-per-flight": lambda: _range(*_per_flight()),
    "belarus-by-flights": lambda: _range(*(round(_flights("Belarus") * one, -1) for one in _per_flight())),
    "sites-guarded": lambda: _force("force-05"),
    "emergency-lifted-early": lambda: _ended(last=False),
    "emergency-to-the-end": lambda: _ended(last=True),
    "requests-listed": lambda: len(load("csto_requests")),
    "personnel-russia-2020": lambda: _personnel("RUS"),
    "personnel-kazakhstan-2020": lambda: _personnel("KAZ"),
    "personnel-russia-share": lambda: 100 * _personnel("RUS") / _personnel(),
    "csto-per-kazakh-personnel": lambda: 100 * _force(TOTAL) / _personnel("KAZ"),
    "csto-per-kazakh-active": lambda: 100 * _force(TOTAL) / ACTIVE,
}
"""Per fact id the function that computes its value."""
