"""The questions of chapter 3 once more: index form, complex steps, and differences of costs."""

import math

import numpy as np

from nnlib import Network, complex_step, half_sse, indexed, sigmoid

NET = Network((3, 2, 1), sigmoid, sigmoid)
THETA = NET.params(W={1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]}, b={1: [-0.4, 0.2], 2: [0.1]})
X, Y = np.array([[1.0, 0.0, 1.0]]), np.array([[1.0]])


def slopes(theta=THETA, x=X, y=Y):
    return complex_step(lambda p: NET.cost(p, x, y, half_sse), theta)


def without_a_bias():
    theta = THETA.copy()
    theta.b[1][1] = 0
    return [indexed.forward(NET, theta, X)[0][1][0, 1]]


def twice_the_residual():
    r = 0.37
    return [half_sse(np.array([[2 * r]]), np.zeros((1, 1))) / half_sse(np.array([[r]]), np.zeros((1, 1)))]


def small_factor():
    """The delta, by a difference of costs, is as small as the slope and not as the residual."""
    def cost(z):
        return (1 - 1 / (1 + math.exp(-z))) ** 2 / 2

    z = math.log(0.001 / 0.999)
    delta = (cost(z + 1e-4) - cost(z - 1e-4)) / 2e-4
    assert abs(delta) < 0.0011 < 0.5
    return [1]


def sign_with_another_weight():
    theta = THETA.copy()
    theta.W[2][1, 0] = 0.2
    return [[1, -1].index(int(np.sign(slopes(theta).b[1][1])))]


def by_w56():
    return [slopes().W[2][1, 0]]


def numbers_in_a_delta():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(10, 3))
    Z, A = indexed.forward(NET, THETA, x)
    return [indexed.backward(NET, THETA, Z, A, np.ones((10, 1)), half_sse)[0][1].size]


def new_bias():
    return [0.1 - 0.5 * slopes().b[2][0]]


def silent_input():
    theta = THETA
    for _ in range(1000):
        theta = theta - 0.9 * indexed.grad(NET, theta, X, Y, half_sse)
    assert theta.W[1][1, 0] == 0.4
    return [0]


SECOND = {"3.a": without_a_bias, "3.b": twice_the_residual, "3.c": small_factor, "3.d": sign_with_another_weight, "3.e": by_w56,
          "3.f": numbers_in_a_delta, "3.g": new_bias, "3.h": silent_input}
