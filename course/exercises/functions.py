"""Functions that exercises hand to a reader's function. They stand here by name, since every edition needs them."""

import numpy as np


def cube(w: np.ndarray) -> float:
    """w₁³, a function of one weight."""
    return w[0] ** 3


def bowl(w: np.ndarray) -> float:
    """A function of two weights."""
    return (1 - w[0] / 2) ** 2 + w[0] * w[1] ** 3


def ridge(w: np.ndarray) -> float:
    """A function of three weights."""
    return np.exp(w[0] - w[1]) * w[2] ** 2 + w[1] ** 3


def sines(theta: np.ndarray) -> float:
    """A function of an array of any shape, each entry of which meets all others."""
    return float((np.sin(theta) * np.cos(theta).sum()).sum())


def cubes(theta: np.ndarray) -> float:
    """The sum of all cubes, and the cube of the sum."""
    return float((theta ** 3).sum() + theta.sum() ** 3)


def exponential(theta: np.ndarray) -> float:
    """A sum and a product over all entries."""
    return float(np.exp(theta).sum() + np.prod(theta + 1))


def slopes_of_a_bowl(w: np.ndarray) -> np.ndarray:
    """The gradient of a bowl that is three times as steep along the last weight as along the first."""
    return w * np.linspace(1.0, 3.0, w.size)


def slopes_of_a_quartic(w: np.ndarray) -> np.ndarray:
    """The gradient of the sum of w⁴/4 − w/2."""
    return w**3 - 0.5


def slopes_of_waves(w: np.ndarray) -> np.ndarray:
    """The gradient of cosines, turned over, and of a tenth of the square of the sum."""
    return np.sin(w) + 0.2 * w.sum()
