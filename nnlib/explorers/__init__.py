"""Figures that move: each is an ipywidget whose traits Python reads and sets, drawn by one small module in `nnlib/static`."""

from nnlib.explorers.descent import Descent
from nnlib.explorers.digit import DrawDigit
from nnlib.explorers.flow import DeltaFlow
from nnlib.explorers.softplus import SoftplusNeurons
from nnlib.explorers.stepper import Stepper

__all__ = ["Descent", "SoftplusNeurons", "Stepper", "DeltaFlow", "DrawDigit"]
