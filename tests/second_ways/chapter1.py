"""Chapter 1 once more: complex steps, differences, halving, and loops over plain numbers."""

import math

import numpy as np

from course.exercises import exercise_by_id
from course.exercises.one_step import Problem
from nnlib import Network, complex_step, sigmoid, sse


def scalar_sigmoid(z):
    return 1 / (1 + np.exp(-z))


def one_sample():
    """From the costs multiplied out, 16 + 8w + w² and 16 + 16w + 4w²."""
    return [8 + 2 * 1.0, 16 + 8 * 1.0]


def hyperbolic_tangent():
    return [complex_step(lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)), p["z"]) for p in exercise_by_id("1.2").instances]


def two_paths_again():
    """Each path is a derivative with the other variable held."""
    u, v = 1.0, scalar_sigmoid(1.0)
    return [complex_step(lambda x: x**2 * v, 1.0), complex_step(lambda x: u * scalar_sigmoid(x), 1.0),
            complex_step(lambda x: x**2 * scalar_sigmoid(x), 1.0)]


def find_the_edge():
    """The cost at three points makes the parabola; on either side of the edge a step is tried."""
    samples = [(1.0, 2.0), (2.0, 3.0), (3.0, 7.0)]

    def cost(w):
        return sum((y - w * x) ** 2 for x, y in samples)

    curvature = cost(1) - 2 * cost(0) + cost(-1)
    minimum = -(cost(1) - cost(-1)) / (2 * curvature)
    for eta, larger in ((0.999 / 14, False), (1.001 / 14, True)):
        w = 0.0 - eta * complex_step(cost, 0.0)
        assert (abs(w - minimum) > abs(minimum)) == larger
    return [curvature, 1 / 14, minimum]


def in_the_tail():
    found = []
    for b in (0.0, -5.0, -10.0):
        k = 0
        while (rest := 1 / (1 + math.exp(b))) ** 2 >= 0.01:  # 1 − σ(b)
            b, k = b + 2 * rest * rest * (1 - rest), k + 1
        found.append(k)
    return found


def thresholds_in_float32():
    """By halving on the computed function, which is 1 within a few units of the last place of the prediction."""
    low, high = np.float32(10), np.float32(30)
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (low, middle) if np.float32(1) + np.exp(-middle) == np.float32(1) else (middle, high)
    predicted = -math.log(2.0**-24)
    assert abs(high - predicted) < 1e-5
    return [predicted]


NEURON = Network((1, 1), sigmoid)
THETA = NEURON.params(W={1: [[0.8]]}, b={1: [-1.2]})
SAMPLES = [(-2.0, 0.7), (1.0, 1.0), (3.0, 0.2)]


def three_samples():
    def cost(w, b):
        return sum((y - scalar_sigmoid(w * x + b)) ** 2 for x, y in SAMPLES)

    dw = complex_step(lambda w: cost(w, -1.2), 0.8)
    return [dw, complex_step(lambda b: cost(0.8, b), -1.2), 0.8 - 0.5 * dw]


def by_differences():
    """Entry by entry, with a list of plain numbers for the point."""
    row = []
    for given in exercise_by_id("1.8").instances:
        f, w, h = given.values()
        for i in range(len(w)):
            ends = []
            for sign in (1, -1):
                point = w.tolist()
                point[i] += sign * h
                ends.append(f(np.array(point)))
            row.append((ends[0] - ends[1]) / h / 2)
    return row


def it_climbs():
    """The first option: fractions climb too, the direction is right, and a flatter cost allows the rate."""
    from fractions import Fraction

    w, eta = Fraction(0), Fraction(26, 100)
    for _ in range(8):
        step = eta * 4 * (3 - 2 * w)
        assert step * (Fraction(3, 2) - w) > 0 and abs(step) > 2 * abs(Fraction(3, 2) - w)
        assert (3 - 2 * (w + step)) ** 2 > (3 - 2 * w) ** 2
        w += step
    assert abs(1 - 0.26 * 0.5) < 1
    return [0]


def valley():
    """The gradient by the complex step, for both weights at once."""
    w = np.array([1.0, -1.0])
    for _ in range(2):
        w = w - 0.1 * complex_step(lambda w: w[0] ** 2 + w[0] * w[1] + 2 * w[1] ** 2, w)
    return w


def careful_sigmoid():
    """By tanh of the half, which has tails without any power."""
    return [0.5 + 0.5 * math.tanh(z / 2) for given in exercise_by_id("1.11").instances for z in given["z"].tolist()]


def careful_softplus():
    """By logaddexp of 0 and z."""
    return [float(np.logaddexp(0.0, z)) for given in exercise_by_id("1.12").instances for z in given["z"].tolist()]


SECOND = {"1.1": one_sample, "1.2": hyperbolic_tangent, "1.3": two_paths_again, "1.4": find_the_edge, "1.5": in_the_tail,
          "1.6": thresholds_in_float32, "1.7": three_samples, "1.8": by_differences, "1.9": it_climbs,
          "1.10": valley, "1.11": careful_sigmoid, "1.12": careful_softplus}

ROUNDS = {"1.7": (Problem(NEURON, THETA, [[x] for x, _ in SAMPLES], [[y] for _, y in SAMPLES], sse, 0.5),
                  lambda r: [r.grad.W[1].item(), r.grad.b[1].item(), r.new.W[1].item()])}
