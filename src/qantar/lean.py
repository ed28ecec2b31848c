"""Import jsonschema without the one format check that costs more time than everything else in it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

SLOW = "rfc3987_syntax"


@contextmanager
def lean_imports() -> Iterator[None]:
    """Make imports inside the block skip the module that parses a grammar on import (about 0.8 s).

    jsonschema treats it as optional: without it the formats "iri" and "iri-reference" are not checked, which
    neither notebooks nor charts use. Altair and nbformat both import jsonschema, so wrap their first import.
    """
    if SLOW in sys.modules:
        yield
        return
    sys.modules[SLOW] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if sys.modules.get(SLOW) is None:
            sys.modules.pop(SLOW, None)
