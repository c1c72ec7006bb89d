"""The questions of chapter 10 once more: dual numbers, fractions, decimals, loops and sums."""

import decimal
import itertools
from fractions import Fraction

import numpy as np


class Dual:
    """A value and a slope; the maximum with 0 has the slope 1 at its corner."""

    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __neg__(self):
        return Dual(-self.value, -self.slope)

    def __sub__(self, other):
        return Dual(self.value - other.value, self.slope - other.slope)

    def ramp(self):
        return self if self.value >= 0 else Dual(0, 0)


def corners():
    x = Dual(0, 1)
    return [(x.ramp() - (-x).ramp()).slope]


def ratio():
    slope = (Fraction("0.84") - Fraction("0.80")) / Fraction("0.02")
    return [float(6 / slope)]


def digits():
    """By decimals: how many digits of 1 − σ(25) stay when σ(25) is kept to 16 places."""
    decimal.getcontext().prec = 60
    sigma = 1 / (1 + (-decimal.Decimal(25)).exp())
    error = decimal.Decimal("1e-16") / (1 - sigma)
    return [next(k for k in itertools.count() if error > decimal.Decimal(10) ** -(k + 1))]


def running():
    def total(x):
        return sum(np.cumprod([4, x, 5]))

    return [total(1) - total(0)]  # linear in x


def pairs():
    return [sum(1 for _ in itertools.product(range(64), range(64)))]


def passes():
    """By halving: the largest error that is let through."""
    low, high = Fraction(0), Fraction(1)
    for _ in range(200):
        middle = (low + high) / 2
        ok = middle * Fraction("0.01") <= Fraction("1e-5") + Fraction("1e-3") * Fraction("0.01")
        low, high = (middle, high) if ok else (low, middle)
    return [float(low)]


def rate():
    """A sum of moves and an average, under any gradients: their quotient stays."""
    total = average = 0.0
    for g in (1.0, -2.0, 0.5, 3.0):
        total, average = 0.8 * total + g, 0.8 * average + (1 - 0.8) * g
    return [total / average]


def deviation():
    """The mean of the squares by Simpson's rule, which is exact for them."""
    r = 1 / np.sqrt(48)
    return [float(np.sqrt((r**2 + 4 * 0**2 + r**2) / 6))]


SECOND = {"10.a": corners, "10.b": ratio, "10.c": digits, "10.d": running, "10.e": pairs, "10.f": passes, "10.g": rate, "10.h": deviation}
