"""The questions of chapter 1 once more: complex steps, differences and search."""

import math

import numpy as np

from nnlib import Network, complex_step, identity, sigmoid, sse


def cost(w):
    return (3 - 2 * w) ** 2


def two_weights(w):
    return (1 - w[0] / 2) ** 2 + (3 - 2 * w[1]) ** 2


def four_in_a_row():
    """The slope of four sigmoids, each moved so that it is met at its steepest."""
    def nested(t):
        for _ in range(4):
            t = 1 / (1 + np.exp(-t)) - 0.5
        return t
    return [complex_step(nested, 0.0)]


def at_its_best():
    value = complex_step(two_weights, np.array([2.0, 1.0]))[0]
    return [2 if value == 0 else 0 if value > 0 else 1]


def neuron():
    net = Network((1, 1), sigmoid)
    theta = net.params(W={1: [[0.25]]}, b={1: [-1.0]})
    return [complex_step(lambda p: net.cost(p, np.array([[4.0]]), np.array([[1.0]]), sse), theta).W[1][0, 0]]


def steepest():
    """By trying directions, the best of which is refined."""
    def rate(angle):
        return complex_step(lambda t: two_weights([t * math.cos(angle), 1 + t * math.sin(angle)]), 0.0)

    low, high = -math.pi, 0.0  # the rate rises and falls once as the sign of both derivatives is negative
    for _ in range(200):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (a, high) if rate(a) < rate(b) else (low, b)
    return [rate(low)]


def one_step():
    net = Network((1, 1), identity)
    theta = net.params(W={1: [[1.0]]}, b={1: [0.0]})
    return [1 - 0.1 * net.grad(theta, np.array([[2.0]]), np.array([[3.0]]), sse).W[1][0, 0]]


SECOND = {"1.a": lambda: [complex_step(cost, 2.0)], "1.b": lambda: [complex_step(lambda w: (5 - 3 * w) ** 2, 1.0)],
          "1.c": lambda: [complex_step(lambda z: 1 / (1 + np.exp(-z)), math.log(4))], "1.d": four_in_a_row, "1.e": at_its_best, "1.f": neuron,
          "1.g": lambda: [complex_step(lambda x: x**2 * 3 * x, 1.0)], "1.h": steepest, "1.i": one_step}
