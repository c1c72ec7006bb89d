"""Delta flow: how large δ and the gradient are layer by layer, and equations (1), (2) and (3) entry by entry."""

import math
from collections.abc import Iterator

import numpy as np
import traitlets
from matplotlib.figure import Figure

from course import figures
from course.figures import costs
from course.figures.style import BACKWARD, FORWARD, PARAMETER
from course.widgets.base import HERE, Choice, Explorer, Number, Whole, module
from nnlib.activations import Activation, identity, relu, sigmoid, softplus, tanh
from nnlib.losses import mse
from nnlib.network import Layers, Network, Params

INPUTS, OUTPUTS = 4, 3
PHI: dict[str, Activation] = {phi.name: phi for phi in (sigmoid, tanh, relu, softplus, identity)}


def normals(stream: int) -> Iterator[float]:
    """Standard normal numbers without end, the same as in normals.js, which has no NumPy to ask.

    splitmix32, a 32-bit counter whose value is stirred, gives uniform numbers; Box and Muller turn two of them into two
    normal ones. The counter's step is 2³² divided by the golden ratio, so that the few thousand numbers taken from one
    stream and from another with a number near it are never the same.
    """
    while True:
        first, stream = _splitmix32(stream)
        second, stream = _splitmix32(stream)
        size, turn = math.sqrt(-2 * math.log(1 - first)), 2 * math.pi * second
        yield size * math.cos(turn)
        yield size * math.sin(turn)


def _splitmix32(counter: int) -> tuple[float, int]:
    """A number from 0 to below 1, and the next counter."""
    counter = counter + 0x9E3779B9 & 0xFFFFFFFF
    x = (counter ^ counter >> 16) * 0x21F0AAAD & 0xFFFFFFFF
    x = (x ^ x >> 15) * 0x735A2D97 & 0xFFFFFFFF
    return (x ^ x >> 15) / 2**32, counter


class DeltaFlow(Explorer):
    """A network of equal hidden layers, the sizes of its deltas and gradients, and one entry of them by index.

    It has 4 inputs and 3 outputs; the output layer is the identity and the loss is `mse`. Inputs and targets are standard
    normal, the biases 0. A layer, row or column beyond the network's last one becomes the last one.
    """

    _esm = module("flow", "normals.js")
    _css = Explorer._css + (HERE / "flow/flow.css").read_text(encoding="utf8")
    depth = Whole(6, 1, 12, "the number of hidden layers")
    width = Whole(8, 1, 16, "the number of neurons in each of them")
    D = Whole(5, 1, 16, "the number of samples")
    activation = Choice("sigmoid", {name: name for name in PHI}, "the activation of the hidden layers")
    gain = Number(1, 0.01, 10, "the weights' initial scale: their standard deviation is gain / √n of the layer they leave")
    seed = Whole(1, 1, 999, "which random weights and samples")
    layer = Whole(6, 1, 13, "the layer that is looked at, the output being depth + 1")
    term = Choice("delta", {"delta": "δ, equations (1) and (2)", "gradient": "the gradient, equation (3)"},
                  "which of its matrices is looked at")
    row = Whole(2, 1, 16, "the row of the chosen entry, counted from 1: d of δ, i of the gradient")
    column = Whole(4, 1, 16, "the column of the chosen entry, counted from 1")

    @traitlets.observe("depth", "width", "D", "layer", "term", "row", "column")
    def _stay_inside(self, change: dict) -> None:
        self.layer = min(self.layer, self.depth + 1)
        rows, columns = self.shape()
        self.row, self.column = min(self.row, rows), min(self.column, columns)

    def shape(self) -> tuple[int, int]:
        """Rows and columns of the matrix that is looked at."""
        sizes = self.network().sizes
        return self.D if self.term == "delta" else sizes[self.layer - 1], sizes[self.layer]

    def network(self) -> Network:
        """The network of the chosen depth, width and activation."""
        phi = PHI[self.activation]
        return Network((INPUTS, *[self.width] * self.depth, OUTPUTS), *[phi] * self.depth, identity)

    def theta(self) -> Params:
        """The random start, drawn like `Network.init`: a weight has the standard deviation gain / √n_{l−1}, a bias is 0."""
        theta, draw = self.network().zeros(), normals(2 * self.seed)
        for W in theta.W.values():
            W[...] = self.gain / math.sqrt(len(W)) * _drawn(draw, *W.shape)
        return theta

    def samples(self) -> tuple[np.ndarray, np.ndarray]:
        """X (D, 4) and Y (D, 3), drawn sample by sample, so that one more leaves the others as they are."""
        both = _drawn(normals(2 * self.seed + 1), self.D, INPUTS + OUTPUTS)
        return both[:, :INPUTS], both[:, INPUTS:]

    def passes(self) -> tuple[Layers, Layers, Layers, Params]:
        """Z, A, δ by layer and the gradient, from the forward and the backward pass of `nnlib`."""
        net, theta, (X, Y) = self.network(), self.theta(), self.samples()
        Z, A = net.forward(theta, X)
        return Z, A, *net.backward(theta, Z, A, Y, mse)

    def sizes_of_delta(self) -> dict[int, float]:
        """The root mean square of the entries of δ^l, by layer."""
        _, _, delta, _ = self.passes()
        return {l: _size(delta[l]) for l in sorted(delta)}

    def sizes_of_gradient(self) -> dict[int, float]:
        """The root mean square of the entries of ∂C/∂W^l, by layer."""
        *_, grad = self.passes()
        return {l: _size(dW) for l, dW in grad.W.items()}

    def factor(self) -> float:
        """By what the size of δ is multiplied for each layer back, from the last hidden layer to the first, on average.

        NaN where there is but one hidden layer, or where δ is exactly 0 in the last of them.
        """
        sizes = self.sizes_of_delta()
        if self.depth == 1 or not sizes[self.depth]:
            return math.nan
        return (sizes[1] / sizes[self.depth]) ** (1 / (self.depth - 1))

    def entry(self) -> tuple[list[tuple[float, float]], float, float]:
        """The chosen entry by index: the factors of each term of the sum, the slope that multiplies the sum, and the value.

        Equation (3) sums over d and has no slope, which is then given as 1; (2) sums over j; (1) has a single term, the
        gradient for the output times 1.
        """
        net, theta, l, row, column = self.network(), self.theta(), self.layer, self.row - 1, self.column - 1
        Z, A, delta, grad = self.passes()
        if self.term == "gradient":
            return _pairs(A[l - 1][:, row], delta[l][:, column]), 1.0, float(grad.W[l][row, column])
        slope, value = float(net.phi[l].prime(Z[l])[row, column]), float(delta[l][row, column])
        if l == net.L:
            return [(float(mse.grad(A[l], self.samples()[1])[row, column]), 1.0)], slope, value
        return _pairs(delta[l + 1][row], theta.W[l + 1][column]), slope, value

    def picture(self) -> Figure:
        """The sizes as bars, and below them the shapes that multiply in the equation of the chosen layer."""
        fig, (bars, blocks) = figures.figure(2, 1, width=5.4, height=2.2 + 0.42 * (self.depth + 1),
                                           height_ratios=[0.42 * (self.depth + 1) + 0.4, 1.8])
        costs.sizes(bars, {r"$\delta^l$": self.sizes_of_delta(),
                           r"$\partial C/\partial W^l$": self.sizes_of_gradient()})
        costs.product(blocks, *self._blocks())
        return fig

    def _blocks(self) -> list[costs.Block | str]:
        sizes, l, L = self.network().sizes, self.layer, self.depth + 1
        scale = 2 / max(self.D, *sizes)

        def block(name: str, down: int, across: int, colour: str) -> costs.Block:
            return costs.Block(name, (f"${down}$", scale * down), (f"${across}$", scale * across), colour)

        D, n = self.D, sizes[l]
        delta, slope = block(rf"$\delta^{{{l}}}$", D, n, BACKWARD), block(rf"$\phi^\prime(Z^{{{l}}})$", D, n, FORWARD)
        if self.term == "gradient":
            return [block(rf"$(A^{{{l - 1}}})^\top$", sizes[l - 1], D, FORWARD), delta, "$=$",
                    block(rf"$\partial C/\partial W^{{{l}}}$", sizes[l - 1], n, BACKWARD)]
        if l == L:
            return [block(rf"$\partial C/\partial A^{{{l}}}$", D, n, BACKWARD), r"$\odot$", slope, "$=$", delta]
        behind = block(rf"$\delta^{{{l + 1}}}$", D, sizes[l + 1], BACKWARD)
        weights = block(rf"$(W^{{{l + 1}}})^\top$", sizes[l + 1], n, PARAMETER)
        return [behind, weights, r"$\odot$", slope, "$=$", delta]


def _drawn(draw: Iterator[float], rows: int, columns: int) -> np.ndarray:
    return np.array([next(draw) for _ in range(rows * columns)]).reshape(rows, columns)


def _pairs(first: np.ndarray, second: np.ndarray) -> list[tuple[float, float]]:
    return list(zip(first.tolist(), second.tolist()))


def _size(array: np.ndarray) -> float:
    """The root mean square; hypot, since the square of 1e-200 is 0."""
    return math.hypot(*array.flat) / math.sqrt(array.size)
