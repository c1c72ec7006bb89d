"""Curves that a network draws through data, the parts it adds them up from, and costs falling step by step."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from course.figures.style import BACKWARD, DATA, FORWARD, PARAMETER, QUIET
from nnlib.activations import sigmoid, softplus
from nnlib.network import Network, Params
from nnlib.training import Step


def fit(ax: Axes, net: Network, theta: Params, X: np.ndarray, Y: np.ndarray, *, parts: bool = True) -> Axes:
    """The prediction of a 1-n-1 network as a curve, the data as points, and w a of each hidden neuron dashed."""
    x = np.linspace(X.min(), X.max(), 121)[:, np.newaxis]
    _, A = net.forward(theta, x)
    if parts:
        for j, dash in zip(range(net.sizes[1]), ("--", ":", "-.")):
            ax.plot(x, A[1][:, j] * theta.W[2][j, 0], dash, color=PARAMETER, linewidth=1.4,
                    label=f"neuron {j + 1}: $a_{j + 1} w_{j + 1 + net.sizes[1]}$")
    ax.plot(x, A[2], color=FORWARD, label=r"prediction $\hat{y}$")
    ax.plot(X, Y, "o", color=DATA, markersize=5, label="data $y$")
    ax.set_xlabel("$x$")
    return ax


def residuals(ax: Axes, X: np.ndarray, Y: np.ndarray, y_hat: np.ndarray) -> Axes:
    """A vertical stroke from each prediction to its datum."""
    ax.vlines(X.ravel(), y_hat.ravel(), Y.ravel(), color=BACKWARD, linestyle="-.", linewidth=1.4,
              label=r"residual $r = y - \hat{y}$")
    return ax


def costs(ax: Axes, runs: Mapping[str, Sequence[Step]]) -> Axes:
    """The cost of each run against the step, on a logarithmic scale, told apart by dash as well as colour."""
    for (name, steps), dash, colour in zip(runs.items(), ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1))),
                                           (FORWARD, BACKWARD, PARAMETER, DATA, QUIET)):
        ax.plot([step.k for step in steps], [step.cost for step in steps], color=colour, linestyle=dash, label=name)
    ax.set_yscale("log")
    ax.set_xlabel("step")
    ax.set_ylabel("cost $C$")
    return ax


def starts(ax: Axes, steps: Sequence[int], scores: np.ndarray, levels: Mapping[str, float]) -> Axes:
    """R² against the number of steps, one line for each row of `scores`, from the second number on; levels are dashed."""
    ax.plot(steps[1:], scores[:, 1:].T, "o-", color=FORWARD, markersize=3, linewidth=0.9, alpha=0.7)
    for name, level in levels.items():
        ax.axhline(level, color=BACKWARD, linestyle="--", linewidth=1.2)
        ax.annotate(name, (1, level), xycoords=("axes fraction", "data"), xytext=(5, 0), textcoords="offset points",
                    color=BACKWARD, va="center", fontsize=11)
    ax.set_xscale("log")
    ax.set_xlabel("step")
    ax.set_ylabel("$R^2$")
    return ax


def softplus_and_friends(ax: Axes) -> Axes:
    """Softplus above max(0, z), its derivative the sigmoid, and its second derivative."""
    z = np.linspace(-6, 6, 241)
    ax.plot(z, softplus(z), color=FORWARD, label=r"softplus $\ln(1 + e^z)$")
    ax.plot(z, np.maximum(0, z), color=QUIET, linewidth=1.2, linestyle=":", label=r"$\max(0, z)$")
    ax.plot(z, sigmoid(z), color=BACKWARD, linestyle="--", label=r"first derivative $\sigma(z)$")
    ax.plot(z, sigmoid.prime(z), color=PARAMETER, linestyle="-.", label=r"second derivative $\sigma(z)\,\sigma(-z)$")
    ax.set_xlabel("$z$")
    ax.set_ylim(-0.2, 4)
    return ax


def curves(ax: Axes, X: np.ndarray, Y: np.ndarray, models: Mapping[str, Callable[[np.ndarray], np.ndarray]]) -> Axes:
    """Several models of one variable through the same data."""
    x = np.linspace(X.min(), X.max(), 121)
    for (name, model), dash, colour in zip(models.items(), (":", "-.", "--", "-"), (QUIET, PARAMETER, BACKWARD, FORWARD)):
        ax.plot(x, model(x), color=colour, linestyle=dash, label=name)
    ax.plot(X, Y, "o", color=DATA, markersize=4, label="data")
    return ax


def derivatives(ax: Axes, by_name: Mapping[str, float]) -> Axes:
    """The derivatives of the cost by each parameter as bars with their numbers, the first on top."""
    values = list(by_name.values())
    bars = ax.barh(range(len(values)), values, height=0.6, color=BACKWARD)
    labels = [f"{value:{'.4f' if abs(value) < 1e6 else '.2e'}}".replace("-", "−") for value in values]
    for text in ax.bar_label(bars, labels, padding=3):
        text.set_in_layout(False)  # there is room for it in the axes, whose place thus hangs on no last bit of a value
    ax.axvline(0, color=QUIET, linewidth=0.8)
    ax.set_yticks(range(len(values)), [rf"$\partial C / \partial {name[0]}_{name[1:]}$" for name in by_name])
    ax.invert_yaxis()
    ax.margins(x=0.35)
    ax.set_xlabel("derivative")
    return ax
