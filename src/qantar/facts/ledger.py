"""Facts: a value, what exactly was counted, who stated it, when, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

from qantar.data.records import find, records
from qantar.errors import QantarError


@dataclass(frozen=True)
class Fact:
    """One row of the table `facts`; texts as they stand there, lists of ids as tuples."""

    fact_id: str
    chapters: tuple[str, ...]
    title: str
    value: str
    value_type: str
    unit: str
    display: str
    counted: str
    speaker: str
    stated: str
    source_ids: tuple[str, ...]
    confidence: str
    rivals: tuple[str, ...]
    note: str

    @property
    def variants(self) -> tuple[str, ...]:
        """The wordings a link may have besides the value itself."""
        return tuple(part.strip() for part in self.display.split("|") if part.strip())


def fact(fact_id: str) -> Fact:
    """Return the fact with this id; an unknown id raises QantarError with the nearest ids."""
    return find("facts", Fact, fact_id)


def facts(chapter: str | None = None) -> list[Fact]:
    """Return all facts, or those that `chapter` uses, in the table's order."""
    return [one for one in records("facts", Fact).values() if chapter is None or chapter in one.chapters]


def number(fact_id: str) -> int | float:
    """Return the value of a fact that is a number, a whole one as int.

    QantarError for an unknown id, with the nearest ids, and for a fact that is no number.
    """
    found = fact(fact_id)
    if found.value_type != "number":
        raise QantarError(
            f"The fact {fact_id!r} is no number but {found.value!r}; read it with fact({fact_id!r}).value."
        )
    try:
        value = float(found.value)
    except ValueError:
        raise QantarError(f"The fact {fact_id!r} should be a number but is {found.value!r}; mend its record.") from None
    return int(value) if value.is_integer() else value
