"""The page of people and institutions: who held which post in January 2022, what happened to them, which rules changed.

Living people are described in the words of the tables only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qantar.data.dates import earliest, label
from qantar.data.records import Row, records
from qantar.reference.institutions import changes, institution
from qantar.reference.markdown import cited, escape, heading, items, page, sentence
from qantar.reference.words import CONFIDENCE, NETWORKS, PERSON_EVENTS, form

INTRODUCTION = """# People and institutions

{count} people of the elite around two presidents, by the institution of their main post in January 2022, and what the
sources report about them since. The list is a selection: people are in it because something happened to them or
because they are well known, so it is no sample of the elite. A family tie is no guilt. Key trials were closed: a
verdict shows that a court convicted, not what the evidence was. The group is an assignment of this book, for
comparison only; where it could be questioned, the entry says why. A form of a name that was seen in no source follows
the rules of the language and is marked as not verified."""
CYRILLIC = re.compile(r"[\u0400-\u052f]+")
"""A word in Cyrillic letters: in a note on a name it is a Kazakh form."""


def people_page() -> str:
    """Return the whole page as MyST Markdown: people by institution, further names, then changes of rules."""
    groups = "Groups for comparison:\n\n" + "\n".join(f"- **{name}:** {who}." for name, who in NETWORKS.values())
    parts = [INTRODUCTION.format(count=len(records("people"))), groups, *_people(), *_names()]
    return page(*parts, *changes(), settings="tocdepth: 2")


def _people() -> Iterator[str]:
    for one in records("institution_sizes").values():
        here = [person for person in records("people").values() if person.institution == one.institution]
        if here:
            yield institution(one)
            yield from (_person(person) for person in here)


def _person(one: Row) -> str:
    others = [records("institution_sizes")[other].title for other in one.other_institutions]
    about = items(
        [
            ("Kazakh", form(one.name_kk, "kk", one.kk_verified)),
            ("Russian", form(one.name_ru, "ru", one.ru_verified)),
            ("Other spellings", sentence(one.other_spellings)),
            ("On the name", CYRILLIC.sub(r'<span lang="kk">\g<0></span>', sentence(one.name_note))),
            ("January 2022", sentence(one.role_january) or "Post not verified."),
            ("Also part of, then or later", sentence("; ".join(others))),
            ("Tie, as reported", sentence(one.relation)),
            ("Group", f"{NETWORKS[one.network][0]}."),
            ("Doubt about the group", sentence(one.network_doubt)),
            ("Note", sentence(one.note)),
        ]
    )
    events = "\n".join(["- **What happened:**", *(_event(event) for event in _events(one.person_id))])
    sources = items([("Sources", cited(one.source_ids)), ("Sources of the name", cited(one.name_source_ids))])
    lines = "\n".join(filter(None, [about, _ties(one.person_id), events, sources]))
    return f"{heading(one.person_id, one.name)}\n\n{lines}"


def _ties(person_id: str) -> str:
    """Return the ties to other people of the page, with doubts and sources; nothing where none is reported."""
    mine = [tie for tie in records("ties").values() if person_id in (tie.person_a, tie.person_b)]
    return "\n".join(["- **Ties to people on this page:**", *(_tie(tie, person_id) for tie in mine)]) if mine else ""


def _tie(one: Row, person_id: str) -> str:
    pair = " and ".join(_linked(person, person_id) for person in (one.person_a, one.person_b))
    doubt = f"*Doubt:* {sentence(one.doubt)}" if one.doubt else ""
    parts = [f"{pair}: {sentence(one.statement)}", doubt, f"*Confidence:* {CONFIDENCE[one.confidence]}."]
    return "  - " + " ".join(filter(None, [*parts, cited(one.source_ids)]))


def _linked(person_id: str, here: str) -> str:
    """Return a person's name, as a link unless it is the entry's own."""
    name = escape(records("people")[person_id].name)
    return name if person_id == here else f"[{name}](people.md#{person_id})"


def _events(person_id: str) -> list[Row]:
    """Return a person's events in order of time, those without a date last."""
    mine = [event for event in records("people_events").values() if event.person_id == person_id]
    return sorted(mine, key=lambda event: (not event.date, event.date and earliest(event.date)))


def _event(one: Row) -> str:
    when = label(one.date) if one.date else "Date not found"
    what = f"**{when}:** {PERSON_EVENTS[one.event]}."
    support = f"*Confidence:* {CONFIDENCE[one.confidence]}."
    return "  - " + " ".join(filter(None, [what, sentence(one.detail), _term(one), support, cited(one.source_ids)]))


def _term(one: Row) -> str:
    if one.sentence_years == one.sentence_years_last:
        return ""
    first, last = float(one.sentence_years), float(one.sentence_years_last)
    return f"Term: {first:g} years as first stated, {last:g} years after later rulings."


def _names() -> Iterator[str]:
    people = [name for name in records("names").values() if name.kind == "person"]
    yield "## Further people named in this book"
    for one in people:
        lines = [
            ("Kazakh", form(one.kazakh, "kk", one.kk_verified)),
            ("Russian", form(one.russian, "ru", one.ru_verified)),
            ("Other spellings", sentence(one.other_names)),
            ("Sources of the name", cited(one.source_ids)),
        ]
        yield f"{heading(one.name_id, one.english)}\n\n{items(lines)}"
