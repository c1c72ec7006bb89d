"""Pictures of derivatives and descents: curves, tangents, paths through a graph, contours and steps."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from course.figures.style import BACKWARD, FORWARD, PARAMETER, QUIET, bare
from nnlib.activations import Activation
from nnlib.training import Step

POINTS = 241  # of a drawn curve
NAME = 13  # the size of a variable's name beside an axis


def secants(ax: Axes, f: Callable[[Any], Any], slope: float, at: float, hs: Sequence[float],
            span: tuple[float, float]) -> Axes:
    """The curve f, the secants through `at` and `at + h` for each h (dashed), and the tangent of that slope."""
    w = np.linspace(*span, POINTS)
    ax.plot(w, f(w), color=FORWARD)
    for h in hs:
        secant = (f(at + h) - f(at)) / h
        ax.plot(span, [f(at) + secant * (end - at) for end in span], color=QUIET, linestyle="--", linewidth=1.2)
        ax.plot([at + h], [f(at + h)], "s", color=QUIET, markersize=5)
        side = "right" if f(at + h) >= f(at) else "left"  # away from the curve, inside the bowl
        ax.annotate(f"$h = {h:g}$", (at + h, f(at + h)), xytext=(4 if side == "right" else -4, 8),
                    textcoords="offset points", ha=side, fontsize=11)
    ax.plot(span, [f(at) + slope * (end - at) for end in span], color=BACKWARD)
    ax.plot([at], [f(at)], "o", color=FORWARD, markersize=6)
    ax.set_xlim(span)
    return _axes(ax, "$w$", "$C(w)$")


def graph(ax: Axes, nodes: Mapping[str, tuple[float, float]], edges: Mapping[tuple[str, str], str],
          values: Mapping[str, str] = {}) -> Axes:
    """Variables as circles at the given places, arrows from cause to effect with a factor at each, values below.

    Names, factors and values may hold `$…$`. A label stands above its arrow, or below it where the arrow runs in the
    lower half of the drawing.
    """
    bare(ax)
    middle = (min(y for _, y in nodes.values()) + max(y for _, y in nodes.values())) / 2
    for (tail, head), factor in edges.items():
        start, end = np.array(nodes[tail]), np.array(nodes[head])
        along = (end - start) / np.linalg.norm(end - start)
        ax.annotate("", xy=end - 0.3 * along, xytext=start + 0.3 * along,
                    arrowprops=dict(arrowstyle="-|>", shrinkA=0, shrinkB=0, linewidth=1.4, color=FORWARD))
        across = np.array([-along[1], along[0]]) * (-1 if (start + end)[1] / 2 < middle else 1)
        sideways = "center" if abs(along[1]) < 0.1 else "right" if across[0] < 0 else "left"
        ax.text(*((start + end) / 2 + 0.13 * across), factor, ha=sideways, va="bottom" if across[1] > 0 else "top",
                color=BACKWARD, fontsize=13)
    for name, (x, y) in nodes.items():
        ax.add_patch(Circle((x, y), 0.3, facecolor="none", edgecolor=FORWARD, linewidth=1.6))
        ax.text(x, y, name, ha="center", va="center", fontsize=14)
        ax.text(x, y - 0.42, values.get(name, ""), ha="center", va="top", fontsize=12, color=FORWARD)
    ax.autoscale_view()
    ax.margins(0.08)
    return ax


def with_derivative(ax: Axes, phi: Activation, span: tuple[float, float], names: tuple[str, str],
                    at: tuple[float, float]) -> Axes:
    """φ (solid) and φ′ (dashed) over a span of z, φ named on the left of its place `at[0]`, φ′ on the right of `at[1]`."""
    z = np.linspace(*span, POINTS)
    for f, name, place, colour, style, side in ((phi, names[0], at[0], FORWARD, "-", -1),
                                                (phi.prime, names[1], at[1], BACKWARD, "--", 1)):
        ax.plot(z, f(z), style, color=colour)
        ax.annotate(name, (place, f(place)), xytext=(8 * side, 5), textcoords="offset points", color=colour,
                    ha="right" if side < 0 else "left", fontsize=14)
    ax.set(xlim=span)
    ax.set_xlabel("$z$", fontsize=NAME)
    return ax


def slice_through(ax: Axes, f: Callable[[Any], Any], slope: float, at: float, span: tuple[float, float],
                  label: str) -> Axes:
    """A cost along one parameter, the others held: the curve, the point and the tangent of the given slope there."""
    w = np.linspace(*span, POINTS)
    ax.plot(w, f(w), color=FORWARD)
    reach = 0.16 * (span[1] - span[0])
    ax.plot([at - reach, at + reach], [f(at) - slope * reach, f(at) + slope * reach], color=BACKWARD, linewidth=2.4)
    ax.plot([at], [f(at)], "o", color=PARAMETER, markersize=6)
    ax.set_xlim(span)
    return _axes(ax, label, "$C$")


def contours(ax: Axes, f: Callable[[Any, Any], Any], spans: tuple[tuple[float, float], tuple[float, float]],
             levels: Sequence[float], minimum: tuple[float, float]) -> Axes:
    """Lines of equal cost f(w₁, w₂), with equal scales on both axes so that a right angle is one, and the minimum."""
    w1, w2 = np.meshgrid(*(np.linspace(*span, POINTS) for span in spans))
    ax.contour(w1, w2, f(w1, w2), levels=levels, colors=QUIET, linewidths=0.9)
    ax.plot(*minimum, "+", color="black", markersize=11, markeredgewidth=1.6)
    ax.set(xlim=spans[0], ylim=spans[1], aspect="equal")
    ax.grid(False)
    return _axes(ax, "$w_1$", "$w_2$")


def trail(ax: Axes, steps: Sequence[Step], *, label: str = "", style: str = "o-") -> Axes:
    """The points (w₁, w₂) that a descent visits, in order."""
    points = np.array([step.theta for step in steps])
    ax.plot(points[:, 0], points[:, 1], style, color=PARAMETER, markersize=4, linewidth=1.3, label=label)
    return ax


def uphill(ax: Axes, points: Sequence[np.ndarray], gradient: Callable[[np.ndarray], np.ndarray],
           length: float) -> Axes:
    """At each point (w₁, w₂) an arrow of the given length in the direction of the gradient there."""
    for point in points:
        g = gradient(point)
        ax.annotate("", xy=point + length * g / np.linalg.norm(g), xytext=point,
                    arrowprops=dict(arrowstyle="-|>", shrinkA=0, shrinkB=0, linewidth=1.6, color=BACKWARD))
    return ax


def descent(ax: Axes, f: Callable[[Any], Any], steps: Sequence[Step], span: tuple[float, float], top: float,
            title: str) -> Axes:
    """The curve f and the points (w, C) of a descent on it, joined in order; the start is an open circle."""
    w = np.linspace(*span, POINTS)
    ax.plot(w, f(w), color=FORWARD, linewidth=1.4)
    ax.plot([step.theta for step in steps], [step.cost for step in steps], "o-", color=PARAMETER, markersize=4,
            linewidth=1.0)
    ax.plot([steps[0].theta], [steps[0].cost], "o", color=PARAMETER, markersize=8, fillstyle="none")
    ax.set(xlim=span, ylim=(-0.04 * top, top))
    ax.set_title(title, fontsize=NAME)
    return _axes(ax, "$w$", "$C(w)$")


def costs(ax: Axes, runs: Mapping[str, Sequence[Step]], styles: Sequence[str] = ("o-", "s--", "^-.", "D:")) -> Axes:
    """The cost at each step, one line for each run, on a logarithmic scale, with the run's name at its end."""
    for (name, steps), style in zip(runs.items(), styles, strict=True):
        ax.semilogy([step.k for step in steps], [step.cost for step in steps], style, color=FORWARD, markersize=4,
                    linewidth=1.4)
        ax.annotate(name, (steps[-1].k, steps[-1].cost), xytext=(7, 0), textcoords="offset points", va="center",
                    fontsize=11)
    last = max(steps[-1].k for steps in runs.values())
    ax.set(xlim=(-0.2, 1.32 * last), xticks=range(0, last + 1, 2))
    return _axes(ax, "step $k$", "cost $C(w_k)$", size=11)


def _axes(ax: Axes, x: str, y: str, size: float = NAME) -> Axes:
    ax.set_xlabel(x, fontsize=size)
    ax.set_ylabel(y, fontsize=size)
    return ax
