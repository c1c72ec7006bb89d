"""The questions of chapter 9 once more: loops, search and enumeration."""

import itertools


def changing_sign():
    v, g = 0.0, 1.0
    for _ in range(400):
        v = 0.5 * v - g
        g = -g
    return [abs(v)]


def least(rows, ones):
    """The least of the cost over answers, by halving between a place where it falls and one where it rises."""
    def cost(u):
        return (ones * (1 - u) ** 2 + (rows - ones) * u**2) / 2

    low, high = 0.0, 1.0
    for _ in range(200):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (a, high) if cost(a) > cost(b) else (low, b)
    return [cost(low)]


def of_one_sign():
    signs = list(itertools.product((-1, 1), repeat=6))
    return [sum(abs(sum(row)) == 6 for row in signs) / len(signs)]


def neurons():
    k = 0
    while len(list(itertools.product((0, 1), repeat=k))) < 20:
        k += 1
    return [k]


SECOND = {"9.a": changing_sign, "9.b": lambda: [1 * 1 + 2 * 1 - 4], "9.c": lambda: least(100, 20), "9.d": lambda: least(3, 1), "9.e": of_one_sign,
          "9.f": neurons}
