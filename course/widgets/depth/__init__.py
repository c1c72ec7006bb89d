"""Depth: the sizes of a and δ layer by layer, and the factor of each layer, for a scale of the weights."""

import math

import numpy as np
from matplotlib.figure import Figure

from course import figures
from course.figures import depth
from course.widgets.base import HERE, Choice, Explorer, Number, Whole, module
from course.widgets.flow import PHI, normals
from nnlib.activations import identity
from nnlib.losses import mse
from nnlib.network import Network

WIDTH, D = 24, 8
SHOWN = ("sigmoid", "tanh", "relu", "identity")
TARGET = 10  # the targets are that many times a standard normal number, and know nothing of the network


class LayerStack(Explorer):
    """A deep network of equal layers, 24 neurons wide, with random weights of a chosen scale, and what it does to sizes."""

    _esm = module("depth", "charts.js", "normals.js", "more.js")
    _css = Explorer._css + (HERE / "depth/depth.css").read_text(encoding="utf8")
    activation = Choice("sigmoid", {name: name for name in SHOWN}, "the activation of all layers but the last")
    gain = Number(1, 0.1, 5, "the weights' standard deviation is gain / √24")
    layers = Whole(20, 3, 40, "the number of layers of weights")
    seed = Whole(1, 1, 999, "which random weights and samples")

    def sizes(self) -> tuple[dict[int, float], dict[int, float]]:
        """The root mean square of the entries of a^l, l = 0 … L − 1, and of δ^l, l = 1 … L."""
        phi = PHI[self.activation]
        net = Network((WIDTH,) * (self.layers + 1), *[phi] * (self.layers - 1), identity)
        weights, samples, theta = normals(2 * self.seed), normals(2 * self.seed + 1), net.zeros()
        for W in theta.W.values():
            W[...] = self.gain / math.sqrt(WIDTH) * _drawn(weights, WIDTH)
        X, Y = _drawn(samples, D), TARGET * _drawn(samples, D)
        Z, A = net.forward(theta, X)
        delta, _ = net.backward(theta, Z, A, Y, mse)
        return {l: _size(A[l]) for l in range(self.layers)}, {l: _size(delta[l]) for l in range(1, self.layers + 1)}

    def factors(self) -> list[float]:
        """By what the size of δ is multiplied from layer l + 1 to layer l, for l = 1 … L − 1; NaN where it was 0 already."""
        _, delta = self.sizes()
        return [delta[l] / delta[l + 1] if delta[l + 1] else math.nan for l in range(1, self.layers)]

    def factor(self) -> float:
        """The same for a layer of the stack on average: the geometric mean between the last hidden layer and the first."""
        _, delta = self.sizes()
        return (delta[1] / delta[self.layers - 1]) ** (1 / (self.layers - 2)) if delta[self.layers - 1] else math.nan

    def picture(self) -> Figure:
        """Both sizes through the layers."""
        a, delta = self.sizes()
        fig, ax = figures.figure(width=5.4, height=3.2)
        depth.through_layers(ax, {"size of $a$": np.array([list(a.values())[1:]]), r"size of $\delta$": np.array([list(delta.values())])})
        ax.legend()
        return fig


def _drawn(draw, rows: int) -> np.ndarray:
    return np.array([next(draw) for _ in range(rows * WIDTH)]).reshape(rows, WIDTH)


def _size(array: np.ndarray) -> float:
    return math.hypot(*array.flat) / math.sqrt(array.size)
