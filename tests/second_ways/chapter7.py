"""Chapter 7 once more: draws, sums over a finer grid in scalars, matrices, descents that are run."""

import math
from fractions import Fraction

import numpy as np

from course.exercises import exercise_by_id
from nnlib import Network, complex_step, data, identity, indexed, softplus, sse
from nnlib.hessian import hessian


def normal_mean(f):
    """The mean of f(ξ) for a standard normal ξ, by the trapezoidal rule on a grid of another step and another width."""
    h = 0.01
    return sum(f(k * h) * math.exp(-((k * h) ** 2) / 2) for k in range(-900, 901)) * h / math.sqrt(2 * math.pi)


def leaky_unit():
    """By the mean of the squared slope, counted over ten thousand signs, half of each."""
    signs = [1, -1] * 5000
    row = []
    for p in exercise_by_id("7.1").instances:
        kappa = sum((1.0 if sign > 0 else p["s"]) ** 2 for sign in signs) / len(signs)
        low, high = 0.5, 2.0
        for _ in range(100):
            g = (low + high) / 2
            low, high = (g, high) if g * g * kappa < 1 else (low, g)
        row.append(low)
    return row


def widening():
    """Mean squares carried as fractions from layer to layer."""
    widths, row = (32, 64, 128, 256), []
    for rule in (lambda a, b: Fraction(1, a), lambda a, b: Fraction(1, b), lambda a, b: Fraction(2, a + b)):
        q, s = Fraction(1), Fraction(1)
        for l in (1, 2, 3):
            q = sum(rule(widths[l - 1], widths[l]) * q for _ in range(widths[l - 1]))
        for l in (3, 2):
            s = sum(rule(widths[l - 1], widths[l]) * s for _ in range(widths[l]))
        row += [math.sqrt(q), math.sqrt(s)]
    return row


def tanh_slope(u):
    return 1 - math.tanh(u) ** 2


def logistic(u):
    return 1 / (1 + math.exp(-u))


def followed(phi, prime, nv, layers):
    """q of each layer and the factor of the step back into it."""
    q, rows = nv, []
    for _ in range(layers):
        root = math.sqrt(q)
        rows.append((q, math.sqrt(nv * normal_mean(lambda x, root=root: prime(root * x) ** 2))))
        q = nv * normal_mean(lambda x, root=root: phi(root * x) ** 2)
    return rows


def middle(rows):
    """The factors that lead into the layers 6 to 24, as a product."""
    return math.prod(factor for _, factor in rows[5:24]) ** (1 / 19)


def weights_of_1986():
    """The variance by integration; the limit from where z settles or dies out; the middle on both sides of the change."""
    r = Fraction(3, 10)
    v = r**3 / 3 / r  # the mean of w² for w between 0 and r
    far = next(n for n in range(2, 99) if n * v > 1)
    assert (far - 1) * v < 1
    near = next(n for n in range(41, 60) if middle(followed(math.tanh, tanh_slope, float(n * v), 24)) > 1)
    assert near > 41  # so the one before is not above 1
    return [far, near]


def what_softplus_does():
    """With math.log1p and the logistic function, on the other grid."""
    runs = [followed(lambda z: max(z, 0) + math.log1p(math.exp(-abs(z))), logistic, nv, 24) for nv in (1.0, 2.0)]
    return [*map(middle, runs), *(math.sqrt(rows[19][0]) for rows in runs)]


NET = Network((1, 2, 1), softplus, identity)
START = NET.params(W={1: [[2.74, -1.13]], 2: [[0.36], [0.63]]}, b={1: [0, 0], 2: [0]})


def descent(eta, steps, theta=START, samples=3):
    """Costs and the last point of a descent by index form."""
    dose = data.dosage()
    X, Y = dose.X[:samples], dose.Y[:samples]
    theta, costs = theta.copy(), []
    for _ in range(steps):
        costs.append(((NET(theta, X) - Y) ** 2).sum())
        theta.vector[...] -= eta * indexed.grad(NET, theta, X, Y, sse).vector
    return costs, theta


def eigenvalues(theta, samples=3):
    dose = data.dosage()
    return np.linalg.eigvalsh(hessian(lambda p: indexed.grad(NET, p, dose.X[:samples], dose.Y[:samples], sse), theta))


def above_the_edge():
    """The edge at the start is a true one, a rate can be too large, and after ten steps of 0.1 the place is flatter."""
    values = eigenvalues(START)
    assert 0.05 < 2 / values[-1] < 0.08 < 2 / values.mean()
    for eta, falls in ((0.05, True), (0.08, False), (0.1, False)):
        costs, _ = descent(eta, 4)
        assert (max(costs[1:]) < costs[0]) == falls
    assert 0.1 < 2 / eigenvalues(descent(0.1, 10)[1])[-1]
    assert descent(0.1, 5000)[0][-1] < 1e-6 and descent(0.15, 2500)[0][-1] > 0.4
    return [3]


def fewer_samples():
    """The eigenvalues at an exact fit of two samples."""
    costs, theta = descent(0.03, 5000, samples=2)
    values = eigenvalues(theta, 2)
    assert costs[-1] < 1e-12 and (np.abs(values) < 1e-5).sum() == 5 and values[-2] > 0.1
    return [1]


def to_implement():
    """Scaled by Python's own sums of fractions."""
    row = []
    for given in exercise_by_id("7.7").instances:
        entries = [Fraction(v) for v in given["g"].flat]
        square = sum(v * v for v in entries)
        factor = given["c"] / math.sqrt(square) if square > Fraction(given["c"]) ** 2 else 1.0
        row += [factor * float(v) for v in entries]
    return row


def weights_by_hand():
    """Xavier's ρ as the bound of a uniform density whose mean square is the variance; the rest in fractions."""
    v = 1 / Fraction(300 + 200, 2)
    low, high = 0.0, 1.0
    for _ in range(100):
        rho = (low + high) / 2
        mean = (rho**3 - (-rho) ** 3) / 3 / (2 * rho)
        low, high = (rho, high) if mean < v else (low, rho)
    return [float(v), math.exp(math.log(v) / 2), low, math.exp(math.log(Fraction(2, 300)) / 2)]


def way_back():
    """Layer by layer, with the mean square."""
    s = first = 1.0
    for layer in range(20, 2, -1):
        s = sum(0.06 * 0.2 * s for _ in range(50))
        first = s if layer == 20 else first
    return [math.sqrt(first), math.sqrt(s)]


def beyond_the_edge():
    """On the parabola itself: the slope by a complex step, the edge by bisection, the growth by steps and what is left over."""
    def step(x, eta):
        return x - eta * complex_step(lambda x: 6 * x * x, x)

    low, high = 0.01, 1.0
    for _ in range(100):
        eta = (low + high) / 2
        low, high = (eta, high) if abs(step(1.0, eta)) < 1 else (low, eta)
    factor, x, steps = step(1.0, 0.18), 1.0, 0
    while abs(x * factor) < 1000:
        x, steps = step(x, 0.18), steps + 1
    return [low, factor, steps + math.log(1000 / abs(x), abs(factor))]


def rules_as_functions():
    """In exact fractions up to the root."""
    row = []
    for given in exercise_by_id("7.11").instances:
        i, j = (Fraction(int(v)) for v in given.values())
        row += [math.sqrt(Fraction(2) / (i + j)), math.sqrt(Fraction(6) / (i + j)), math.sqrt(Fraction(2) / i)]
    return row


SECOND = {"7.1": leaky_unit, "7.2": widening, "7.3": weights_of_1986, "7.4": what_softplus_does, "7.5": above_the_edge,
          "7.6": fewer_samples, "7.7": to_implement, "7.8": weights_by_hand, "7.9": way_back, "7.10": beyond_the_edge,
          "7.11": rules_as_functions}
ROUNDS = {}
