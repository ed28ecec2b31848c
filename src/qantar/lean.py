"""Import libraries without optional parts that cost much time and that nothing here uses."""

import gc
import importlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

# jsonschema, which altair and nbformat import, asks for it to check the formats "iri" and "iri-reference", which
# neither notebooks nor charts use; it parses a grammar on import, for about 0.8 s.
IRI_SYNTAX = "rfc3987_syntax"

KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "pygments.formatters.terminal256",
    "resource",
    "stack_data",
    "tornado.platform.asyncio",
)
"""What a kernel of IPython imports when it starts."""


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


def warm_up(names: Iterable[str]) -> None:
    """Import the modules `names` and those of a kernel, so that a forked process has them at once.

    What is not installed is left out: who needs it will say so.
    """
    with lean_imports("debugpy"):  # the kernel's debugger, which takes as long to import as a kernel to start
        for name in (*names, *KERNEL):
            with suppress(ImportError):
                importlib.import_module(name)
        _draw_once()
    gc.freeze()


def _draw_once() -> None:
    """Make a chart: the first one compiles altair's rules."""
    import altair
    import pandas

    altair.Chart(pandas.DataFrame({"a": [1.0]})).mark_bar().encode(x="a").to_dict()
