"""Import libraries without optional parts that cost much time and that nothing here uses."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

# jsonschema, which altair and nbformat import, asks for it to check the formats "iri" and "iri-reference", which
# neither notebooks nor charts use; it parses a grammar on import, for about 0.8 s.
IRI_SYNTAX = "rfc3987_syntax"


@contextmanager
def lean_imports(*others: str) -> Iterator[None]:
    """Make imports inside the block find the IRI syntax, and `others`, not installed.

    Only for modules that their users treat as optional. Wrap the first import of altair or nbformat with it.
    """
    absent = [name for name in (IRI_SYNTAX, *others) if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in absent:
            if sys.modules.get(name) is None:
                sys.modules.pop(name, None)
