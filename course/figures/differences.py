"""Pictures of differences: the error of a quotient against its step, and the slopes that it measures at a kink."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from course.figures.style import BACKWARD, FORWARD, PARAMETER, QUIET
from nnlib.activations import relu

MARKS = ("o", "s", "^")


def vee(ax: Axes, hs: Sequence[float], errors: Mapping[str, Sequence[float]],
        bounds: Mapping[str, Sequence[float]]) -> Axes:
    """The error of each quotient against its step h, marks on logarithmic axes, and a bound for some of them, dashed.

    A step whose error is 0 has no place on a logarithmic axis and no mark.
    """
    for (name, values), mark, colour in zip(errors.items(), MARKS, (FORWARD, BACKWARD, PARAMETER), strict=False):
        seen = [(h, e) for h, e in zip(hs, values, strict=True) if e > 0]
        ax.loglog(*zip(*seen), mark, color=colour, markersize=3.5, label=name)
        if name in bounds:
            ax.loglog(hs, bounds[name], "--", color=colour, linewidth=1.2)
    ax.set(xlabel="step $h$", ylabel="error of the derivative")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, handletextpad=0.2, columnspacing=1.2)
    return ax


def kink(ax: Axes, h: float) -> Axes:
    """max(0, z) with the secants from −h to 0, from 0 to h and from −h to h, whose slopes are 0, 1 and one half."""
    z = np.array([-2.2 * h, 0, 2.2 * h])
    ax.plot(z, relu(z), color=FORWARD, label=r"$\max(0, z)$")
    ends = np.array([-h, h])
    ax.plot(ends, relu(ends), "s--", color=BACKWARD, markersize=5, label=r"central, slope $\frac{1}{2}$")
    ax.plot([0, h], [0, h], ":", color=PARAMETER, linewidth=3.4, label="to the right, slope 1")
    ax.plot([-h, 0], [0, 0], "-.", color=QUIET, linewidth=3.4, label="to the left, slope 0")
    ax.set(xlabel="$z$", ylabel=r"$\phi(z)$", xticks=[-h, 0, h], xticklabels=["$-h$", "0", "$h$"], yticks=[0, h],
           yticklabels=["0", "$h$"])
    ax.legend(loc="upper left")
    return ax
