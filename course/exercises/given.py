"""Numbers as exercises give them: drawn with few digits, and listed in a sentence."""

from collections.abc import Iterable

import numpy as np

from course.exercises.judging import significant


def tenths(rng: np.random.Generator, low: float, high: float) -> float:
    """A number with one decimal from low to high."""
    return int(rng.integers(round(10 * low), round(10 * high) + 1)) / 10


def sign(rng: np.random.Generator) -> float:
    """Either 1 or −1, as a factor."""
    return float(rng.choice([-1, 1]))


def listed(values: Iterable[float]) -> str:
    """The numbers with commas between them."""
    return ", ".join(significant(value) for value in values)
