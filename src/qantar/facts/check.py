"""Is every number, date and verdict of the prose linked to a record, and does each link agree with its record?

Numbers written as words are out of scope: "sixteen dead" is neither found nor compared.
What is no prose at all (code, HTML, formulas, link addresses) is listed in `qantar.facts.prose.NOT_PROSE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from qantar.errors import QantarError
from qantar.facts import links, prose
from qantar.facts.amounts import DATE, TIME, Date, amounts, blank, dates
from qantar.facts.lookup import Claim, Fact, record
from qantar.facts.negatives import unsearched

_SERIAL = r"\d+(?:\.\d+)*[a-z]?"


class Exempt(NamedTuple):
    """A kind of number that needs no link: its name, its pattern, the reason, and the only places where it counts."""

    name: str
    pattern: re.Pattern[str]
    reason: str
    places: tuple[str, ...] = ("paragraph", "heading", "item", "table")


EXEMPT = (
    Exempt(
        "year",
        re.compile(r"(?<![\d,.])(?:19|20)\d\d(?:[–/-]\d\d)?s?(?![\d,]*\d|\.\d)"),
        "a year from 1900 to 2099 orients; what happened in it is linked",
    ),
    Exempt("claim id", re.compile(r"\bC\d{2}\b"), "an id is a name"),
    Exempt(
        "figure, section or exercise number",
        re.compile(
            rf"\b(?:Figure|Table|Section|Chapter|Exercise|Question|Step)s?\s{_SERIAL}(?:(?:, | and |[–-]){_SERIAL})*"
        ),
        "a number that counts parts of the book",
    ),
    Exempt(
        "minutes",
        re.compile(r"\b\d+(?:(?:[–-]| to )\d+)? minutes\b"),
        "working time in headings and lists of objectives",
        ("heading", "item", "table"),
    ),
    Exempt("heading number", re.compile(r"\A(?:\d+\.(?=\s)|\d+(?:\.\d+)+)"), "a heading's own number", ("heading",)),
    Exempt("points", re.compile(r"\b\d+ points?\b"), "points of the worksheet"),
    Exempt(
        "volume and pages",
        re.compile(r"\b\d+\(\d+(?:[–-]\d+)?\), \d+[–-]\d+"),
        "a journal's volume, number and pages, as in 83(6), 1420–1443",
    ),
    Exempt(
        "name with a number",
        re.compile(r"\b[A-Za-z]+-?\d+\w*\b"),
        "letters joined to digits, as in causes-1 or COVID-19, are a name",
    ),
)
"""What may stand in prose without a link, besides a calendar date that is linked elsewhere in the same file."""


def problems(path: Path) -> list[str]:
    """Return every fault of a notebook or Markdown page, each a sentence that says where it is and what to do.

    An empty list means that every number in the prose is linked or exempt and every link agrees with its record.
    A file that cannot be read raises QantarError.
    """
    path = Path(path)
    parts = prose.read(path)
    known = set(_linked_dates(block for part in parts for block in part.blocks))
    return [
        f"{path}, {part.name + ', ' if part.name else ''}line {line}: {message}"
        for part in parts
        for line, message in _part_problems(part.blocks, known)
    ]


def _part_problems(blocks: list[prose.Block], known: set[Date]) -> Iterator[tuple[int, str]]:
    found = [fault for block in blocks for fault in (*_bad_links(block), *_unlinked(block, known), *unsearched(block))]
    yield from sorted({*found, *_wrong_verdicts(blocks)})


def _bad_links(block: prose.Block) -> Iterator[tuple[int, str]]:
    for link in block.links:
        try:
            target = record(link.ledger, link.record_id)
        except QantarError as error:
            yield link.line, f'the link "{link.text}" leads nowhere. {error}'
            continue
        if not links.agree(link.text, target):
            other_way = ", or list this wording in the fact's display column" if isinstance(target, Fact) else ""
            yield (
                link.line,
                f'the link says "{link.text}" but {link.ledger}#{link.record_id} says {links.says(target)}; '
                f"correct the text or the record{other_way}.",
            )


def _unlinked(block: prose.Block, known: set[Date]) -> Iterator[tuple[int, str]]:
    for date in dates(block.text):
        if not any(date.fits(other) for other in known):
            yield _line(block, date.start), f'the date "{date.words()}" is linked nowhere in this file; {_DATE_ADVICE}'
    rest = blank(block.text, DATE)
    for exempt in EXEMPT:
        if block.place in exempt.places:
            rest = blank(rest, exempt.pattern)
    for match in TIME.finditer(rest):
        yield _line(block, match.start()), f'the time "{match.group()}" is not linked; {_DATE_ADVICE}'
    for amount in amounts(blank(rest, TIME)):
        yield _line(block, amount.start), f'the number "{amount.text}" is linked to nothing; {_NUMBER_ADVICE}'


_DATE_ADVICE = "link its first mention to the timeline or to a fact."
_NUMBER_ADVICE = "link it to a record of the facts ledger, or set it as code when it is a setting of a model."


def _linked_dates(blocks: Iterable[prose.Block]) -> Iterator[Date]:
    """Yield the dates of the records that a link with a date in its text leads to."""
    for link in (link for block in blocks for link in block.links if dates(link.text)):
        try:
            target = record(link.ledger, link.record_id)
        except QantarError:
            continue
        if isinstance(target, Fact):
            yield Date.of(target.value if target.value_type == "date" else target.stated)
        elif getattr(target, "date", ""):
            yield Date.of(target.date)


def _wrong_verdicts(blocks: list[prose.Block]) -> Iterator[tuple[int, str]]:
    """Compare verdicts in a table row with the one claim that the row links to."""
    rows: dict[int, list[prose.Block]] = {}
    for block in blocks:
        if block.row is not None:
            rows.setdefault(block.row, []).append(block)
    for line, cells in rows.items():
        cited = {link.record_id for cell in cells for link in cell.links if link.ledger == "claims"}
        named = {links.plain(cell.text) for cell in cells} & set(links.VERDICTS.values())
        if len(cited) == 1 and named:
            yield from _compare(line, named, cited.pop())


def _compare(line: int, named: set[str], claim_id: str) -> Iterator[tuple[int, str]]:
    try:
        target: Claim = record("claims", claim_id)
    except QantarError:
        return
    if named != {target.verdict_words}:
        words = " and ".join(sorted(named))
        yield line, f'the row says "{words}" but claims#{claim_id} says "{target.verdict_words}"; correct one of them.'


def _line(block: prose.Block, position: int) -> int:
    return block.line + block.text.count("\n", 0, position)
