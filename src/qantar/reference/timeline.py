"""The page of the timeline."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from qantar.data.dates import earliest, label, precision
from qantar.data.records import records
from qantar.facts.lookup import Event
from qantar.reference.markdown import cite, escape, heading, items, page, sentence, source_links
from qantar.reference.words import CONFIDENCE, LANES

INTRODUCTION = """# Timeline

{count} events, each with its sources. Times are local times of January 2022. Where only a month, a part of the day or
no hour is known, the entry says so; nothing was filled in. A time may be that of the first report. Small towns and
the nights of the blackout are thin, because few reports got out. Labels in quotation marks are those of the speaker."""


def timeline_page() -> str:
    """Return the whole page as MyST Markdown, events in order of time, grouped by day within January 2022."""
    events = sorted(records("timeline", Event).values(), key=lambda event: earliest(event.date))
    lanes = "Each event lies in one lane, by who acts:\n\n" + "\n".join(
        f"- **{name}:** {who}." for name, who in LANES.values()
    )
    parts = [INTRODUCTION.format(count=len(events)), lanes]
    for title, group in groupby(events, key=_group):
        parts += [f"## {title}", *(_record(event) for event in group)]
    return page(*parts, settings="tocdepth: 2")


def _group(event: Event) -> str:
    first = earliest(event.date)
    if first < date(2022, 1, 1):
        return "Before 2022"
    return label(event.date) if first < date(2022, 2, 1) else "After January 2022"


def _record(event: Event) -> str:
    lines = items(
        [
            ("Who", sentence(event.actor)),
            ("Lane", f"{LANES[event.lane][0]}."),
            ("Kind", f"{event.category.replace('_', ' ')}."),
            ("Confidence", f"{CONFIDENCE[event.confidence]}."),
            ("Sources", f"{source_links(event.source_ids)}."),
            cite("timeline", event.event_id, label(event.date)),
        ]
    )
    title = heading(event.event_id, event.title)
    where = f"**{_when(event)}. {escape(_where(event))}.**"
    return f"{title}\n\n{where}\n\n{sentence(event.detail)}\n\n{lines}"


def _when(event: Event) -> str:
    if precision(event.date) != "day":
        return f"{label(event.date)}, day not known"
    if not event.time_local:
        return f"{label(event.date)}, hour not recorded"
    return f"{label(event.date)}, {escape(event.time_local).replace('-', ' to ')}"


def _where(event: Event) -> str:
    region = event.region_code and records("regions")[event.region_code].region
    place = event.place[:1].upper() + event.place[1:]
    return place if not region or region == f"{event.place} (city)" else f"{place}, {region}"
