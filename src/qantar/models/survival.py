"""How long people keep a post: the Kaplan–Meier curve and its interval, through the library lifelines.

Source: Kaplan, E. L. and Meier, P. (1958). Nonparametric Estimation from Incomplete Observations. Journal of the
American Statistical Association 53(282). The interval is Greenwood's on the log(−log) scale, the default of lifelines.
It assumes that people were drawn independently from some larger group.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pandas as pd


def curve(days: Sequence[float], removed: Sequence[bool], entered: Sequence[float] | None = None) -> pd.DataFrame:
    """Return the Kaplan–Meier curve of one group, one row per day on which somebody enters or leaves observation.

    `days`: per person the days until removal, or until observation ended; `removed`: whether a removal was seen;
    `entered`: the day from which a person is under observation, 0 for all without it.
    Columns `day`, `at_risk` (people still under observation that morning), `removed` (people), `kept`, `low`, `high`
    (shares 0–1, 95 per cent interval). A person whose observation ends without a removal is censored, not kept.
    """
    fitted = _fit(days, removed, entered)
    share = fitted.survival_function_.join(fitted.confidence_interval_)
    share.columns = ["kept", "low", "high"]
    counts = fitted.event_table[["at_risk", "observed"]].rename(columns={"observed": "removed"})
    return counts.join(share).rename_axis("day").reset_index()


def incidence(days: Sequence[float], kinds: Sequence[str], entered: Sequence[float] | None = None) -> pd.DataFrame:
    """Return which share of a group has left by each day in each way: column `day`, then one per kind of exit.

    `kinds`: how each person left, "" for one whose observation ended first. On each day the drop of the Kaplan–Meier
    curve of all exits is shared out by kind, which is the estimate of Aalen, O. and Johansen, S. (1978), Scandinavian
    Journal of Statistics 5(3). The class of lifelines shifts exits of one day apart at random, so it is not used here.
    """
    found = curve(days, [kind != "" for kind in kinds], entered).set_index("day")
    drop = found["kept"].shift(fill_value=1.0) - found["kept"]
    exits = pd.crosstab(pd.Series(list(days)), pd.Series(list(kinds))).drop(columns="", errors="ignore")
    shared = exits.div(exits.sum(axis=1), axis=0).reindex(found.index).fillna(0)
    return shared.mul(drop, axis=0).cumsum().rename_axis("day").reset_index()


def incidences(table: pd.DataFrame, group: str, groups: Sequence[Hashable], kind: str) -> pd.DataFrame:
    """Return per group the share that had left in each way when observation ended; `table` as in `curves`."""
    rows = {}
    for one in groups:
        part = table[table[group] == one]
        rows[one] = incidence(part["days"], part[kind].tolist(), part.get("entered")).drop(columns="day").iloc[-1]
    return pd.DataFrame(rows).T.fillna(0).rename_axis(index=group, columns=None)


def median(
    days: Sequence[float], removed: Sequence[bool], entered: Sequence[float] | None = None
) -> tuple[float, float, float]:
    """Return the day by which half of a group is removed, and its 95 per cent interval; infinite if never reached."""
    from lifelines.utils import median_survival_times

    fitted = _fit(days, removed, entered)
    # Unrounded, a share of one half can lie a float's error above it, and the library would wait for the next removal.
    low, high = median_survival_times(fitted.confidence_interval_.round(9)).iloc[0]
    return float(median_survival_times(fitted.survival_function_.round(9))), float(low), float(high)


def curves(table: pd.DataFrame, group: str, groups: Sequence[Hashable]) -> pd.DataFrame:
    """Return the curves of several groups below one another, with the column `group` in front.

    `table` has one row per person with the columns `group`, `days` and `removed`, and may have `entered`.
    """
    parts = {one: table[table[group] == one] for one in groups}
    found = {one: curve(part["days"], part["removed"], part.get("entered")) for one, part in parts.items()}
    return pd.concat(found, names=[group]).reset_index(group)


def medians(table: pd.DataFrame, group: str, groups: Sequence[Hashable]) -> pd.DataFrame:
    """Return per group `people`, `removed`, and `median`, `low`, `high` in days (infinite where never reached)."""
    rows = []
    for one in groups:
        part = table[table[group] == one]
        found = median(part["days"], part["removed"], part.get("entered"))
        rows.append([one, len(part), int(part["removed"].sum()), *found])
    return pd.DataFrame(rows, columns=[group, "people", "removed", "median", "low", "high"])


def _fit(days: Sequence[float], removed: Sequence[bool], entered: Sequence[float] | None):  # noqa: ANN202 - a class of lifelines
    # The library takes more than a second to import; whoever reads only tables should not wait for it.
    from lifelines import KaplanMeierFitter

    if not len(days) or len(days) != len(removed):
        raise ValueError("A survival curve needs at least one person, and one removed-or-not for each.")
    return KaplanMeierFitter().fit(list(days), list(removed), entry=None if entered is None else list(entered))
