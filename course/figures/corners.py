"""Pictures of a curve and of the lines that several slopes make through one of its points."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from course.figures.style import BACKWARD, FORWARD, QUIET

DASHES = ("--", ":", "-.")


def tangents(ax: Axes, x: np.ndarray, y: np.ndarray, point: tuple[float, float], lines: Sequence[tuple[float, str, bool]]) -> Axes:
    """A curve, a point of it, and a line through the point for each (slope, label, whether it is the one that is looked at).

    That one is drawn full and thick; the others are dashed, each in its own way.
    """
    ax.plot(x, y, color=FORWARD, linewidth=3, label="the curve")
    at = np.array([x[0], x[-1]])
    for k, (slope, label, chosen) in enumerate(lines):
        style = {"linestyle": "-", "color": BACKWARD, "linewidth": 2.2} if chosen else {"linestyle": DASHES[k % 3], "color": QUIET}
        ax.plot(at, point[1] + slope * (at - point[0]), label=label, **style)
    ax.plot(*point, "o", color=BACKWARD, markersize=8, zorder=3)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), fontsize=8)
    return ax
