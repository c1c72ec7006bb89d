"""The questions of chapter 7 once more: products, recursions and search."""

import numpy as np

from nnlib import Network, complex_step, half_sse, tanh


def slow_decay():
    rate = 1 / 0.1
    for _ in range(20):
        rate += 2
    return [1 / rate]


def cut_off():
    """A net with one unit pushed out: the derivatives of what enters it and of what leaves it."""
    net = Network((1, 1, 1), tanh, tanh)
    theta = net.params(W={1: [[0.5]], 2: [[0.5]]}, b={1: [12.0], 2: [0.0]})
    slopes = complex_step(lambda p: net.cost(p, [[1.0]], [[-1.0]], half_sse), theta)
    assert abs(slopes.W[1][0, 0]) < 1e-6 < 0.1 < abs(slopes.W[2][0, 0])
    return [1]


def edge():
    """The rate at which descent on a parabola of curvature 50 neither comes nearer nor goes away, by halving."""
    low, high = 0.0, 1.0
    for _ in range(200):
        eta = (low + high) / 2
        low, high = (eta, high) if abs(1 - 50 * eta) < 1 else (low, eta)
    return [low]


SECOND = {"7.a": lambda: [(100 * 0.01) ** 0.5 * 0.25**0.5], "7.b": lambda: [1 / np.mean([300, 100])], "7.c": lambda: [1 / 1024], "7.d": slow_decay,
          "7.e": cut_off, "7.f": lambda: [(np.array([3.0, 4]) / np.linalg.norm([3.0, 4]))[0]], "7.g": edge}
