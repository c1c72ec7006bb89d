"""What the chapters ask to predict: nobody judges the guess, and what comes out is computed by nnlib and shown beside it.

The full edition and that of students have the same, since the text behind each tells what comes out.
"""

from collections.abc import Callable, Sequence

import numpy as np

from course.exercises.model import Exercise
from course.studies import measured
from nnlib import autodiff, check_gradient, data
from nnlib.activations import identity, sigmoid, softplus
from nnlib.losses import half_sse
from nnlib.network import Network


def guess(id: str, title: str, labels: Sequence[str], values: Sequence[float], digits: int = 3, shows: str = "",
          asks: str = "Your guess, roughly:") -> Exercise:
    """A prediction of numbers."""
    return Exercise(id, title, asks, "guess", tuple(labels), tuple(map(float, values)), (), (), (), shows, digits)


def guess_of(id: str, title: str, options: Sequence[str], right: int, shows: str = "", asks: str = "Your guess:") -> Exercise:
    """A prediction by one of several options, of which number `right` comes out."""
    return Exercise(id, title, asks, "guess of options", tuple(options), (float(right),), (), (), (), shows)


def sign(value: float) -> int:
    """The place of a sign among positive, negative, zero."""
    return 0 if value > 0 else 1 if value < 0 else 2


def sigmoid_321():
    """The network of chapter 3, its forward and its backward pass: (Z, A, delta)."""
    X, Y = data.han_kamber()[:2]
    net = Network((3, 2, 1), sigmoid, sigmoid)
    theta = net.params(W={1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]}, b={1: [-0.4, 0.2], 2: [0.1]})
    Z, A = net.forward(theta, X)
    return Z, A, net.backward(theta, Z, A, Y, half_sse)[0]


def quotient() -> Exercise:
    """1.p1: the difference quotient of (3 − 2w)² at w = 1."""
    h = 0.1
    return guess("1.p1", "A quotient", ("quotient",), [((3 - 2 * (1 + h)) ** 2 - 1) / h], asks="Your guess for h = 0.1:")


def errors_shrink() -> Exercise:
    """1.p2: what a step that is ten times smaller does to the two errors of the proof."""
    def errors(h):
        m = (1 + h) ** 2 - 1
        return np.array([m / h - 2, (sigmoid(1 + m) - sigmoid(1.0)) / m - sigmoid.prime(1.0)])

    by = np.round(np.log10(errors(0.01) / errors(0.001)))
    assert np.all(by == by[0])
    return guess_of("1.p2", "Two errors", ("they stay", "about ten times smaller", "about a hundred times smaller"), int(by[0]))


def tail_slope() -> Exercise:
    """1.p3: the slope of the sigmoid at 5."""
    return guess("1.p3", "A slope far out", ("σ′(5)",), [sigmoid.prime(5.0)], digits=2)


def first_row() -> Exercise:
    """2.p1: the first prediction of the untrained softplus network."""
    net = Network((1, 2, 1), softplus, identity)
    theta = net.params(W={1: [[2.74, -1.13]], 2: [[0.36], [0.63]]}, b={1: [0, 0], 2: [0]})
    return guess("2.p1", "The first prediction", ("ŷ₁",), [net(theta, data.dosage().X)[0, 0]])


def overflow() -> Exercise:
    """2.p2: what the formula of softplus gives at 710."""
    with np.errstate(over="ignore"):
        value = np.log(1 + np.exp(710.0))
    return guess_of("2.p2", "Softplus at 710", ("710", "infinity", "0"), 1 if np.isinf(value) else 0 if value else 2)


def hidden_activations() -> Exercise:
    """3.p1: the two hidden activations."""
    return guess("3.p1", "Two activations", ("a₄", "a₅"), sigmoid_321()[1][1][0])


def hidden_signs() -> Exercise:
    """3.p2: the signs of the two hidden deltas."""
    delta = sigmoid_321()[2][1][0]
    assert np.all(np.sign(delta) == np.sign(delta[0]))
    return guess_of("3.p2", "The sign of the hidden deltas", ("both positive", "both negative", "one of each"), sign(delta[0]))


def shape_of_delta() -> Exercise:
    """4.p1: the shape of a delta of the 3-4-5-2 network with seven samples."""
    return guess("4.p1", "The shape of δ²", ("rows", "columns"), np.zeros((7, 5)).shape, asks="δ² will have:")


def five_spellings() -> Exercise:
    """10.p1: how many slopes PyTorch was seen to give max(x, 0) at 0, in five spellings."""
    seen = measured.libraries()["libraries"]["torch"]["values"]["slopes"]
    spellings = ("relu", "maximum(x, 0)", "maximum(0, x)", "clamp(x, 0)", "where(x > 0, x, 0)")
    return guess_of("10.p1", "Five spellings", ("one", "two", "three"), len({seen[name][0] for name in spellings}) - 1,
                    asks="In PyTorch the five spellings have at 0 … different slopes:")


def zero_in_a_product() -> Exercise:
    """10.p2: the slopes of the product of 2, 0 and 3."""
    x1, x2, x3 = xs = [autodiff.Node(v) for v in (2.0, 0.0, 3.0)]
    return guess("10.p2", "A zero in a product", ("by 2", "by 0", "by 3"), autodiff.gradient(x1 * x2 * x3, xs))


def what_passes() -> Exercise:
    """10.p3: the largest of four relative errors that check_gradient lets pass."""
    x, tried = np.array([0.3, 0.7, 1.2]), (1e-7, 1e-6, 1e-5, 1e-4)
    passed = [check_gradient(lambda x: np.sin(x).sum(), (1 + e) * np.cos(x), x).ok for e in tried]
    return guess_of("10.p3", "What passes", ("10⁻⁷", "10⁻⁶", "10⁻⁵", "10⁻⁴"), passed.index(False) - 1, asks="The largest e that nnlib lets pass:")


PREDICTIONS: dict[str, Callable[[], Exercise]] = {
    "1.p1": quotient, "1.p2": errors_shrink, "1.p3": tail_slope, "2.p1": first_row, "2.p2": overflow, "3.p1": hidden_activations,
    "3.p2": hidden_signs, "4.p1": shape_of_delta, "10.p1": five_spellings, "10.p2": zero_in_a_product, "10.p3": what_passes}
