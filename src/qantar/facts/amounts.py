"""Numbers, dates and times as people write them in prose, read as values.

Numbers written as words ("sixteen") are not read.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from decimal import Decimal

MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name: number for number, name in enumerate(calendar.month_abbr) if name} | {"Sept": 9}
_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = re.compile(
    rf"(?<![\d,.])(?P<days>{_DAY}(?:\s*(?:[–/-]|and|or|to)\s*{_DAY})*)\s+{_MONTH}(?:\s+(?P<year>\d{{4}})(?!\d))?"
    r"|(?<!\d)(?P<iso>\d{4}-\d{2}(?:-\d{2})?)(?!\d)"
)
MONTH_AND_YEAR = re.compile(rf"{_MONTH}\s+(?P<year>\d{{4}})(?!\d)")
TIME = re.compile(r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:])")
NUMBER = re.compile(
    r"(?P<sign>(?<![\w.,)])[-−])?(?<!\d)(?P<whole>\d{1,3}(?:[, \u00a0\u2009\u202f]\d{3})+(?!\d)|\d+)(?P<part>\.\d+)?"
    r"(?:[ \u00a0\u202f]?(?P<scale>thousand|million|billion|trillion)\b)?"
    r"(?P<percent>[ \u00a0\u202f]?(?:%|per\s+cent\b|percent\b))?"
)
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


@dataclass(frozen=True)
class Amount:
    """A number in a text: its value, whether it is a percentage, the text and where it begins."""

    value: Decimal
    percent: bool
    text: str
    start: int


@dataclass(frozen=True)
class Date:
    """A date in a text, as exact as it is written; a part that is not written is None."""

    year: int | None
    month: int | None
    day: int | None
    start: int = 0

    def fits(self, other: Date) -> bool:
        """Tell whether each part written here stands in `other` with the same value."""
        pairs = zip((self.year, self.month, self.day), (other.year, other.month, other.day), strict=True)
        return all(mine is None or mine == theirs for mine, theirs in pairs)

    def words(self) -> str:
        """Return the date as prose writes it: "4 January 2022", "4 January" or "January 2022"."""
        month = calendar.month_name[self.month or 0]
        return " ".join(str(part) for part in (self.day, month, self.year) if part)

    @classmethod
    def of(cls, partial: str) -> Date:
        """Read a partial date of a table: "2022", "2022-01" or "2022-01-05"."""
        parts = [int(part) for part in partial.split("-")] + [None, None]
        return cls(*parts[:3])


def amounts(text: str) -> list[Amount]:
    """Return the numbers of a text in their order, those inside dates and times included."""
    return [_amount(match) for match in NUMBER.finditer(text)]


def dates(text: str) -> list[Date]:
    """Return the dates that name a day, and ISO dates; "5 and 6 January" and "5–6 January" are two dates."""
    return [date for match in DATE.finditer(text) for date in _dates(match)]


def months(text: str) -> list[Date]:
    """Return months with a year, as in "January 2022", that are not part of a date with a day."""
    rest = blank(text, DATE)
    return [Date(int(m["year"]), MONTHS[m["month"]], None, m.start()) for m in MONTH_AND_YEAR.finditer(rest)]


def times(text: str) -> list[str]:
    """Return the times of day of a text as "HH:MM"."""
    return [match.group().zfill(5) for match in TIME.finditer(text)]


def blank(text: str, pattern: re.Pattern[str]) -> str:
    """Return the text with every match of `pattern` overwritten by spaces; line breaks and length stay."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def _amount(match: re.Match[str]) -> Amount:
    digits = re.sub(r"\D", "", match["whole"]) + (match["part"] or "")
    value = Decimal(digits) * SCALES.get(match["scale"] or "", 1)
    return Amount(-value if match["sign"] else value, bool(match["percent"]), match.group(), match.start())


def _dates(match: re.Match[str]) -> list[Date]:
    if match["iso"]:
        found = Date.of(match["iso"])
        return [Date(found.year, found.month, found.day, match.start())]
    year = int(match["year"]) if match["year"] else None
    days = [int(day) for day in re.findall(r"\d+", match["days"])]
    return [Date(year, MONTHS[match["month"]], day, match.start()) for day in days]
