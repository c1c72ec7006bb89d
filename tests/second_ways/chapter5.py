"""Chapter 5 once more: searches, machine numbers by their neighbours, scalars, index form, integrals."""

import math
from fractions import Fraction

import numpy as np

from course.exercises import exercise_by_id
from nnlib import Network, central_difference, check_gradient, complex_step, identity, indexed, mse, sigmoid, tanh


def random_network():
    rng = np.random.default_rng(5)
    net = Network((3, 4, 4, 3), sigmoid, tanh, identity)
    theta = net.init(rng, gain=2.0)
    for l in (1, 2, 3):
        theta.b[l][...] = 0.5 * rng.standard_normal(net.sizes[l])
    return net, theta, rng.standard_normal((7, 3)), rng.standard_normal((7, 3))


def bisected(rises, low, high):
    """Where an increasing function passes through 0."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (low, middle) if rises(middle) > 0 else (middle, high)
    return low


def one_more_term():
    """From the bottoms of h⁴ + ε/h for two values of ε: the slopes of their logarithms."""
    def bottom(eps):
        h = bisected(lambda h: complex_step(lambda h: h**4 + eps / h, h), 1e-6, 1)
        return np.array([h, h**4 + eps / h])

    return np.log(bottom(1e-10) / bottom(1e-14)) / np.log(1e4)


def step_that_was_taken():
    """By the multiples of 2⁻⁵³, the gap between float64 in [½, 1), in whole numbers."""
    w, h = 0.7, 1e-9
    gap = math.ulp(w)
    k = round(Fraction(w) / Fraction(gap) + Fraction(h) / Fraction(gap)) - round(Fraction(w) / Fraction(gap))
    asked = Fraction(h) / Fraction(gap)
    return [float((k - asked) / asked * 10**8), float((asked - k) / k * 10**8)]


def kink_next_door():
    """With the three doses as fractions; the difference from the two values of the cost, exactly."""
    x, y = (0.0, 0.5, 1.0), (0.0, 1.0, 0.0)
    near, far = Fraction(1e-7), Fraction(1e-7)

    def cost(b):
        total = Fraction(0)
        for x_d, y_d in zip(x, y):
            hidden = [max(Fraction(0), Fraction(2.74) * Fraction(x_d) + b), max(Fraction(0), Fraction(-1.13) * Fraction(x_d) + far)]
            y_hat = Fraction(0.36) * hidden[0] + Fraction(0.63) * hidden[1] + Fraction(0.5)
            total += (y_hat - Fraction(y_d)) ** 2
        return total

    def quotient(h):
        return float((cost(near + h) - cost(near - h)) / (2 * h))

    return [quotient(Fraction(1, 10**9)), quotient(Fraction(np.finfo(float).eps ** (1 / 3)))]


def report(after=1.0, way=1.0, residual=1.0, delta2=1.0):
    """The parts of a check for a backward pass with a sign at one of four places."""
    net, theta, X, Y = random_network()
    Z, A = net.forward(theta, X)
    d3 = residual * 2 / 7 * (A[3] - Y)
    d2 = delta2 * np.einsum("dj,ij->di", d3, theta.W[3]) * tanh.prime(Z[2])
    d1 = way * np.einsum("dj,ij->di", d2, theta.W[2]) * sigmoid.prime(Z[1])
    given = net.zeros()
    for l, delta, sign in ((1, d1, 1.0), (2, d2, after), (3, d3, 1.0)):
        given.W[l][...] = sign * np.einsum("di,dj->ij", A[l - 1], delta)
        given.b[l][...] = sign * np.einsum("dj->j", delta)
    return dict(check_gradient(lambda p: net.cost(p, X, Y, mse), given, theta, D=7).parts)


def read_the_report():
    """Build all four: the last one alone gives the report of the exercise."""
    told = [report(delta2=-1.0), report(way=-1.0), report(residual=-1.0), report(after=-1.0)]
    friend = {"W[1]": "ok", "b[1]": "ok", "W[2]": "−1 times the derivative", "b[2]": "−1 times the derivative", "W[3]": "ok", "b[3]": "ok"}
    (place,) = [k for k, parts in enumerate(told) if parts == friend]
    return [place]


def wrong_mean():
    """Of all products of 2, D and K to small powers the only one that fits both reports, for the third."""
    fitting = {2.0**a * 10.0**b * 4.0**c for a in (-2, -1, 0, 1, 2) for b in (-1, 0, 1) for c in (-1, 0, 1)
               if (2.0**a * 6.0**b * 3.0**c, 2.0**a * 4.0**b * 1.0**c) == (6.0, 2.0)}
    (only,) = fitting
    return [only]


def unlucky_direction():
    """The density at 0 as the slope of the distribution function there."""
    h = 1e-3
    pairs = [0.5 * math.erf(k * h / math.sqrt(2)) / (k * h) for k in (1, 2)]
    return [1000 * 0.02 * ((4 * pairs[0] - pairs[1]) / 3)]  # the term in h² removed


def broken_complex_step():
    """The largest derivative by the complex step of squares; the zeros one parameter after the other."""
    net, theta, X, Y = random_network()
    zeros = 0
    for k in range(theta.vector.size):
        moved = theta.vector.astype(complex)
        moved[k] += 1e-100j
        r = net(type(theta)(moved, net.sizes), X) - Y
        zeros += (abs(r) ** 2).sum().imag == 0
    return [np.abs(complex_step(lambda p: ((net(p, X) - Y) ** 2).sum() / 7, theta).vector).max(), zeros]


def to_implement():
    """Along unit vectors, on the flattened array."""
    row = []
    for given in exercise_by_id("5.8").instances:
        f, theta, h = given.values()
        for e in np.eye(theta.size):
            step = h * e.reshape(theta.shape)
            row.append((f(theta + step) - f(theta - step)) / (2 * h))
    return row


def zero_point():
    """At 0: a derivative that is not 0, hidden deltas that are, and differences as good as elsewhere."""
    net, _, X, Y = random_network()
    zero = net.zeros()
    delta, grad = indexed.backward(net, zero, *indexed.forward(net, zero, X), Y, mse)
    assert np.abs(grad.b[3]).min() > 0 and not delta[1].any() and not delta[2].any()
    assert check_gradient(lambda p: net.cost(p, X, Y, mse), grad, zero)
    return [0]


def best_step():
    """Where the slope of the bound passes through 0."""
    row = []
    for p in exercise_by_id("5.10").instances:
        def bound(h, p=p):
            return p["M5"] / 30 * h**4 + (8 + 8 + 1 + 1) * p["eps"] * p["M0"] / (12 * h)
        row.append(bisected(lambda h, bound=bound: complex_step(bound, h), 1e-3, 3))
    return row


def own_complex_step():
    """By derivatives on paper: of a product of sines and the cube of a sum, and of exponentials and neighbours' products."""
    row = []
    for given in exercise_by_id("5.11").instances:
        t = given["theta"].ravel()
        if given["f"].__name__ == "product_of_sines":
            row += [math.cos(t[k]) * math.prod(math.sin(v) for j, v in enumerate(t) if j != k) + 3 * t.sum() ** 2 for k in range(t.size)]
        else:
            row += [math.exp(t[k]) + (t[k - 1] if k else 0) + (t[k + 1] if k + 1 < t.size else 0) for k in range(t.size)]
    return row


def own_checker():
    """By where the claims were spoiled, by differences."""
    row = []
    for given in exercise_by_id("5.12").instances:
        claimed, f, theta = given.values()
        true = central_difference(lambda t, f=f: f(t).real, theta)
        row += [float(abs(c - t) > 1e-6 * np.abs(true).max()) for c, t in zip(claimed.ravel(), true.ravel())]
    return row


SECOND = {"5.1": one_more_term, "5.2": step_that_was_taken, "5.3": kink_next_door, "5.4": read_the_report, "5.5": wrong_mean,
          "5.6": unlucky_direction, "5.7": broken_complex_step, "5.8": to_implement, "5.9": zero_point, "5.10": best_step,
          "5.11": own_complex_step, "5.12": own_checker}
ROUNDS = {}
