"""A round trip: a number goes forward through a small network, its error comes back, and every parameter takes a step."""

import numpy as np
from matplotlib.figure import Figure

from course import figures
from course.widgets.base import HERE, Choice, Explorer, Number, Whole, module
from nnlib.activations import identity, sigmoid, tanh
from nnlib.losses import half_sse
from nnlib.network import Network
from nnlib.params import Params
from nnlib.training import train

PHI = {phi.name: phi for phi in (sigmoid, tanh)}
ETA = 0.2  # at this rate the cost falls in every round, wherever x and y are within their bounds
START = [0.9, -0.6, 0.0, 0.0, 0.5, 0.8, 0.0]  # W¹, b¹, W², b²
NAMES = ("w1", "w2", "b1", "b2", "w3", "w4", "b3")
TAPS = ("forward", "backward", "step")


class RoundTrip(Explorer):
    """A 1-2-1 network with its numbers: the first tap sends x forward, the second the error back, the third takes a step.

    The cost is half the squared error, the output is the identity, and the learning rate is 0.2.
    """

    _esm = module("round_trip", "more.js")
    _css = Explorer._css + (HERE / "round_trip/round_trip.css").read_text(encoding="utf8")
    activation = Choice("sigmoid", {name: name for name in PHI}, "the activation of the two hidden neurons")
    x = Number(0.5, -1, 1, "the number that is sent through the network")
    y = Number(-0.4, -1, 1, "the target of its output")
    taps = Whole(0, 0, 600, "how many taps have been made, three for a round")

    def network(self) -> Network:
        """The 1-2-1 network with the chosen activation."""
        return Network((1, 2, 1), PHI[self.activation], identity)

    def theta(self, rounds: int) -> Params:
        """The parameters after that many rounds of forward, backward, step."""
        net, X, Y = self.network(), np.array([[self.x]]), np.array([[self.y]])
        start = Params(np.array(START), net.sizes)
        return train(net.objective(X, Y, half_sse), start, eta=ETA, steps=rounds)[-1].theta

    def shown(self) -> dict[str, float]:
        """The numbers in the drawing, by name: the parameters, and what the taps of this round have brought so far."""
        rounds, taps = divmod(self.taps, len(TAPS))
        net, theta = self.network(), self.theta(rounds)
        found = dict(zip(NAMES, theta.vector.tolist()))
        X, Y = np.array([[self.x]]), np.array([[self.y]])
        Z, A = net.forward(theta, X)
        if taps or rounds:
            found |= {"y_hat": float(A[2][0, 0]), "C": float(half_sse(A[2], Y))}
        if taps == 1:
            found |= {"a1": float(A[1][0, 0]), "a2": float(A[1][0, 1])}
        if taps == 2:
            delta, grad = net.backward(theta, Z, A, Y, half_sse)
            found |= {f"d{name}": value for name, value in zip(NAMES, grad.vector.tolist())}
            found |= {"delta1": float(delta[1][0, 0]), "delta2": float(delta[1][0, 1]), "delta3": float(delta[2][0, 0])}
        return found

    def picture(self) -> Figure:
        """The network with its weights and biases."""
        shown = self.shown()
        fig, ax = figures.figure(width=5.0, height=2.6)
        figures.network(ax, (1, 2, 1), inside={(0, 0): "$x$", (1, 0): "$a_1$", (1, 1): "$a_2$", (2, 0): r"$\hat{y}$"},
                        under={(0, 0): f"$x = {self.x:g}$", (1, 0): f"$b_1 = {shown['b1']:.2f}$",
                               (1, 1): f"$b_2 = {shown['b2']:.2f}$", (2, 0): f"$b_3 = {shown['b3']:.2f}$\n$y = {self.y:g}$"},
                        weights={(1, 0, 0): f"${shown['w1']:.2f}$", (1, 0, 1): f"${shown['w2']:.2f}$",
                                 (2, 0, 0): f"${shown['w3']:.2f}$", (2, 1, 0): f"${shown['w4']:.2f}$"})
        return fig
