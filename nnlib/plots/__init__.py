"""Every static figure of the book. Functions take data and an Axes and return the Axes."""

from nnlib.plots.networks import network
from nnlib.plots.style import figure, use_style

__all__ = ["figure", "network", "use_style"]
