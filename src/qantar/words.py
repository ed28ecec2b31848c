"""Words of others as data: each way out of the program, and what is escaped on it."""

import json
import re
import sys
import unicodedata
from typing import Any, TextIO

# What a spreadsheet may take for the beginning of a cell, and what it takes for a formula there.
CELL_BEGINS = re.compile(r"(^|[;,|])(\s*)(?=\S)")
FORMULA = frozenset("=+-@")


def plain(text: str) -> str:
    """Return a text in which control characters, marks of direction and all that is not seen are written as \\x1b."""
    return "".join(letter if letter.isprintable() else escape(letter) for letter in text)


def escape(letter: str) -> str:
    """Return the name of a character, as Python writes it."""
    return letter.encode("unicode_escape").decode("ascii")


def say(text: object, stream: TextIO | None = None) -> None:
    """Print a line for a person who reads a terminal."""
    print(plain(str(text)), file=stream or sys.stdout)


def as_cell(text: str) -> str:
    """Return a text as a cell of a table: on one line, and no formula to any spreadsheet, wherever it splits cells."""

    def guarded(begins: re.Match[str]) -> str:
        first = unicodedata.normalize("NFKC", begins.string[begins.end()])[:1]
        return f"{begins[1]}{begins[2]}'" if first in FORMULA else begins[0]

    return CELL_BEGINS.sub(guarded, plain(text))


def as_markdown(text: str) -> str:
    """Return a text that Markdown shows as it is, code in backquotes aside."""
    return re.sub(r"(`[^`]*`)|([\\*_\[\]<>#|])", lambda found: found[1] or f"\\{found[2]}", plain(text))


def as_json(content: Any) -> str:
    """Return plain data as JSON in ASCII, which every console can print whole."""
    return json.dumps(content, indent=1)
