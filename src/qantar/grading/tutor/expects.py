"""Existence and type of what an exercise asks for: the two questions before any value is compared."""

import numbers
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

BOOK = ("qantar.chapters.", "qantar.models.")
_taken: list[tuple[ModuleType, str, Any]] = []
NAMES = {
    "DataFrame": "a table (DataFrame)",
    "Series": "a column (Series)",
    "Chart": "an Altair chart",
    "Figure": "a published figure",
    "function": "a function",
    "number": "a number",
    "int": "a whole number",
    "float": "a number",
    "str": "a text",
    "bool": "True or False",
    "list": "a list",
    "dict": "a dictionary",
}


def called(kind: str) -> str:
    """Return what an expected type is called."""
    return NAMES.get(kind, "a value" if kind == "object" else kind)


def is_of(value: Any, wanted: str) -> bool:
    """Say whether a value is of the wanted kind; several right types count (numpy numbers, tuples for lists)."""
    if wanted in {"number", "float", "int"}:
        kind = numbers.Integral if wanted == "int" else numbers.Real
        return isinstance(value, kind) and not isinstance(value, bool)
    if wanted == "function":
        return callable(value)
    if wanted == "list":
        return isinstance(value, (list, tuple))
    if wanted == "dict":
        return isinstance(value, Mapping)
    if wanted == "Chart":
        return any(cls.__name__ == "TopLevelMixin" for cls in type(getattr(value, "chart", value)).__mro__)
    return any(cls.__name__ in {wanted, f"{wanted}_"} for cls in type(value).__mro__)


def faults(expects: list[dict[str, str]], names: Mapping[str, Any]) -> list[str]:
    """Return one sentence per expected name that does not exist yet, then one per name of a wrong type."""
    absent = [entry["name"] for entry in expects if names.get(entry["name"], ...) is ...]
    return [f"`{name}` does not exist yet: give it a value in your cell and run the cell." for name in absent] + [
        f"`{entry['name']}` should be {called(entry['type'])}, but it is "
        f"{NAMES.get(type(names[entry['name']]).__name__, 'a ' + type(names[entry['name']]).__name__)}."
        for entry in expects
        if entry["name"] not in absent and not is_of(names[entry["name"]], entry["type"])
    ]


def forget(expects: list[dict[str, str]], names: dict[str, Any]) -> None:
    """Delete the expected names, and take functions so called out of the book's modules until the next call.

    An answer that runs after this makes them itself: what it imports under that name from the book is not there.
    """
    for module, name, function in _taken:
        setattr(module, name, function)
    _taken.clear()
    for entry in expects:
        names.pop(entry["name"], None)
    wanted = [entry["name"] for entry in expects if entry["type"] == "function"]
    for module in [module for key, module in sys.modules.items() if key.startswith(BOOK)]:
        for name in wanted:
            if callable(getattr(module, name, None)):
                _taken.append((module, name, getattr(module, name)))
                delattr(module, name)


def ask(expects: list[dict[str, str]], names: Mapping[str, Any]) -> None:
    """Print what is missing or of a wrong type, for the grader's feedback."""
    print(*faults(expects, names), sep="\n")
