"""As known on a day: which of the figures published so far a careful reporter could still have printed.

The rule, in four sentences. A figure stands from the day on which it was stated; where only a month is known, from the
month's last day. It falls when a later figure takes its place: one that names it, or a newer one of the same body for
the same people. It falls when it is taken back. A figure that one report gives against its own speaker stands beside
the others until that speaker is heard again, and takes nobody's place.

Only what was public by that day counts: the column `status`, which tells how a figure ended, is used for nothing else
than to find such a disputed report. Source of the rule: this module; of the figures: the table `tolls`.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from qantar.data.dates import latest

BODIES = (
    "Prosecutor General",
    "Interior Ministry",
    "Health Ministry",
    "Government Telegram channel",
    "Ombudswoman",
    "Ar.Rukh.Khak",
    "Azattyq",
)
"""Bodies that speak through several people or titles; any other speaker is a body of its own."""
STATES = ("later", "stands", "replaced", "taken back")
"""What a figure can be on a day: not yet stated, standing, replaced by a later one, taken back by its speaker."""
QUESTION = ["measure", "scope", "place"]
"""Columns that say who was counted; only figures that agree in all three can replace each other."""


def body(speaker: str) -> str:
    """Return the body behind a speaker: "Prosecutor General B. Asylov" speaks for the Prosecutor General.

    Of two bodies in one text the first speaks, and the second is only named.
    """
    return min((name for name in BODIES if name in speaker), key=speaker.index, default=speaker)


def standing(figures: pd.DataFrame, day: str | dt.date) -> pd.Series:
    """Return one of `STATES` for each row of `figures` as it was on `day` (ISO text or date).

    `figures` has columns of the table `tolls`: toll_id, date, measure, scope, place, speaker, status, withdrawn_by and
    supersedes. All statements of one day stand together on that day, for a reporter could have printed each of them.
    """
    return states(life(figures), day)


def states(lives: pd.DataFrame, day: str | dt.date) -> pd.Series:
    """Return one of `STATES` on `day` for each row of `lives`, as `life` returns them."""
    day = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return lives["fate"].mask(lives["until"] > day, "stands").mask(lives["stated"] > day, "later")


def life(figures: pd.DataFrame) -> pd.DataFrame:
    """Return for each row of `figures` when it stood, and how it fell.

    Columns: `stated`, the day by which it was surely public; `until`, the first day on which it did not stand any more
    (31 December 9999 for never); `fate`, "replaced" or "taken back". Days are dates. A figure stated and replaced on
    one day falls on the next: until midnight both were news.
    """
    rows = figures.assign(stated=figures["date"].map(latest), body=figures["speaker"].map(body))
    back = [dt.date.max if pd.isna(when) else latest(when) for when in rows["withdrawn_by"]]
    back = pd.Series(back, index=rows.index, dtype=object)
    fell = pd.Series([_fall(row, rows) for row in rows.itertuples()], index=rows.index, dtype=object)
    fate = pd.Series("replaced", index=rows.index, dtype=object).mask(back < fell, "taken back")
    return pd.DataFrame({"stated": rows["stated"], "until": fell.where(fell < back, back), "fate": fate})


def span(figures: pd.DataFrame, day: str | dt.date) -> tuple[int, int] | None:
    """Return the smallest and the largest value that stood on `day`, or None when nothing did.

    Values are as stated: a minimum ("over 1,000") or a round number counts as the number named.
    """
    values = figures.loc[standing(figures, day) == "stands", "value"]
    return None if values.empty else (int(values.min()), int(values.max()))


def _fall(row: object, rows: pd.DataFrame) -> dt.date:
    same = (rows[QUESTION] == [getattr(row, name) for name in QUESTION]).all(axis=1) & (rows["body"] == row.body)
    newer = same & (rows["stated"] > row.stated) & (rows["status"] != "disputed")
    days = rows.loc[newer | (rows["supersedes"] == row.toll_id), "stated"]
    if days.empty:
        return dt.date.max
    return max(min(days), row.stated + dt.timedelta(days=1))
