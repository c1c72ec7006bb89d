"""Deltas through depth with what variance predicts, and descents at the edge of stability."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from course.figures.style import BACKWARD, DATA, FORWARD, PARAMETER, QUIET

STYLES = (("-", FORWARD), ("--", BACKWARD), ("-.", PARAMETER), (":", DATA))


def through_layers(ax: Axes, measured: Mapping[str, np.ndarray], predicted: Mapping[str, np.ndarray] = {}) -> Axes:
    """Sizes of shape (seeds, layers): the median of the seeds as a line and all as a band; predictions as open circles.

    A prediction has shape (layers,) and the name of the sizes that it is for.
    """
    for (name, sizes), (dash, colour) in zip(measured.items(), STYLES):
        layers = np.arange(1, sizes.shape[1] + 1)
        ax.fill_between(layers, sizes.min(axis=0), sizes.max(axis=0), color=colour, alpha=0.2, linewidth=0)
        ax.plot(layers, np.median(sizes, axis=0), dash, color=colour, label=name)
    for name, sizes in predicted.items():
        colour = STYLES[list(measured).index(name)][1]
        ax.plot(np.arange(1, len(sizes) + 1), sizes, "o", color=colour, markersize=4, fillstyle="none")
    ax.set_yscale("log")
    ax.set_xlabel("layer $l$")
    return ax


def edge(ax: Axes, ks: Sequence[int], curvature: Sequence[float], eta: float) -> Axes:
    """The largest curvature λ along a descent, and the edge 2/η for its learning rate."""
    ax.plot(ks, curvature, color=FORWARD, label=r"largest curvature $\lambda$")
    ax.axhline(2 / eta, color=BACKWARD, linestyle="--", linewidth=1.4, label=r"$2/\eta$")
    ax.set_xlabel("step $k$")
    return ax


def landings(ax: Axes, etas: Sequence[float], curvatures: np.ndarray, start: float) -> Axes:
    """λ where each descent ended, shape (etas, runs), over η; the edge 2/η, and λ of the minimum that all started at."""
    for eta, ends in zip(etas, curvatures, strict=True):
        ax.plot([eta] * len(ends), ends, "o", color=FORWARD, markersize=5, fillstyle="none")
    fine = np.linspace(min(etas), max(etas), 101)
    ax.plot(fine, 2 / fine, "--", color=BACKWARD, label=r"$2/\eta$")
    ax.axhline(start, color=QUIET, linestyle=":", linewidth=1.4, label="the minimum they started at")
    # Limits made from the data would carry its last bits into the size of the axes, and so into the names of clip paths.
    ax.set(xlim=(min(etas) - 0.004, max(etas) + 0.004),
           ylim=(np.floor(curvatures.min()) - 0.5, np.ceil(max(start, 2 / min(etas))) + 0.5))
    ax.set_xlabel(r"learning rate $\eta$")
    ax.set_ylabel(r"$\lambda$ at the end")
    return ax


def apart(ax: Axes, ks: Sequence[int], distances: Mapping[str, np.ndarray],
          predicted: Mapping[str, tuple[Sequence[int], Sequence[float]]]) -> Axes:
    """Distances of descents from a first one against the step, shape (descents, steps): the median as a line, all as a band.

    A prediction is a dotted line from point to point, in steps and distances.
    """
    for (name, values), dash, colour in zip(distances.items(), ("--", "-"), (PARAMETER, BACKWARD)):
        ax.fill_between(ks, values.min(axis=0), values.max(axis=0), color=colour, alpha=0.2, linewidth=0)
        ax.plot(ks, np.median(values, axis=0), dash, color=colour, label=name)
    for name, (steps, line) in predicted.items():
        ax.plot(steps, line, ":", color=DATA, label=name)
    ax.set_yscale("log")
    ax.set_xlabel("step $k$")
    ax.set_ylabel("distance")
    return ax


def cloud_on_map(ax: Axes, points: np.ndarray, eta: float) -> Axes:
    """Descents on the cost (1 − w₁w₂)² at points (2, S), its curve of minima, some contours, and the circle that is its edge."""
    u, turn = np.geomspace(1 / 30, 30, 81), np.linspace(0, 2 * np.pi, 97)
    for product in (-1, -0.5, 0.5, 1, 1.5, 2.5, 3):
        for side in (1, -1):
            ax.plot(side * u, side * product / u, color=FORWARD, linewidth=2.5 if product == 1 else 0.6)
    ax.plot(np.cos(turn) / np.sqrt(eta), np.sin(turn) / np.sqrt(eta), "--", color=BACKWARD)
    ax.plot(*points.round(3), "o", color=PARAMETER, markersize=4, alpha=0.75)
    ax.set(xlim=(-3.2, 3.2), ylim=(-2.6, 2.6), aspect="equal", xlabel="$w_1$", ylabel="$w_2$")
    return ax


def cloud_of_costs(ax: Axes, curvatures: np.ndarray, costs: np.ndarray, eta: float) -> Axes:
    """The cost of each descent against the largest curvature where it is, and the edge 2/η."""
    ax.semilogy(curvatures, np.maximum(costs, 1e-8), "o", color=PARAMETER, markersize=4, alpha=0.75)
    ax.axvline(2 / eta, linestyle="--", color=BACKWARD)
    ax.set(xlim=(0, 60), ylim=(1e-8, 100), xlabel=r"curvature $\lambda$", ylabel="cost $C$")
    return ax
