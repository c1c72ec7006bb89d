"""What the chapters ask to predict: nobody judges the guess, and what comes out is computed by nnlib and shown beside it.

The full edition and that of students have the same, since the text behind each tells what comes out.
"""

from collections.abc import Callable, Sequence

import numpy as np

from course.exercises.model import Exercise
from nnlib import data
from nnlib.activations import sigmoid
from nnlib.losses import half_sse
from nnlib.network import Network


def guess(id: str, title: str, labels: Sequence[str], values: Sequence[float], digits: int = 3, shows: str = "",
          asks: str = "Your guess, roughly:") -> Exercise:
    """A prediction of numbers."""
    return Exercise(id, title, asks, "guess", tuple(labels), tuple(map(float, values)), (), (), (), shows, digits)


def guess_of(id: str, title: str, options: Sequence[str], right: int, shows: str = "", asks: str = "Your guess:") -> Exercise:
    """A prediction by one of several options, of which number `right` comes out."""
    return Exercise(id, title, asks, "guess of options", tuple(options), (float(right),), (), (), (), shows)


SIGNS = ("positive", "negative", "zero")


def sign(value: float) -> int:
    """The place of a number's sign in SIGNS."""
    return 0 if value > 0 else 1 if value < 0 else 2


def sigmoid_321():
    """The network of chapter 3, its forward and its backward pass: (Z, A, delta)."""
    X, Y = data.han_kamber()[:2]
    net = Network((3, 2, 1), sigmoid, sigmoid)
    theta = net.params(W={1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]}, b={1: [-0.4, 0.2], 2: [0.1]})
    Z, A = net.forward(theta, X)
    return Z, A, net.backward(theta, Z, A, Y, half_sse)[0]


def hidden_activations() -> Exercise:
    """3.p1: the two hidden activations."""
    return guess("3.p1", "Two activations", ("a₄", "a₅"), sigmoid_321()[1][1][0])


def hidden_signs() -> Exercise:
    """3.p2: the signs of the two hidden deltas."""
    delta = sigmoid_321()[2][1][0]
    assert np.all(np.sign(delta) == np.sign(delta[0]))
    return guess_of("3.p2", "The sign of the hidden deltas", ("both positive", "both negative", "one of each"), sign(delta[0]))


PREDICTIONS: dict[str, Callable[[], Exercise]] = {"3.p1": hidden_activations, "3.p2": hidden_signs}
