"""How the time of a gradient grows with the size of the network."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from course.figures.style import BACKWARD, FORWARD, PARAMETER

STYLES = (("o-", FORWARD), ("s--", BACKWARD), ("^-.", PARAMETER))


def growing(ax: Axes, curves: Mapping[str, tuple[Sequence[float], Sequence[float]]], what: str) -> Axes:
    """Milliseconds over what grows, on two logarithmic scales: for each name its values and its times in seconds."""
    for (name, (values, seconds)), (dash, colour) in zip(curves.items(), STYLES, strict=False):
        ax.plot(values, [1000 * s for s in seconds], dash, color=colour, markersize=4, label=name)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlabel(what)
    return ax
