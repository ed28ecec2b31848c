"""The people of the chapter `elites`: who they are, when they were first removed, and the graph of what joins them."""

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
NETWORKS = {
    "family": ("Nazarbayev's family", "circle", "orange"),
    "patronage": ("linked to Nazarbayev in reports", "square", "plum"),
    "security": ("officers and police", "triangle-up", "blue"),
    "tokayev": ("close to or promoted by Tokayev", "diamond", "teal"),
    "government": ("other officials", "cross", "gold"),
    "business": ("other business", "triangle-down", "red"),
}
"""Network of the table `people` → its words, shape and colour."""


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


def elite_graph() -> nx.Graph:
    """Return people, the offices they held at the start of January 2022 or before, and their personal ties."""
    people, events, ties = elite(), load("people_events"), load("ties")
    appointed = events.loc[events["event"] == "appointed", "person_id"]
    held = offices(people, appointed, NOT_OFFICES)
    return two_mode(people["person_id"], held, zip(ties["person_a"], ties["person_b"], strict=True))


def short_names(people: pd.DataFrame) -> pd.Series:
    """Return per person (index `person_id`) the surname, with an initial where the table has a namesake or relative."""
    names = people.set_index("person_id")["name"].str.split(n=1, expand=True)
    family = names[1].str.replace(r"a$", "", regex=True)
    shared = family.duplicated(keep=False)
    return names[1].where(~shared, names[0].str[0] + ". " + names[1])
