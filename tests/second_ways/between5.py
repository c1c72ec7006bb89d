"""The questions of chapter 5 once more: by measuring."""

import math

import numpy as np

from nnlib import Network, central_difference, complex_step, identity, mse


def central_error(h):
    return ((1 + h) ** 3 - (1 - h) ** 3) / (2 * h) - 3


def half_the_step():
    """A cube, whose central error is h²; measured where it is 0.004."""
    h = math.sqrt(0.004)
    return [round(central_error(h / 2), 12)]


def single_precision():
    """By searching the least bound h/2 + 2ε/h among the three."""
    steps = (3e-4, 5e-3, 1e-7)
    return [min(range(3), key=lambda k: steps[k] / 2 + 2 * 2.0**-23 / steps[k])]


def silent():
    functions = (lambda w: w * w * w, lambda w: abs(w) ** 2, np.exp)
    slopes = (3 * 0.7**2, 2 * 0.7, math.exp(0.7))
    (wrong,) = (k for k in range(3) if not math.isclose(complex_step(functions[k], 0.7), slopes[k]))
    return [wrong]


def where_to_look():
    """A step that is spoiled in a network of four layers, and which parts come out wrong."""
    rng = np.random.default_rng(0)
    net = Network((2, 2, 2, 2, 2), *[identity] * 4)
    theta, X, Y = net.init(rng), rng.normal(size=(3, 2)), rng.normal(size=(3, 2))
    _Z, A = net.forward(theta, X)
    right = net.grad(theta, X, Y, mse)
    delta = {4: mse.grad(A[4], Y)}
    for l in (3, 2, 1):
        delta[l] = delta[l + 1] @ (theta.W[l + 1] if l == 2 else theta.W[l + 1].T)
    wrong = [l for l in delta if not np.allclose(A[l - 1].T @ delta[l], right.W[l])]
    assert sorted(wrong) == [1, 2]
    return [1]


def passes():
    seen = []
    central_difference(lambda w: seen.append(1) or float(w @ w), np.ones(100))
    return [len(seen)]


SECOND = {"5.a": half_the_step, "5.b": lambda: [1e-7 / 0.1], "5.c": single_precision, "5.d": silent,
          "5.e": lambda: [central_difference(lambda w: 3 * w if w > 0 else 0.5 * w, 0.0)], "5.f": where_to_look, "5.g": passes}
