"""Every static figure of the book. Functions take data and an Axes and return the Axes."""

from course.figures.networks import network
from course.figures.style import figure, use_style

__all__ = ["figure", "network", "use_style"]
