"""Chapter 4 once more: index form, complex step, loops over scalars, and counting one by one."""

import math

import numpy as np

from course.exercises import exercise_by_id, hunts
from course.exercises.one_step import Problem
from nnlib import Network, Params, central_difference, check_gradient, complex_step, half_sse, indexed, mean_squared, mse, sigmoid


def slope(z):
    return math.exp(-z) / (1 + math.exp(-z)) ** 2


def random_network():
    rng = np.random.default_rng(4)
    net = Network((3, 4, 5, 2), sigmoid, sigmoid, sigmoid)
    theta = net.init(rng, gain=3)
    for l in (1, 2, 3):
        theta.b[l][...] = 0.5 * rng.standard_normal(net.sizes[l])
    return net, theta, rng.standard_normal((7, 3)), rng.random((7, 2))


def shapes():
    """The only shapes with which the products meet: each from what is summed and what is left over."""
    D, widths = 32, (64, 30, 10)
    back = np.einsum("dj,ji->di", np.ones((D, widths[2])), np.ones((widths[2], widths[1])))
    gradient = np.einsum("id,dj->ij", np.ones((widths[0], D)), back)
    return [D, widths[2], widths[2], back.shape[1], gradient.shape[0], D, gradient.shape[0], gradient.shape[1]]


def missing_equation():
    """The third option is the only one that holds: by two descents, with (4) and without."""
    net, theta, X, Y = random_network()
    ends, costs = [], []
    for with_biases in (1.0, 0.0):
        p, row = theta.copy(), []
        for _ in range(300):
            row.append(net.cost(p, X, Y, mse))
            g = indexed.grad(net, p, X, Y, mse)
            for l in (1, 2, 3):
                g.b[l][...] *= with_biases
            p = p - 0.1 * g
        ends.append(p)
        costs.append(row)
    assert all(np.diff(costs[1]) < 0) and costs[1][-1] > costs[0][-1] + 1e-3
    assert all(np.array_equal(ends[1].b[l], theta.b[l]) for l in (1, 2, 3))
    said = check_gradient(lambda q: net.cost(q, X, Y, mse), indexed.grad(net, ends[1], X, Y, mse), ends[1])
    assert said.ok  # the deltas are right where the biases stand
    return [2]


def translated_rate():
    """By the lengths of two gradients on 32 samples with 10 outputs."""
    rng = np.random.default_rng(0)
    net = Network((3, 10), sigmoid)
    theta, X, Y = net.init(rng), rng.normal(size=(32, 3)), rng.random((32, 10))
    one, two = (indexed.grad(net, theta, X, Y, loss).vector for loss in (half_sse, mean_squared))
    return [0.001 * np.linalg.norm(one) / np.linalg.norm(two)]


def which_rounding():
    """With scalars and math.exp; the slopes as derivatives of their own."""
    z = 0.5 * 1 + 0.3 * 2
    y_hat = 1 / (1 + math.exp(-0.8 / (1 + math.exp(-z))))
    delta = (1 - y_hat) * slope(math.log(y_hat / (1 - y_hat)))
    return [delta * 0.8 * 0.1875, 0.0811 * 0.8 * slope(z), delta * 0.8 * slope(z)]


def pushed():
    """By a complex step in the pre-activation, as its definition says."""
    net, theta, X, Y = random_network()
    Z = indexed.forward(net, theta, X)[0][2]

    def cost(z):
        moved = Z.astype(complex)
        moved[2, 3] = z
        y_hat = sigmoid(sigmoid(moved) @ theta.W[3] + theta.b[3])
        return ((y_hat - Y) ** 2).sum() / 7

    return [complex_step(cost, Z[2, 3])]


def order_of_the_document():
    """One by one, for each weight and each output."""
    widths, products, best = (64, 64, 64, 10), 0, 10
    for l in (1, 2, 3):
        best += widths[l]
        for _ in range(widths[l - 1] * widths[l]):
            products += 1  # slope times activation
            products += 1 if l == 3 else sum(1 + 1 for _ in range(10))  # the Jacobian's entry, the residual
            best += 1 + (l > 1)
    return [products, products / best]


NET = Network((2, 2, 2), sigmoid, sigmoid)
THETA = NET.params({1: [[0.2, 0.3], [-1.0, -0.4]], 2: [[-0.2, 0.5], [1.1, -1.3]]}, {1: [0.9, 0.1], 2: [0.5, 0.5]})
X, Y = np.array([[0.8, 0.7]]), np.array([[1.0, 0.0]])


def square_layers():
    """The derivatives by the biases and by two weights, by complex steps."""
    g = complex_step(lambda p: NET.cost(p, X, Y, half_sse), THETA)
    return [*g.b[2], *g.b[1], g.W[1][0, 1], g.W[2][0, 1]]


def ahead():
    """By a complex step in the bias, through three scalars."""
    row = []
    for p in exercise_by_id("4.8").instances:
        def output(b1, p=p):
            a = 1 / (1 + np.exp(-(p["w1"] * p["a0"] + b1)))
            a = 1 / (1 + np.exp(-(p["w2"] * a + p["b2"])))
            return 1 / (1 + np.exp(-(p["w3"] * a + p["b3"])))
        row.append(complex_step(output, p["b1"]))
    return row


def all_the_way_back():
    """Neuron by neuron, arrow by arrow, sample by sample."""
    row = []
    for given in exercise_by_id("4.9").instances:
        (m, D, n), W, Z = given["Z"].shape, given["W"], given["Z"]
        for d in range(D):
            delta = list(given["delta"][d])
            for k in range(m - 1, -1, -1):
                delta = [slope(Z[k, d, i]) * sum(W[k, i, j] * delta[j] for j in range(n)) for i in range(n)]
            row += delta
    return row


def two_transposes():
    """Only the third option holds: indices as it says, and each of the others fails on numbers."""
    rng = np.random.default_rng(0)
    W, delta, A = rng.normal(size=(3, 3)), rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    assert np.allclose(np.einsum("dj,ij->di", delta, W), delta @ W.T) and np.allclose(np.einsum("di,dj->ij", A, delta), A.T @ delta)
    assert not np.allclose(W @ W.T, np.eye(3)) and not np.allclose(delta @ W, delta @ W.T)
    columns = central_difference(lambda a: float(np.sum((W.T @ a) * delta[0])), A[0])  # Wᵀ takes a column forward, W takes it back
    assert np.allclose(columns, W @ delta[0])
    return [2]


def whole_pass():
    """By index form."""
    row = []
    for given in exercise_by_id("4.11").instances:
        theta, sizes, X, Y = given.values()
        net = Network(tuple(int(n) for n in sizes), *[sigmoid] * (len(sizes) - 1))
        row += indexed.grad(net, Params(theta, net.sizes), X, Y, half_sse).vector.tolist()
    return row


def two_equations():
    """In plain numbers, sample by sample."""
    row = []
    for given in exercise_by_id("4.12").instances:
        A, delta = given["A"].tolist(), given["delta"].tolist()
        columns = [[*a, 1.0] for a in A]  # a bias has an input that is always 1
        row += [sum(a[i] * d[j] for a, d in zip(columns, delta)) for i in range(len(columns[0])) for j in range(len(delta[0]))]
    return row


def square_hunt():
    """By reading: the only line that meets W[2] on the way back; a matrix of one number is its own transpose, one of two rows is not."""
    lines = hunts.SQUARE.program().splitlines()
    (line,) = [k for k, text in enumerate(lines, 1) if "delta2 @" in text]
    W = np.array([[0.3, 0.7], [0.2, -0.4]])
    assert (W[:1, :1] == W[:1, :1].T).all() and (W != W.T).any()
    return [line, len(W)]


SECOND = {"4.1": shapes, "4.2": missing_equation, "4.3": translated_rate, "4.4": which_rounding, "4.5": pushed,
          "4.6": order_of_the_document, "4.7": square_layers, "4.8": ahead, "4.9": all_the_way_back, "4.10": two_transposes,
          "4.11": whole_pass, "4.12": two_equations, "4.13": square_hunt}
ROUNDS = {"4.7": (Problem(NET, THETA, X, Y, half_sse), lambda r: [*r.delta[2][0], *r.delta[1][0], r.grad.W[1][0, 1], r.grad.W[2][0, 1]])}
