"""Every derivative of every worked network of the book, parameter by parameter, by seven roads that agree.

By hand means: typed here as the chain of the chapter, neuron by neuron, without nnlib.
"""

from math import exp, log

import numpy as np
import pytest

from nnlib import Network, Params, autodiff, central_difference, complex_step, data, half_sse, identity, indexed, jacobian
from nnlib import mse, sigmoid, softplus, sse

ROUNDING = 1e-13  # relative to the largest derivative: a few hundred roundings of 1.1e-16 at the most
DIFFERENCE = 1e-8  # a central difference is good to about ε^(2/3) = 4e-11 times the size of the third derivatives


def s(z):
    return 1 / (1 + exp(-z))


def two_softplus_neurons():
    """Chapter 2, in the order of the vector: w1 w2 b1 b2 w3 w4 b3."""
    X, Y = data.dosage()[:2]
    net = Network((1, 2, 1), softplus, identity)
    theta = net.params({1: [[2.74, -1.13]], 2: [[0.36], [0.63]]}, {1: [0, 0], 2: [0]})
    w1, w2, b1, b2, w3, w4, b3 = theta.vector
    hand = [0.0] * 7
    for x, y in zip(X[:, 0], Y[:, 0]):
        z1, z2 = x * w1 + b1, x * w2 + b2
        a1, a2 = log(1 + exp(z1)), log(1 + exp(z2))
        d = -2 * (y - (a1 * w3 + a2 * w4 + b3))
        terms = [d * w3 * s(z1) * x, d * w4 * s(z2) * x, d * w3 * s(z1), d * w4 * s(z2), d * a1, d * a2, d]
        hand = [total + term for total, term in zip(hand, terms)]
    return net, theta, X, Y, sse, hand


def sigmoid_3_2_1():
    """Chapter 3, in the order of the vector: w14 w15 w24 w25 w34 w35 b4 b5 w46 w56 b6."""
    X, Y = data.han_kamber()[:2]
    net = Network((3, 2, 1), sigmoid, sigmoid)
    theta = net.params({1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]}, {1: [-0.4, 0.2], 2: [0.1]})
    a4, a5 = s(0.2 - 0.5 - 0.4), s(-0.3 + 0.2 + 0.2)
    a6 = s(-0.3 * a4 - 0.2 * a5 + 0.1)
    d6 = -(1 - a6) * a6 * (1 - a6)
    d4, d5 = d6 * -0.3 * a4 * (1 - a4), d6 * -0.2 * a5 * (1 - a5)
    return net, theta, X, Y, half_sse, [d4, d5, 0, 0, d4, d5, d4, d5, d6 * a4, d6 * a5, d6]


def source_002():
    """Chapter 4's verification under the loss as stated, in the order of the vector: w1 w2 b w3 b."""
    X, Y = np.array([[1.0, 2.0]]), np.array([[1.0]])
    net = Network((2, 1, 1), sigmoid, sigmoid)
    theta = net.params({1: [[0.5], [0.3]], 2: [[0.8]]}, {1: [0], 2: [0]})
    h = s(0.5 * 1 + 0.3 * 2)
    y_hat = s(0.8 * h)
    out = -2 * (1 - y_hat) * y_hat * (1 - y_hat)
    hidden = out * 0.8 * h * (1 - h)
    return net, theta, X, Y, sse, [hidden * 1, hidden * 2, hidden, out * h, out]


def general():
    """Chapter 4's 3-4-5-2 network: too many chains for a hand, so backpropagation itself is the reference."""
    rng = np.random.default_rng(4)
    net = Network((3, 4, 5, 2), sigmoid, sigmoid, sigmoid)
    theta = net.init(rng, gain=3)
    for b in theta.b.values():
        b[...] = 0.5 * rng.standard_normal(b.shape)
    X, Y = rng.standard_normal((7, 3)), rng.random((7, 2))
    return net, theta, X, Y, mse, net.grad(theta, X, Y, mse).vector


def by_jacobian(net, theta, X, Y, loss):
    return jacobian.backward(net, theta, *net.forward(theta, X), Y, loss)[1]


def by_autodiff(net, theta, X, Y, loss):
    """From a recording of the cost, which knows no layers; its factor and its square are written here."""
    inputs = autodiff.nodes(theta)
    _, A = autodiff.forward(net, inputs, X)
    C = loss.c(*Y.shape) * ((A[net.L] - Y) ** 2).sum()
    return Params(autodiff.gradient(C, inputs.vector), net.sizes)


ROADS = {
    "nnlib": (lambda net, *point: net.grad(*point), ROUNDING),
    "by index": (lambda net, *point: indexed.grad(net, *point), ROUNDING),
    "Jacobian": (by_jacobian, ROUNDING),
    "autodiff": (by_autodiff, ROUNDING),
    "complex step": (lambda net, theta, *rest: complex_step(lambda t: net.cost(t, *rest), theta), ROUNDING),
    "difference": (lambda net, theta, *rest: central_difference(lambda t: net.cost(t, *rest), theta), DIFFERENCE),
}
CASES = [(make, name, k) for make in (two_softplus_neurons, sigmoid_3_2_1, source_002, general)
         for k, name in enumerate(make()[1].names())]


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize(("make", "name", "k"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_every_road_gives_the_same_derivative(make, name, k, road):
    *problem, hand = make()
    run, tolerance = ROADS[road]
    scale = np.abs(hand).max()
    assert abs(run(*problem).vector[k] - hand[k]) <= tolerance * scale, name


@pytest.mark.parametrize("road", ROADS)
def test_a_road_that_forgets_the_two_is_seen_in_every_derivative_that_is_not_zero(road):
    *problem, hand = sigmoid_3_2_1()
    run, tolerance = ROADS[road]
    doubled = run(*problem[:-1], sse).vector
    assert (np.abs(doubled - hand) > tolerance * np.abs(hand).max()).tolist() == [h != 0 for h in hand]
