"""Partial dates: "2022", "2022-01" or "2022-01-05", as exact as the source and never more.

A source that gives only a month stays a month. For sorting and drawing, ``earliest`` and ``latest`` give the interval
the text stands for; nothing in between is ever guessed.
"""

import calendar
import datetime as dt
import re

from qantar.errors import QantarError

PATTERN = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_PRECISION = {4: "year", 7: "month", 10: "day"}


def precision(text: str) -> str:
    """Return "year", "month" or "day"; raise QantarError when ``text`` is no partial date."""
    earliest(text)
    return _PRECISION[len(text)]


def earliest(text: str) -> dt.date:
    """Return the first day the partial date can mean: "2022-01" gives 1 January 2022."""
    if not re.fullmatch(PATTERN, str(text)):
        raise _error(text)
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise _error(text) from None


def latest(text: str) -> dt.date:
    """Return the last day the partial date can mean: "2022-01" gives 31 January 2022."""
    first = earliest(text)
    match precision(text):
        case "year":
            return first.replace(month=12, day=31)
        case "month":
            return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first


def label(text: str) -> str:
    """Return the date in English words at its own precision: "5 January 2022", "January 2022" or "2022"."""
    first = earliest(text)
    month = calendar.month_name[first.month]
    return {"day": f"{first.day} {month} {first.year}", "month": f"{month} {first.year}", "year": str(first.year)}[
        precision(text)
    ]


def _error(text: object) -> QantarError:
    return QantarError(f"{text!r} is not a date; write a year, a month or a day as 2022, 2022-01 or 2022-01-05.")
