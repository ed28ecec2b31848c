"""Figures: the theme, `publish()` and the explorers."""

from qantar.figures import bare as bare
from qantar.figures.explorer import Control, Explorer, Formula
from qantar.figures.figure import Figure, publish
from qantar.figures.theme import COLOURS, STEPS

__all__ = ["COLOURS", "STEPS", "Control", "Explorer", "Figure", "Formula", "publish"]
