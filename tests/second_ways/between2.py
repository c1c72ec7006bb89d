"""The questions of chapter 2 once more: complex steps, ranks, and scalars."""

import math

import numpy as np

from nnlib import Network, complex_step, identity, indexed, softplus, sse

NET = Network((1, 2, 1), softplus, identity)
X, Y = np.array([[0.0], [0.5], [1.0]]), np.array([[0.0], [1.0], [0.0]])


def speakers():
    """The derivatives of the prediction at dose 0, of which two are zero."""
    theta = NET.params(W={1: [[2.74, -1.13]], 2: [[0.36], [0.63]]}, b={1: [0, 0], 2: [0]})
    slopes = complex_step(lambda p: NET(p, [[0.0]])[0, 0], theta)
    assert (slopes.W[1] == 0).all() and np.count_nonzero(slopes.vector) == 5
    return [1]


def on_the_way():
    """Of the three, only the slope can be changed and leave ∂C/∂w₃ as it is, while a₁ and ŷ stay."""
    theta = NET.params(W={1: [[2.74, -1.13]], 2: [[0.36], [0.63]]}, b={1: [0, 0], 2: [0]})
    _Z, A = indexed.forward(NET, theta, X)
    slope = complex_step(lambda p: NET.cost(p, X, Y, sse), theta).W[2][0, 0]
    assert math.isclose(slope, float(-2 * (Y - A[2])[:, 0] @ A[1][:, 0]))
    return [1]


def free_directions():
    rng = np.random.default_rng(0)
    return [12 - np.linalg.matrix_rank(rng.normal(size=(5, 12)))]


def twins():
    theta = NET.params(W={1: [[1, 1]], 2: [[0.3], [-0.3]]}, b={1: [0.5, 0.5], 2: [0]})
    one, two = complex_step(lambda p: NET.cost(p, X, Y, sse), theta).W[1][0]
    assert math.isclose(one, -two) and one != 0
    return [1]


SECOND = {"2.a": speakers, "2.b": lambda: [complex_step(lambda y_hat: (1 - y_hat) ** 2, 0.6)],
          "2.c": lambda: [complex_step(lambda z: np.log(1 + np.exp(z)), 0.0)],
          "2.d": lambda: [complex_step(lambda b: 0.4 * (0.7 * 0.5 + b), 0.0)], "2.e": on_the_way,
          "2.f": lambda: [complex_step(lambda b: sum((r - b) ** 2 for r in (0.2, -0.3, 0.5)), 0.0)], "2.g": free_directions, "2.h": twins}
