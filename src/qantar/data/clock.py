"""The clock of a table of verdicts: each verdict rests on evidence of its own time, and none is missing.

The description's `clock` names the column that says when was asked, and the day that each of its values stands for.
"""

from collections.abc import Iterator

from qantar.data import dates
from qantar.errors import QantarError


def breaches(resource: dict, records: dict[str, list[dict]]) -> Iterator[tuple[int | None, str, str, str]]:
    """Yield row (None for a row that is missing), column, value and the rule that each breach breaks."""
    clock = resource.get("clock")
    if not clock:
        return
    stated = {source["source_id"]: source["date"] for source in records.get("sources", [])}
    rows = records[resource["name"]]
    for number, row in enumerate(rows, start=2):
        asked = row.get(clock["field"], "")
        for column, date in _dated(row, stated):
            if asked in clock["days"] and _first(date) > clock["days"][asked]:
                yield number, column, row[column], f"clock: {date} is later than {asked}, {clock['days'][asked]}"
    yield from _gaps(clock, rows, records.get("claims", []))


def _dated(row: dict, stated: dict[str, str]) -> Iterator[tuple[str, str]]:
    if row.get("evidence_date"):
        yield "evidence_date", row["evidence_date"]
    for source in (row.get("source_ids") or "").split(";"):
        if stated.get(source):
            yield "source_ids", stated[source]


def _gaps(clock: dict, rows: list[dict], claims: list[dict]) -> Iterator[tuple[None, str, str, str]]:
    """Yield each claim without a verdict at some time, and each whose last verdict the ledger does not share."""
    found = {(row.get("claim_id"), row.get(clock["field"])): row.get("verdict") for row in rows}
    *_, last = clock["days"]
    for claim in claims:
        name = claim["claim_id"]
        for asked in clock["days"]:
            if (name, asked) not in found:
                yield None, clock["field"], name, f"clock: {name} has no verdict for {asked}"
        if found.get((name, last), claim["verdict"]) != claim["verdict"]:
            yield None, "verdict", name, f"clock: the table claims says {claim['verdict']} for {last}"


def _first(date: str) -> str:
    """Return the first day of a partial date; a text that is none has a fault of its own and is never late."""
    try:
        return dates.earliest(date).isoformat()
    except QantarError:
        return ""
