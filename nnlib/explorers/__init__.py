"""Figures that move: each is an ipywidget whose traits Python reads and sets, drawn by one small module in `nnlib/static`."""

from nnlib.explorers.descent import Descent
from nnlib.explorers.digit import DrawDigit

__all__ = ["Descent", "DrawDigit"]
