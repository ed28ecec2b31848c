"""How the facts of the chapter `hindsight` follow from the tables."""

from __future__ import annotations

from collections.abc import Callable

DERIVED: dict[str, Callable[[], float | str]] = {}
"""Per fact id the function that computes its value."""
