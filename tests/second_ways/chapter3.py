"""Chapter 3 once more: index form, complex step, plain loops over scalars, and maxima by search."""

import math

import numpy as np

from course.exercises import exercise_by_id, hunts
from course.exercises.one_step import Problem
from nnlib import Network, complex_step, half_sse, indexed, sigmoid, sse

NET = Network((3, 2, 1), sigmoid, sigmoid)
THETA = NET.params(W={1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]}, b={1: [-0.4, 0.2], 2: [0.1]})
X, Y = np.array([[1.0, 0.0, 1.0]]), np.array([[1.0]])


def changed():
    theta = THETA.copy()
    theta.W[2][1, 0] = 0.2
    return theta


def other_sign():
    """By index, and the deltas from the derivatives by the biases, which complex steps give."""
    theta = changed()
    y_hat = indexed.forward(NET, theta, X)[1][2].item()
    slopes = complex_step(lambda p: NET.cost(p, X, Y, half_sse), theta)
    return [y_hat, 1 - y_hat, *slopes.b[1]]


def equal_deltas():
    """By search: where the two derivatives by the hidden biases are equal."""
    def difference(w46):
        theta = THETA.copy()
        theta.W[2][0, 0] = w46
        d4, d5 = indexed.backward(NET, theta, *indexed.forward(NET, theta, X), Y, half_sse)[0][1][0]
        return d4 - d5

    low, high = -1.0, -0.01
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if (difference(low) > 0) == (difference(middle) > 0) else (low, middle)
    return [low]


def largest_delta():
    """By halving between a place where it rises and one where it falls; the bound by trying every hidden activation."""
    def size(a):
        return a * (1 - a) ** 2

    low, high = 0.01, 0.9
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if complex_step(size, middle) > 0 else (low, middle)
    hidden = np.linspace(0, 1, 1001)
    assert several_arrows() < -size(low)  # larger than the largest output delta: the bound supposes one arrow
    return [low, size(low), (size(low) * 0.3 * hidden * (1 - hidden)).max()]


def several_arrows():
    """The first delta of a 1-1-200-1 network: no outgoing weight exceeds 0.3, and two hundred paths add up."""
    net = Network((1, 1, 200, 1), sigmoid, sigmoid, sigmoid)
    theta = net.params(W={1: [[1]], 2: [[0.3] * 200], 3: [[0.3]] * 200}, b={1: [0], 2: [-0.15] * 200, 3: [-30 - math.log(2)]})
    return complex_step(lambda p: net.cost(p, [[0.0]], [[1.0]], half_sse), theta).b[1][0]


def without_the_half():
    """By complex steps for the cost without the half, and by trying the rate."""
    slopes = complex_step(lambda p: NET.cost(p, X, Y, sse), THETA)
    table = THETA - 0.9 * indexed.grad(NET, THETA, X, Y, half_sse)
    rate = 0.45
    assert np.allclose((THETA - rate * slopes).vector, table.vector, rtol=0, atol=1e-12)
    return [THETA.b[2][0] - 0.9 * slopes.b[2][0], rate]


def scalar_sigmoid(z):
    return 1 / (1 + math.exp(-z))


def scalar_slope(z):
    return math.exp(-z) / (1 + math.exp(-z)) ** 2


def does_it_matter():
    """The third option is the only one that holds: both descents with scalars, every parameter that can move by its own name."""
    def trained(slope):
        w14, w34, b4, w15, w35, b5, w46, w56, b6 = 0.2, -0.5, -0.4, -0.3, 0.2, 0.2, -0.3, -0.2, 0.1
        row, shares = [], []
        for _ in range(172):
            z4, z5 = w14 + w34 + b4, w15 + w35 + b5
            a4, a5 = scalar_sigmoid(z4), scalar_sigmoid(z5)
            z6 = a4 * w46 + a5 * w56 + b6
            y_hat = scalar_sigmoid(z6)
            row.append(y_hat)
            shares.append([slope(z, a) / scalar_slope(z) for z, a in ((z4, a4), (z5, a5), (z6, y_hat))])
            d6 = -(1 - y_hat) * slope(z6, y_hat)
            d4, d5 = d6 * w46 * slope(z4, a4), d6 * w56 * slope(z5, a5)
            w46, w56, b6 = w46 - 0.9 * d6 * a4, w56 - 0.9 * d6 * a5, b6 - 0.9 * d6
            w14, w34, b4 = w14 - 0.9 * d4, w34 - 0.9 * d4, b4 - 0.9 * d4
            w15, w35, b5 = w15 - 0.9 * d5, w35 - 0.9 * d5, b5 - 0.9 * d5
        return row, np.array(shares)

    right_row, _ = trained(lambda z, a: scalar_slope(z))
    row, shares = trained(lambda z, a: scalar_slope(a))
    assert row[171] > right_row[171] > row[0]  # faster, and both learn
    assert shares[0, 0] > 1 and shares[171, 2] > 2 and np.ptp(shares[0]) > 0.1 < np.ptp(shares[171])  # not smaller everywhere, and not one factor
    return [2]


def second_sample():
    """By the cost of each sample: a parameter without a part in it may be moved, and the cost stays."""
    moves = []
    for x, y in (([[1.0, 0.0, 1.0]], [[1.0]]), ([[0.0, 1.0, 0.0]], [[0.0]])):
        start = NET.cost(THETA, x, y, half_sse)
        moves.append([])
        for k in range(THETA.vector.size):
            theta = THETA.copy()
            theta.vector[k] += 0.5
            moves[-1].append(NET.cost(theta, x, y, half_sse) != start)
    one, two = np.array(moves)
    return [(one & ~two).sum(), (two & ~one).sum(), (one & two).sum()]


def one_formula():
    """By a complex step in w15, through a forward pass over scalars."""
    row = []
    for p in exercise_by_id("3.7").instances:
        def cost(w15, p=p):
            a5 = 1 / (1 + np.exp(-(p["z5"] + p["x1"] * (w15 - p["w15"]))))
            y_hat = 1 / (1 + np.exp(-(p["z6"] + p["w56"] * (a5 - p["a5"]))))
            return (p["y"] - y_hat) ** 2 / 2
        row.append(complex_step(cost, p["w15"]))
    return row


def hidden_delta():
    """Neuron by neuron, arrow by arrow."""
    row = []
    for given in exercise_by_id("3.8").instances:
        delta, W, Z = given["delta_next"], given["W_next"], given["Z"]
        for d in range(len(Z)):
            for i in range(Z.shape[1]):
                row.append(sum(delta[d, j] * W[i, j] for j in range(W.shape[1])) * scalar_slope(Z[d, i]))
    return row


def two_signs():
    """The second option is the only one that holds on random numbers: both updates agree, and mixing them does not."""
    rng = np.random.default_rng(0)
    for _ in range(20):
        w, delta, a, eta = rng.normal(size=4)
        assert np.isclose(w - eta * delta * a, w + eta * (-delta) * a) and not np.isclose(w - eta * delta * a, w + eta * delta * a)
    return [1]


def eleven_updates():
    """By index form, in the order of the answer."""
    theta = NET.params(W={1: [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], 2: [[-0.3], [-0.2]]}, b={1: [-0.4, 0.2], 2: [0.1]})
    grad = indexed.grad(NET, theta, [[0.0, 1.0, 1.0]], [[0.0]], half_sse)
    new = [(theta.W[l] - 0.4 * grad.W[l]).ravel() for l in (1, 2)] + [theta.b[l] - 0.4 * grad.b[l] for l in (1, 2)]
    return np.concatenate(new)


def one_row_too_few():
    """By reading: the only line that takes a row by its number, and two samples, since one row is not a sum of two."""
    lines = hunts.COLUMN.program().splitlines()
    (line,) = [k for k, text in enumerate(lines, 1) if "delta2[0]" in text]
    one, two = np.array([[0.3]]), np.array([[0.3], [0.4]])
    assert one[0] == one.sum(axis=0) and two[0] != two.sum(axis=0)
    return [line, len(two)]


SECOND = {"3.1": other_sign, "3.2": equal_deltas, "3.3": largest_delta, "3.4": without_the_half, "3.5": does_it_matter,
          "3.6": second_sample, "3.7": one_formula, "3.8": hidden_delta, "3.9": two_signs,
          "3.10": eleven_updates, "3.11": one_row_too_few}

RATE = 0.9 * indexed.grad(NET, THETA, X, Y, half_sse).b[2][0]
ROUNDS = {
    "3.1": (Problem(NET, changed(), X, Y, half_sse, 0.9), lambda r: [r.A[2].item(), 1 - r.A[2].item(), *r.delta[1][0]]),
    "3.4": (Problem(NET, THETA, X, Y, sse, 0.9), lambda r: [r.new.b[2][0], RATE / r.grad.b[2][0]]),
}
