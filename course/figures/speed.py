"""How the time of a gradient grows with the size of the network, and that of a step with the number of networks."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from course.figures.style import BACKWARD, DATA, FORWARD, PARAMETER

STYLES = (("o-", FORWARD), ("s--", BACKWARD), ("^-.", PARAMETER))


def growing(ax: Axes, curves: Mapping[str, tuple[Sequence[float], Sequence[float]]], what: str) -> Axes:
    """Milliseconds over what grows, on two logarithmic scales: for each name its values and its times in seconds."""
    for (name, (values, seconds)), (dash, colour) in zip(curves.items(), STYLES, strict=False):
        ax.plot(values, [1000 * s for s in seconds], dash, color=colour, markersize=4, label=name)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlabel(what)
    return ax


def together(ax: Axes, curves: Mapping[str, tuple[Sequence[int], Sequence[float], Sequence[float]]]) -> Axes:
    """Microseconds for one network and step over S on logarithmic scales: for each name S, the times, and a limit (dotted)."""
    styles = (*STYLES, ("d:", DATA))
    for (name, (sizes, times, limit)), (dash, colour) in zip(curves.items(), styles, strict=False):
        ax.plot(sizes, times, dash.replace(":", "-"), color=colour, markersize=4, label=name)
        ax.plot(sizes, limit, ":", color=colour, linewidth=1.2)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlabel("networks in the stack, S")
    ax.set_ylabel("µs for one network and step")
    return ax
