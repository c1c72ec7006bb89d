"""The questions of chapter 8 once more: complex steps, enumerations and counting."""

import itertools

import numpy as np

from nnlib import complex_step


def paths():
    """By enumerating which factor is varied: each path is one factor w of the product."""
    return [len(list(itertools.permutations("www", 1)))]


def assigned():
    """One of two equal shares: half of the derivative."""
    return [complex_step(lambda w: (w + 2) ** 2, 1.0) / 2]


def arrows():
    count, values = 0, [1.0]
    for _ in range(20):
        values.append(values[-1] + values[-1])
        count += 2
    assert values[-1] == 2.0**20
    return [count]


def sweeps():
    return [np.linalg.matrix_rank(np.random.default_rng(0).normal(size=(200, 5)))]  # as many columns as inputs


SECOND = {"8.a": lambda: [complex_step(lambda y: 6 / y, 2.0)], "8.b": paths, "8.c": assigned, "8.d": arrows,
          "8.e": lambda: [complex_step(lambda h: (2 + 3 * h) * (5 + h), 0.0)], "8.f": sweeps}
