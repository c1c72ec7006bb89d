"""Functions that exercises hand to a reader's function. They stand here by name, since every edition needs them."""

from typing import Any

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


class Dual:
    """A value with its slope: forward mode in a few lines, and with `slip` one of the mistakes that packages make."""

    def __init__(self, value: float, slope: float = 0.0, slip: str = ""):
        self.value, self.slope, self.slip = value, slope, slip

    def _new(self, value: float, slope: float) -> "Dual":
        return Dual(float(value), float(slope), self.slip)

    def _other(self, other: "Dual | float") -> "Dual":
        return other if isinstance(other, Dual) else self._new(other, 0.0)

    def __add__(self, other: "Dual | float") -> "Dual":
        other = self._other(other)
        return self._new(self.value + other.value, self.slope + other.slope)

    def __sub__(self, other: "Dual | float") -> "Dual":
        other = self._other(other)
        return self._new(self.value - other.value, self.slope - other.slope)

    def __rsub__(self, other: float) -> "Dual":
        return self._new(other - self.value, self.slope if self.slip == "left" else -self.slope)

    def __neg__(self) -> "Dual":
        return self._new(-self.value, 0.0 if self.slip == "minus" else -self.slope)

    def __mul__(self, other: "Dual | float") -> "Dual":
        if other is self and self.slip == "twice":
            return self._new(self.value**2, self.value * self.slope)
        other = self._other(other)
        return self._new(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def __truediv__(self, other: "Dual | float") -> "Dual":
        other = self._other(other)
        return self._new(self.value / other.value, self.slope / other.value - self.value * other.slope / other.value**2)

    def __rtruediv__(self, other: float) -> "Dual":
        return self._new(other, 0.0) / self

    def __pow__(self, other: "Dual | float") -> "Dual":
        other = self._other(other)
        value = self.value**other.value
        slope = other.value * self.value ** (other.value - 1) * self.slope
        if other.slope and self.slip != "exponent":
            slope += value * np.log(self.value) * other.slope
        return self._new(value, slope)

    def __rpow__(self, other: float) -> "Dual":
        return self._new(other, 0.0) ** self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self) -> "Dual":
        """e to the power of it; NumPy's exp comes here."""
        return self._new(np.exp(self.value), np.exp(self.value) * self.slope)

    def log(self) -> "Dual":
        """Its natural logarithm; NumPy's log comes here."""
        return self._new(np.log(self.value), self.slope / self.value)


def dual_sigmoid(x: Dual) -> Dual:
    """The sigmoid of a package for dual numbers."""
    a = 1 / (1 + np.exp(-x.value))
    return Dual(float(a), float(a * (1 - a) * x.slope), x.slip)


def dual_sigmoid_at_a(x: Dual) -> Dual:
    """A sigmoid whose slope was taken at the activation, where the pre-activation belongs."""
    a = 1 / (1 + np.exp(-x.value))
    again = 1 / (1 + np.exp(-a))
    return Dual(float(a), float(again * (1 - again) * x.slope), x.slip)


def derivative(f, x: float) -> float:
    """f′(x) by a package that is right."""
    return f(Dual(x, 1.0)).slope


def derivative_left(f, x: float) -> float:
    """f′(x) by a package with a slip."""
    return f(Dual(x, 1.0, "left")).slope


def derivative_minus(f, x: float) -> float:
    """f′(x) by a package with a slip."""
    return f(Dual(x, 1.0, "minus")).slope


def derivative_twice(f, x: float) -> float:
    """f′(x) by a package with a slip."""
    return f(Dual(x, 1.0, "twice")).slope


def derivative_exponent(f, x: float) -> float:
    """f′(x) by a package with a slip."""
    return f(Dual(x, 1.0, "exponent")).slope


def product_of_sines(theta: np.ndarray) -> Any:
    """A product over all entries and a cube of their sum, for real and complex numbers."""
    return np.prod(np.sin(theta)) + theta.sum() ** 3


def growth(theta: np.ndarray) -> Any:
    """Exponentials, and products of neighbours in a row of all entries, for real and complex numbers."""
    row = theta.ravel()
    return np.exp(row).sum() + (row[1:] * row[:-1]).sum()
