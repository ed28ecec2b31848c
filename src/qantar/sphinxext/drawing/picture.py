"""A drawing as a picture that can travel alone: title, what is shown, sources and licence stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from textwrap import wrap

from qantar.figures.theme import FONT
from qantar.sphinxext.drawing.chart import coloured, size

LICENCE = "Qantar: reading a crisis in real time, the Qantar authors, CC BY 4.0"
EDGE, TITLE, TEXT, SMALL = 16, 15, 12.5, 11
"""Rim of the picture, and sizes of its letters, in pixels."""


def framed(svg: str, title: str, shown: str, sources: Sequence[str]) -> str:
    """Return the drawing `svg` in its light colours with its words around it."""
    width, height = size(svg)
    above = [*_lines(title, width, TITLE, "600", "ink"), *_lines(shown, width, TEXT, "400", "muted")]
    words = f"Source: {'; '.join(dict.fromkeys(sources))}. {LICENCE}"
    below = _lines(words, width, SMALL, "400", "muted")
    top = EDGE + sum(step for step, _ in above) + 8
    inner = re.sub(r"<svg ", f'<svg x="{EDGE}" y="{top}" ', svg, count=1)
    whole = (width + 2 * EDGE, round(top + height + sum(step for step, _ in below) + 2 * EDGE))
    text = _placed(above, EDGE) + _placed(below, top + height + 8)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole[0]}" height="{whole[1]}" font-family="{escape(FONT)}">'
    )
    return coloured(f'{head}<rect width="100%" height="100%" fill="var(--q-paper)"/>{text}{inner}</svg>', dark=False)


def _lines(words: str, width: float, size: float, weight: str, colour: str) -> list[tuple[float, str]]:
    """Return height and element of each line; its place is filled in later."""
    style = f'font-size="{size}" font-weight="{weight}" fill="var(--q-{colour})"'
    lines = wrap(words, max(30, int(width / (0.52 * size))))
    return [(round(1.35 * size, 1), f'<text x="{EDGE}" y="{{}}" {style}>{escape(line)}</text>') for line in lines]


def _placed(lines: list[tuple[float, str]], top: float) -> str:
    text, y = [], top
    for step, line in lines:
        y += step
        text.append(line.format(round(y, 1)))
    return "".join(text)
