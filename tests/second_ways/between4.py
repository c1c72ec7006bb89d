"""The questions of chapter 4 once more: einsum, complex steps and counting."""

import numpy as np

from nnlib import Network, complex_step, identity, indexed, mean_squared, mse, sigmoid

NET = Network((784, 128, 10), sigmoid, identity)


def deltas():
    zeros = np.zeros((1, 784)), np.zeros((1, 10))
    Z, A = indexed.forward(NET, NET.zeros(), zeros[0])
    return [sum(delta.size for delta in indexed.backward(NET, NET.zeros(), Z, A, zeros[1], mse)[0].values())]


def pre_activations():
    return [indexed.forward(NET, NET.zeros(), np.zeros((32, 784)))[0][1].size]


def two_arrows():
    """The cost as a function of z near 0, with a sigmoid, whose slope there is a quarter."""
    return [complex_step(lambda z: 0.2 * 0.5 / (1 + np.exp(-z)) - 0.3 / (1 + np.exp(-z)), 0.0)]


def letters():
    delta, W = np.ones((3, 4)), np.ones((5, 4))
    assert (np.einsum("dj,ij->di", delta, W) == 4).all()
    return [2]


def factor():
    rng = np.random.default_rng(0)
    net = Network((3, 2), identity)
    theta, X, Y = net.init(rng), rng.normal(size=(8, 3)), rng.normal(size=(8, 2))
    one, two = (complex_step(lambda p, loss=loss: net.cost(p, X, Y, loss), theta).vector for loss in (mse, mean_squared))
    return [np.linalg.norm(one) / np.linalg.norm(two)]


SECOND = {"4.a": deltas, "4.b": pre_activations, "4.c": lambda: [complex_step(lambda z: (1 - z) ** 2 / 2, 0.8)], "4.d": two_arrows,
          "4.e": lambda: [complex_step(lambda w: 0.3 * 1 * w - 0.1 * 2 * w, 1.0)], "4.f": letters, "4.g": factor}
