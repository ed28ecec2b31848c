"""The people of the elite as the models need them: first removals, time at risk, and the graph of what joins people."""

from __future__ import annotations

import networkx as nx
import pandas as pd

from qantar.data import load
from qantar.data.dates import earliest, latest
from qantar.models.network import offices, two_mode

REMOVALS = ("dismissed", "resigned", "lost_status", "detained", "charged", "convicted", "suspended_sentence")
"""Events of `people_events` by which a person loses a post, a status or liberty, or is named a suspect."""
NOT_OFFICES = ("private-business", "not-verified")
"""Entries of `people.institution` that are no office in which two people could meet."""
START, END = pd.Timestamp("2022-01-04"), pd.Timestamp("2026-07-01")
"""The day before the first removal, and the day of the newest source."""


def elite() -> pd.DataFrame:
    """Return the people of the table `people` of whom anything could be verified, 39 rows."""
    people = load("people")
    return people[people["network"] != "not_verified"]


def first_removals() -> pd.DataFrame:
    """Return the first removal of each person who has one: `person_id`, `date`, `event`, `first_day`, `last_day`.

    A date may be a month or a year: then `first_day` and `last_day` are the ends of it, and removals are ordered by
    `last_day`, equal ones by name.
    """
    events = load("people_events")
    events = events[events["event"].isin(REMOVALS) & events["date"].notna()]
    days = events.assign(
        first_day=pd.to_datetime(events["date"].map(earliest)), last_day=pd.to_datetime(events["date"].map(latest))
    )
    order = days.sort_values(["last_day", "first_day", "person_id"], kind="stable")
    firsts = order.drop_duplicates("person_id", ignore_index=True)
    return firsts[["person_id", "date", "event", "first_day", "last_day"]]


def spells() -> pd.DataFrame:
    """Return `elite()` with `removed` and `days`: from START to the first removal, or to death, or to END.

    A removal of which only the month is known counts from the last day of that month.
    """
    people, events = elite(), load("people_events")
    died = events[events["event"] == "died"].set_index("person_id")["date"]
    end = pd.to_datetime(people["person_id"].map(died)).fillna(END)
    seen = people["person_id"].map(first_removals().set_index("person_id")["last_day"])
    return people.assign(removed=seen.notna(), days=(seen.fillna(end) - START).dt.days)


def elite_graph() -> nx.Graph:
    """Return people, the offices they held at the start of January 2022 or before, and their personal ties."""
    people, events, ties = elite(), load("people_events"), load("ties")
    appointed = events.loc[events["event"] == "appointed", "person_id"]
    held = offices(people, appointed, NOT_OFFICES)
    return two_mode(people["person_id"], held, zip(ties["person_a"], ties["person_b"], strict=True))
