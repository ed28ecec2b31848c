"""Read the prose of a notebook's Markdown cells or of a Markdown page: its blocks, and the links to records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qantar.errors import QantarError
from qantar.files import read_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LINK_MARK = "\ufffc"
"""Stands in a block's text for each link to a record, so that its number is not read twice."""
RECORD_LINK = re.compile(r"(?:^|/)(facts|claims|timeline|sources|corrections|searches)\.(?:md|html)#([^#\s]+)$")
NOT_PROSE = {
    "code_inline": "code is not a statement of fact",
    "fence": "code is not a statement of fact",
    "code_block": "code is not a statement of fact",
    "html_block": "Markdown links do not work inside HTML",
    "html_inline": "a tag's attributes are not read by readers",
    "math_inline": "a formula is checked by reading it",
    "math_block": "a formula is checked by reading it",
    "amsmath": "a formula is checked by reading it",
    "image": "alternative text cannot hold links",
    "myst_role": "a role names its own target",
    "front_matter": "settings of the page",
}
"""Parts of a page, by the parser's name, whose numbers need no link, and why."""
CODE_DIRECTIVES = {
    "code",
    "code-block",
    "code-cell",
    "raw",
    "math",
    "toctree",
    "bibliography",
    "image",
    "tableofcontents",
}


@dataclass(frozen=True)
class Link:
    """A link to a record: its text, the ledger ("facts"), the record's id and the line where it begins."""

    text: str
    ledger: str
    record_id: str
    line: int


@dataclass
class Block:
    """A paragraph, heading, list item or table cell as plain text, with `LINK_MARK` for each link to a record."""

    text: str
    line: int
    place: str
    row: int | None = None
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A Markdown cell or a whole page, and the words that name it in a message."""

    name: str
    blocks: list[Block]


def read(path: Path) -> list[Part]:
    """Return the prose of a notebook (one part per Markdown cell) or of a Markdown page (one part).

    Cells are counted from 1, code cells included. A file that is missing or cannot be read raises QantarError.
    """
    path = Path(path)
    text = read_text(path)
    if path.suffix != ".ipynb":
        return [Part("", blocks(text))]
    try:
        return _cells(json.loads(text))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise QantarError(f"{path} is not a notebook; open it in JupyterLab and save it again.") from None


def _cells(notebook: dict) -> list[Part]:
    return [
        Part(f"cell {number} ({cell.get('id', 'no id')})", blocks("".join(cell["source"])))
        for number, cell in enumerate(notebook["cells"], start=1)
        if cell["cell_type"] == "markdown"
    ]


def blocks(markdown: str, first_line: int = 1) -> list[Block]:
    """Return the blocks of a Markdown text; `first_line` is the number of its first line."""
    return list(_blocks(_parser().parse(markdown), first_line))


@cache
def _parser() -> MarkdownIt:
    try:
        from markdown_it import MarkdownIt
        from mdit_py_plugins.amsmath import amsmath_plugin
        from mdit_py_plugins.colon_fence import colon_fence_plugin
        from mdit_py_plugins.dollarmath import dollarmath_plugin
        from mdit_py_plugins.front_matter import front_matter_plugin
        from mdit_py_plugins.myst_blocks import myst_block_plugin
        from mdit_py_plugins.myst_role import myst_role_plugin
    except ImportError:
        raise QantarError("Reading prose needs the book's Markdown parser; install the extra 'book'.") from None
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for plugin in (amsmath_plugin, colon_fence_plugin, dollarmath_plugin, front_matter_plugin, myst_block_plugin):
        parser.use(plugin)
    return parser.use(myst_role_plugin)


def _blocks(tokens: list[Token], first_line: int) -> Iterator[Block]:
    around, line, row = ["paragraph"], first_line, None
    for token in tokens:
        line = token.map[0] + first_line if token.map else line
        place = {"heading": "heading", "list_item": "item", "table": "table"}.get(
            re.sub(r"_(open|close)$", "", token.type)
        )
        if place and token.nesting:
            around.append(place) if token.nesting > 0 else around.pop()
        if token.type in ("tr_open", "tr_close"):
            row = line if token.nesting > 0 else None
        if token.type == "inline":
            yield _block(token.children or [], Block("", line, around[-1], row))
        if token.type in ("fence", "colon_fence"):
            yield from _directive(token, line)


def _directive(token: Token, line: int) -> Iterator[Block]:
    """Read a directive's title and content as prose; its options (`:name: value`) are settings."""
    head = re.match(r"\{([\w:-]+)\}\s*(.*)", token.info)
    if head is None or head[1] in CODE_DIRECTIVES:
        return
    options = re.compile(r"\A(---\n.*?\n---(?=\n|\Z)|(?::[\w-]+:[^\n]*(?:\n|\Z))+)", re.DOTALL)
    content = options.sub(lambda found: "\n" * found[0].count("\n"), token.content)  # lines keep their numbers
    yield from blocks(head[2], line)
    yield from blocks(content, line + 1)


def _block(children: list[Token], block: Block) -> Block:
    target, inside = None, ""
    for child in children:
        if child.type == "link_open":
            target, inside = str(child.attrs.get("href", "")), ""
        elif child.type == "link_close":
            _end_link(block, target or "", inside)
            target = None
        elif target is None:
            block.text += _text(child)
        else:
            inside += child.content if child.type == "code_inline" else _text(child)
    return block


def _end_link(block: Block, target: str, inside: str) -> None:
    """Add a link to the block: to a record as a link, else as its text, unless the text is the address itself."""
    record, is_address = RECORD_LINK.search(target), inside in target
    if record:
        block.links.append(Link(inside, record[1], record[2], block.line + block.text.count("\n")))
    block.text += (LINK_MARK + "\n" * inside.count("\n")) if record else "" if is_address else inside


def _text(token: Token) -> str:
    if token.type in NOT_PROSE:
        return " "
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content
