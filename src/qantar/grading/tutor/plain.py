"""One text for one value, however it was computed: the rules of equality behind `show`."""

import datetime as dt
import math
import numbers
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

# Rounding to twelve digits first removes float noise, so that a tie at the last digit shown is a decimal tie.
NOISE_DIGITS = 12
NOISE = Decimal("1e-12")


def plain_number(value: numbers.Real, digits: int = 6) -> str:
    """Return a real number as text: whole numbers in full, others to `digits` significant digits.

    Integers and floats of the same value give the same text; so do values that differ by float noise
    (relative 1e-12, or 1e-12 around zero).
    """
    if isinstance(value, numbers.Integral):
        exact = Decimal(int(value))
    elif math.isinf(float(value)):
        return "infinite" if value > 0 else "-infinite"
    else:
        exact = Decimal(repr(float(value)))
    clean = Context(prec=NOISE_DIGITS, rounding=ROUND_HALF_UP).plus(exact)
    if abs(clean) < NOISE:
        return "0"
    if clean != clean.to_integral_value():
        clean = Context(prec=digits, rounding=ROUND_HALF_UP).plus(clean)
    text = format(clean, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_moment(value: dt.date | dt.datetime) -> str:
    """Return a date as `2022-01-05`; a moment that is not midnight gets its time, too."""
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.isoformat(sep=" ")
    return value.strftime("%Y-%m-%d") if value.year >= 1000 else value.isoformat()[:10]


def plain_text(value: str) -> str:
    """Return a text on one line, with composed characters."""
    return unicodedata.normalize("NFC", value).replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def is_missing(value: Any) -> bool:
    """Say whether a scalar stands for "no value": None, NaN, NaT or pandas' NA."""
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    return isinstance(value, numbers.Real) and value != value


def plain(value: Any, digits: int = 6) -> str:
    """Return one scalar as text; unknown kinds give their kind's name, never a memory address."""
    if is_missing(value):
        return "missing"
    if value is ...:
        return "…"
    if type(value).__module__ == "numpy" and getattr(value, "ndim", 1) == 0:
        return plain_scalar_of_numpy(value, digits)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, numbers.Real):
        return plain_number(value, digits)
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, dt.date):
        return plain_moment(value)
    return plain_other(value, digits)


def plain_scalar_of_numpy(value: Any, digits: int) -> str:
    """Return a numpy scalar or array without dimensions as the Python value it holds."""
    if value.dtype.kind in "mM":
        import pandas as pd

        return plain(pd.Timestamp(value) if value.dtype.kind == "M" else pd.Timedelta(value), digits)
    return plain(value.item(), digits)


def plain_other(value: Any, digits: int) -> str:
    """Return durations, periods and small groups of scalars as text."""
    if isinstance(value, dt.timedelta):
        return f"{plain_number(value.total_seconds(), digits)} s"
    if isinstance(value, (list, tuple)):
        return "(" + ", ".join(plain(item, digits) for item in value) + ")"
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(plain(item, digits) for item in value)) + "}"
    if type(value).__name__ in {"Period", "Interval"}:
        return str(value)
    return f"a {type(value).__name__}"
