"""Figures of the worked 3-2-1 example: printed pairs against the sigmoid, and the learning of one sample."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from course.figures.style import BACKWARD, DATA, FORWARD, QUIET, WRONG
from nnlib.activations import sigmoid
from nnlib.training import Step


def on_sigmoid(ax: Axes, right: Mapping[str, float], printed: Mapping[str, tuple[float, float]]) -> Axes:
    """The sigmoid, right pairs (z, σ(z)) as dots on it, and printed pairs (z, a) as crosses off it."""
    z = np.linspace(-1.5, 1.5, 121)
    ax.plot(z, sigmoid(z), color=FORWARD, label=r"$a = \sigma(z)$")
    ax.axvline(0, color=QUIET, linewidth=0.8, linestyle=":")
    ax.axhline(0.5, color=QUIET, linewidth=0.8, linestyle=":")
    ax.plot(list(right.values()), [float(sigmoid(v)) for v in right.values()], "o", color=FORWARD, markersize=7,
            label="right")
    for name, value in right.items():
        ax.annotate(name, (value, float(sigmoid(value))), (-3, 8), textcoords="offset points", ha="center",
                    color=FORWARD, fontsize=11)
    ax.plot(*zip(*printed.values()), "x", color=WRONG, markersize=9, markeredgewidth=2.2, label="printed")
    for name, pair in printed.items():
        ax.annotate(name, pair, (9, -4), textcoords="offset points", color=WRONG, fontsize=11)
    ax.set_xlabel("pre-activation $z$")
    ax.set_ylabel("activation $a$")
    ax.set_ylim(0.1, 0.9)
    return ax


def learning(axes: Sequence[Axes], steps: Sequence[Step], y_hat: Sequence[float], target: float,
             marks: Sequence[int]) -> Sequence[Axes]:
    """Above: the prediction against the step, with the target and the marked steps. Below: the cost."""
    k = [step.k for step in steps]
    above, below = axes
    above.axhline(target, color=DATA, linestyle="--", linewidth=1.2, label="target $y$")
    above.plot(k, y_hat, color=FORWARD, label=r"prediction $\hat{y}$")
    above.plot(marks, [y_hat[k.index(mark)] for mark in marks], "o", color=FORWARD, markersize=6)
    for mark in marks:
        above.annotate(f"{mark}", (mark, y_hat[k.index(mark)]), (0, -14), textcoords="offset points", ha="center",
                       fontsize=10)
    above.set_ylabel(r"prediction $\hat{y}$")
    above.legend(loc="lower right")
    below.plot(k, [step.cost for step in steps], color=BACKWARD, linestyle="-.")
    below.set_yscale("log")
    below.set_ylabel("cost $C$")
    below.set_xlabel("step")
    for ax in axes:  # limits of few digits: the layout would carry their last bits into the names of the clip paths
        ax.set_ylim(*(float(f"{limit:.2g}") for limit in ax.get_ylim()))
    return axes
