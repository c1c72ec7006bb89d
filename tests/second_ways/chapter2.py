"""Chapter 2 once more: scalars with names of their own, complex steps, index form, and search."""

import math

import numpy as np

from course.exercises import exercise_by_id
from course.exercises.one_step import Problem
from nnlib import Network, complex_step, data, half_sse, identity, indexed, softplus, sse

X, Y = data.dosage()[:2]
DATA = [(0.0, 0.0), (0.5, 1.0), (1.0, 0.0)]
NET = Network((1, 2, 1), softplus, identity)
START = dict(w1=2.74, b1=0, w2=-1.13, b2=0, w3=0.36, w4=0.63, b3=0)
OTHER = dict(w1=1, b1=-1, w2=-2, b2=0.5, w3=1.5, w4=2, b3=-0.5)
NAMES = tuple(START)


def params(w1, b1, w2, b2, w3, w4, b3):
    return NET.params(W={1: [[w1, w2]], 2: [[w3], [w4]]}, b={1: [b1, b2], 2: [b3]})


def prediction(x, w1, b1, w2, b2, w3, w4, b3):
    """As the chapter writes it, and good for complex numbers."""
    return np.log(1 + np.exp(x * w1 + b1)) * w3 + np.log(1 + np.exp(x * w2 + b2)) * w4 + b3


def slope(name, point, samples=DATA):
    """A derivative of the sum of squares by a complex step in one parameter."""
    return complex_step(lambda v: sum((y - prediction(x, **point | {name: v})) ** 2 for x, y in samples), point[name])


def everything_zero():
    zero = dict.fromkeys(NAMES, 0.0)
    slopes = {name: slope(name, zero) for name in NAMES}
    return [slopes["w3"], slopes["w4"], slopes["b3"], sum(v == 0 for v in slopes.values())]


def with_the_half():
    """The rate by trying it: the step is that of the cost without the half."""
    theta, rate = params(**START), 0.06
    step = [0.06 * indexed.grad(NET, theta, X, Y, half_sse).vector, 0.03 * indexed.grad(NET, theta, X, Y, sse).vector]
    assert np.allclose(*step, rtol=1e-12)
    return [slope("b2", START) / 2, rate]


def bent_output():
    """By a complex step through a bent output, from the seven parameters alone."""
    row = []
    for p in exercise_by_id("2.3").instances:
        rest = {name: p[name] for name in NAMES}
        row.append(complex_step(lambda v, p=p, rest=rest: (p["y"] - np.log(1 + np.exp(prediction(p["x"], **rest | {"w1": v})))) ** 2,
                                p["w1"]))
    return row


def near_the_ramp():
    """By halving an interval."""
    low, high = 0.0, 100.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if math.log1p(math.exp(-middle)) > 1e-6 else (low, middle)
    return [low]


def silent_neurons():
    """With scalars: descent by complex steps; what has moved is counted at the end."""
    start = dict(w1=1.0, b1=-30.0, w2=-1.0, b2=-30.0, w3=1.0, w4=1.0, b3=0.0)
    point = start
    for _ in range(1000):
        point = {name: point[name] - 0.03 * slope(name, point) for name in NAMES}
    return [sum(abs(point[name] - start[name]) > 1e-3 for name in NAMES), point["b3"], slope("b3", start)]


def when_to_stop():
    """With the seven formulas of the chapter on plain numbers: the costs of the statement, and how near the estimates come."""
    found, seen = [], {}
    for eta in (0.03, 0.05):
        w1, b1, w2, b2, w3, w4, b3 = START.values()
        for k in range(20000):
            g = [0.0] * 7
            cost = 0.0
            for x, y in DATA:
                z1, z2 = x * w1 + b1, x * w2 + b2
                a1, a2 = math.log1p(math.exp(z1)), math.log1p(math.exp(z2))
                r = y - (a1 * w3 + a2 * w4 + b3)
                cost += r * r
                s1, s2 = 1 / (1 + math.exp(-z1)), 1 / (1 + math.exp(-z2))
                for place, term in enumerate((w3 * s1 * x, w3 * s1, w4 * s2 * x, w4 * s2, a1, a2, 1)):
                    g[place] += -2 * r * term
            seen[eta, k] = f"{cost:.2e}"
            if cost < 1e-6:
                found.append(k)
                break
            w1, b1, w2, b2, w3, w4, b3 = (v - eta * d for v, d in zip((w1, b1, w2, b2, w3, w4, b3), g))
    assert (seen[0.03, 2000], seen[0.03, 2200]) == ("1.34e-03", "7.69e-05")
    each = (7.69e-5 / 1.34e-3) ** (1 / 200)  # the cost after one more step
    low, high = 2200.0, 4000.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if 7.69e-5 * each ** (middle - 2200) > 1e-6 else (low, middle)
    assert abs(found[0] / low - 1) < 0.01 and abs(found[1] / (0.6 * low) - 1) < 0.01
    return [each**-200, low, 0.6 * low]


def by_pencil():
    slopes = [slope(name, OTHER) for name in ("w1", "b1", "w3")]
    return [*slopes, 1.5 - 0.1 * slopes[2]]


def seven_at_once():
    """By complex steps, sample by sample."""
    row = []
    for given in exercise_by_id("2.8").instances:
        rest = {name: given[name] for name in NAMES}
        row += [slope(name, rest, list(zip(given["x"], given["y"]))) for name in NAMES]
    return row


def off_the_plateau():
    """The second option: of the seven derivatives in index form, those by w₁ and w₂ are not 0; at the old doses all are."""
    flat = dict(w1=0.0, b1=-0.15, w2=0.0, b2=-0.16, w3=0.36, w4=0.46, b3=0.0)
    flat["b3"] = 1 / 3 - prediction(0.0, **flat)
    for dose, moving in ((0.5, set()), (0.2, {"w1", "w2"})):
        slopes = {name: slope(name, flat, [(0.0, 0.0), (dose, 1.0), (1.0, 0.0)]) for name in NAMES}
        assert {name for name in NAMES if abs(slopes[name]) > 1e-12} == moving
    return [1]


SECOND = {"2.1": everything_zero, "2.2": with_the_half, "2.3": bent_output, "2.4": near_the_ramp, "2.5": silent_neurons,
          "2.6": when_to_stop, "2.7": by_pencil, "2.8": seven_at_once, "2.9": off_the_plateau}

USUAL = indexed.grad(NET, params(**START), X, Y, sse)
ROUNDS = {
    "2.2": (Problem(NET, params(**START), X, Y, half_sse, 0.03), lambda r: [r.grad.b[1][1], 0.03 * USUAL.b[2][0] / r.grad.b[2][0]]),
    "2.7": (Problem(NET, params(**OTHER), X, Y, sse, 0.1),
            lambda r: [r.grad.W[1][0, 0], r.grad.b[1][0], r.grad.W[2][0, 0], r.new.W[2][0, 0]]),
}
