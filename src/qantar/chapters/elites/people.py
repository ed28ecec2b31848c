"""The people of the elite as the models need them: first removals, time at risk, and the graph of what joins people."""

from __future__ import annotations

import networkx as nx
import pandas as pd

from qantar.data import load
from qantar.data.dates import earliest, latest
from qantar.models.network import offices, two_mode

NOT_OFFICES = ("private-business", "not-verified")
"""Entries of `people.institution` that are no office in which two people could meet."""
EXITS = {
    "left a post": ("dismissed", "resigned", "lost_status"),
    "arrest or charge": ("detained", "charged", "convicted", "suspended_sentence"),
}
"""Ways in which somebody is removed → events of `people_events`; death ends the count in a third way."""
REMOVALS = [event for events in EXITS.values() for event in events]
"""Events by which a person loses a post, a status or liberty, or is named a suspect."""
START, END = pd.Timestamp("2022-01-04"), pd.Timestamp("2026-12-01")
"""The day before the first removal, and the day of the last search for events of people without an office."""
COUNCIL = {
    "two": ("nursultan-nazarbayev", "azamat-abdymomunov"),
    "agencies": ("karim-masimov", "askar-mamin", "erlan-turgumbayev", "murat-bektanov"),
    "session": ("erlan-koshanov", "nurlan-nigmatulin", "ermek-sagimbayev"),
}
"""Who could sit in the Security Council at the start of January 2022: those whom the table `people` places there, the
heads of security service, government, police and army, and the other offices that took part in the session of 6 January
(source kazinform-2022-01-06-b)."""


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
    """Return `elite()` with `removed`, `exit`, `entered` and `days`, the last two in days from START.

    `exit` is the way of the first removal, a key of `EXITS`, or "died", or "" for those still under observation.

    `entered` is the day of an appointment after START, else 0. `days` is the day of the first removal, or of death, or
    the last day on which a report shows the person in post, or END for people of whom no such report is kept. A removal
    of which only the month is known counts from the last day of that month.
    """
    people = elite()
    who = people["person_id"]
    first = first_removals().set_index("person_id")
    removed, died = who.map(first["last_day"]), who.map(_days("died"))
    way = {event: name for name, events in EXITS.items() for event in events}
    left = who.map(first["event"].astype(str)).map(way).mask(removed.isna() & died.notna(), "died").fillna("")
    until = removed.fillna(died).fillna(who.map(_days("in_post"))).fillna(END)
    entered = who.map(_days("appointed")).where(lambda day: day < until).fillna(START)
    return people.assign(
        removed=removed.notna(),
        exit=left,
        entered=(entered - START).dt.days.clip(lower=0),
        days=(until - START).dt.days,
    )


def _days(event: str) -> pd.Series:
    """Return per person the first day that the date of this kind of event can mean."""
    events = load("people_events").query("event == @event and date.notna()")
    return pd.to_datetime(events.set_index("person_id")["date"].map(earliest))


def seated(graph: nx.Graph, *parts: str) -> nx.Graph:
    """Return a copy of the graph of `elite_graph` with these parts of `COUNCIL` in the Security Council."""
    seats = [(person, "security-council") for part in parts for person in COUNCIL[part]]
    council = graph.copy()
    council.add_edges_from(seats)
    return council


def with_tokayev(graph: nx.Graph, in_council: bool = True) -> nx.Graph:
    """Return a copy of the graph with Tokayev: the ties to him that the table `people` states, and his seat."""
    people, added = elite(), graph.copy()
    near = people.loc[people["relation"].str.contains("Tokayev", na=False), "person_id"]
    added.add_node("kassym-jomart-tokayev", kind="person")
    joined = [*near, "security-council"] if in_council else near
    added.add_edges_from(("kassym-jomart-tokayev", node) for node in joined)
    return added


def elite_graph(doubtful: bool = True) -> nx.Graph:
    """Return people, the offices they held at the start of January 2022, and their personal ties.

    Without the `doubtful` the people whose group is in doubt are left out, and the ties that are.
    """
    people, events, ties = elite(), load("people_events"), load("ties")
    if not doubtful:
        people = people[people["network_doubt"].isna()]
        known = ties[["person_a", "person_b"]].isin(set(people["person_id"])).all(axis=1)
        ties = ties[ties["doubt"].isna() & known]
    appointed = events.loc[events["event"] == "appointed", "person_id"]
    held = offices(people, appointed, NOT_OFFICES)
    return two_mode(people["person_id"], held, zip(ties["person_a"], ties["person_b"], strict=True))
