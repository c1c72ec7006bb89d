"""The exercises that have other numbers, once more: each answer from the numbers that stand in the statement, and from nothing else."""

import cmath
import itertools
import math
from decimal import Decimal, getcontext

import numpy as np

from nnlib import Network, data, half_sse, identity, sigmoid, softplus, sse

getcontext().prec = 60


def scalar_sigmoid(z):
    return 1 / (1 + cmath.exp(-z))


def slope(f, x):
    return f(x + 1e-100j).imag / 1e-100


def two_paths(x):
    v = scalar_sigmoid(x).real
    return [slope(lambda s: s**2 * v, x), slope(lambda s: x**2 * scalar_sigmoid(s), x), slope(lambda s: s**2 * scalar_sigmoid(s), x)]


def edge(*numbers):
    x, y = numbers[:3], numbers[3:]

    def cost(w):
        return sum((b - w * a) ** 2 for a, b in zip(x, y, strict=True))

    curvature = cost(1) - 2 * cost(0) + cost(-1)
    return [curvature, 2 / curvature, -(cost(1) - cost(-1)) / (2 * curvature)]


def neuron(w, b, *rest):
    x, y, eta = rest[:3], rest[3:6], rest[6]

    def cost(w, b):
        return sum((t - scalar_sigmoid(w * s + b)) ** 2 for s, t in zip(x, y, strict=True))

    dw = slope(lambda v: cost(v, b), w)
    return [dw, slope(lambda v: cost(w, v), b), w - eta * dw]


def valley(*numbers):
    _, p, q, eta = numbers  # the first is the 2 of the cost

    def cost(p, q):
        return p * p + p * q + 2 * q * q

    for _ in range(2):
        p, q = p - eta * slope(lambda v, q=q: cost(v, q), p), q - eta * slope(lambda v, p=p: cost(p, v), q)
    return [p, q]


def ramp(gap):
    """By halving: softplus minus ramp is ln(1 + e^−|z|)."""
    low, high = 0.0, 60.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if math.log1p(math.exp(-middle)) > gap else (low, middle)
    return [low]


def dosage(*numbers):
    w1, b1, w2, b2, w3, w4, b3, eta = numbers
    X, Y = data.dosage()[:2]
    net = Network((1, 2, 1), softplus, identity)
    grad = net.grad(net.params({1: [[w1, w2]], 2: [[w3], [w4]]}, {1: [b1, b2], 2: [b3]}), X, Y, sse)
    return [grad.W[1][0, 0], grad.b[1][0], grad.W[2][0, 0], w3 - eta * grad.W[2][0, 0]]


X321, NET321 = np.array([[1.0, 0.0, 1.0]]), Network((3, 2, 1), sigmoid, sigmoid)


def book(w56=-0.2):
    return NET321.params({1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [w56]]}, {1: [-0.4, 0.2], 2: [0.1]})


def one_weight(w56):
    Z, A = NET321.forward(book(w56), X321)
    delta, _ = NET321.backward(book(w56), Z, A, np.ones((1, 1)), half_sse)
    return [A[2].item(), 1 - A[2].item(), *delta[1][0]]


def equal(w56):
    """The delta of neuron 4 is linear in w₄₆, so two values of it are enough."""
    a = [0.5 + 0.5 * math.tanh(z / 2) for z in (0.2 - 0.5 - 0.4, -0.3 + 0.2 + 0.2)]
    return [w56 * math.exp(math.log(a[1]) + math.log1p(-a[1]) - math.log(a[0]) - math.log1p(-a[0]))]


def without_half(eta, again):
    assert eta == again
    grad = NET321.grad(book(), X321, np.ones((1, 1)), sse)
    return [0.1 - eta * grad.b[2][0], eta / 2]


def shapes(n0, n1, n2, D):
    return [D, n2, n2, n1, n0, D, n0, n1]


def rate(eta, D, K):
    return [eta * D * K / 2]


def counted(*widths):
    """One product after the other; those of backpropagation for each neuron and each arrow."""
    products, best, last = 0, 0, len(widths) - 1
    for l, (i, j) in enumerate(itertools.pairwise(widths), 1):
        for _ in range(int(i * j)):
            products += 2 if l == last else 1 + 2 * widths[-1]
            best += 1 if l == 1 else 2  # the gradient, and above layer 1 the way back
        best += j  # the slope of each neuron
    best += widths[-1]  # 2 c (ŷ − y)
    return [products, products / best]


def square(*numbers):
    # 2-2-2, x, the target 1 and 0, W¹, b¹, W², b²; the last two of the sentence name entries
    x, y, W1, b1, W2, b2 = (np.array(numbers[a:b]) for a, b in ((0, 2), (2, 4), (4, 8), (8, 10), (10, 14), (14, 16)))
    net = Network((2, 2, 2), sigmoid, sigmoid)
    theta = net.params({1: W1.reshape(2, 2), 2: W2.reshape(2, 2)}, {1: b1, 2: b2})

    def pushed(layer, k):
        z1 = x @ theta.W[1] + theta.b[1] + (1e-100j * np.eye(2)[k] if layer == 1 else 0)
        z2 = 1 / (1 + np.exp(-z1)) @ theta.W[2] + theta.b[2] + (1e-100j * np.eye(2)[k] if layer == 2 else 0)
        return (((1 / (1 + np.exp(-z2)) - y) ** 2).sum() / 2).imag / 1e-100

    grad = net.grad(theta, x[np.newaxis], y[np.newaxis], half_sse)
    return [pushed(2, 0), pushed(2, 1), pushed(1, 0), pushed(1, 1), grad.W[1][0, 1], grad.W[2][0, 1]]


def step(w, h):
    taken = Decimal(w + h) - Decimal(w)
    return [float((taken / Decimal(h) - 1) * 10**8), float((Decimal(h) / taken - 1) * 10**8)]


def summed(D, eta, last):
    return [eta / D, last * (eta / D) / eta]


def momentum(goal, w, eta, alpha):
    v = 0.0
    for _ in range(2):
        v = alpha * v - eta * slope(lambda s: (s - goal) ** 2, w)
        w += v
    return [v, w]


def logits(*z):
    cost = [slope(lambda s: cmath.log(sum(cmath.exp(v) for v in (z[0], z[1], s))) - s, z[2])]
    share = math.exp(z[2]) / sum(map(math.exp, z))
    return [share, -math.log(share), *cost]


# By exercise: how many numbers at the beginning and at the end of the statement are names of something, and the answer from the others.
FRESH = {"1.3": (0, 0, two_paths), "1.4": (0, 0, edge), "1.7": (0, 0, neuron), "1.10": (0, 0, valley), "2.4": (0, 0, ramp), "2.7": (0, 0, dosage),
         "3.1": (0, 0, one_weight), "3.2": (0, 0, equal), "3.4": (0, 0, without_half), "4.1": (0, 3, shapes), "4.3": (0, 0, rate),
         "4.6": (0, 0, counted), "4.7": (3, 0, square), "5.2": (0, 1, step), "6.2": (0, 0, summed), "6.9": (0, 0, momentum), "6.12": (0, 0, logits)}
