"""The parts of the page of people that are about institutions: how many posts they had, which rules changed."""

from __future__ import annotations

from collections.abc import Iterator

from qantar.data.dates import earliest, label
from qantar.data.records import Row, records
from qantar.reference.markdown import cited, escape, heading, items, sentence
from qantar.reference.words import CHANGES, CONFIDENCE

CHANGED = """## Rules and institutions that changed

Changes of posts, rules and institutions from January 2022 on, in order of time. The list is a choice: laws of lesser
weight are left out. Results of votes are those of the election commission. Sums of returned assets differ between
sources, because their scope differs."""


def institution(one: Row) -> str:
    """Return an institution's target and heading of level 2, and how many of its posts changed hands."""
    title = "Post in January 2022 not verified" if one.institution == "not-verified" else one.title
    return "\n\n".join(filter(None, [f"(institution-{one.institution})=\n## {escape(title)}", _posts(one)]))


def changes() -> Iterator[str]:
    """Yield the section on rules and institutions that changed, in order of time."""
    yield CHANGED
    yield from map(_change, sorted(records("institutions").values(), key=lambda one: earliest(one.date)))


def _posts(one: Row) -> str:
    if one.institution in ("private-business", "not-verified"):
        return ""
    counts = ""
    if one.posts_total:
        kept = f"{one.posts_kept} counted as kept, {one.posts_changed} as changed."
        counts = f"{one.posts_total} posts on {label(one.date)}: {kept}"
    sources = f"Sources: {cited(one.source_ids)}" if one.source_ids else ""
    return " ".join(filter(None, [counts, sentence(one.note), sources]))


def _change(one: Row) -> str:
    shares = [("yes", one.yes_pct), ("no", one.no_pct), ("turnout", one.turnout_pct)]
    lines = items(
        [
            ("Date", f"{label(one.date)}."),
            ("Concerns", f"{CHANGES[one.kind]}."),
            ("Vote", sentence("; ".join(f"{name} {float(share):g} per cent" for name, share in shares if share))),
            ("Confidence", f"{CONFIDENCE[one.confidence]}."),
            ("Note", sentence(one.note)),
            ("Sources", cited(one.source_ids)),
        ]
    )
    parts = [heading(f"change-{one.change_id}", one.title), sentence(one.detail), lines]
    return "\n\n".join(filter(None, parts))
