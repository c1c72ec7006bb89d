"""How far rounding by hand carries a result from the truth: every rounded step is followed to the end, none is guessed."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

Keep = Callable[[Any], Any]  # what happens to each number that is written down on the way


def exact(value: Any) -> Any:
    """Nothing is rounded."""
    return value


def to_digits(digits: int) -> Keep:
    """Every number that is written down is rounded to that number of significant digits."""
    return lambda value: np.vectorize(lambda x: float(f"{x:.{digits - 1}e}"), otypes=[float])(value)


def half_unit(value: Any, digits: int) -> np.ndarray:
    """By how much rounding to `digits` significant digits may move each number: half a unit of the last; 0 stays 0."""
    size = np.abs(np.asarray(value, dtype=float))
    exponent = np.floor(np.log10(np.where(size > 0, size, 1)))
    return np.where(size > 0, 0.5 * 10.0 ** (exponent - digits + 1), 0.0)


def tolerance(compute: Callable[[Keep], Any], digits: int) -> np.ndarray:
    """How far from compute(exact) one may end who rounds each number that is kept to `digits` significant digits.

    Each kept number that rounding changes is moved alone by half a unit of its last digit, and the changes that this makes
    at the end are added up: to first order, the worst that all roundings together can do, and no more. A number that has no
    further digits, as 1 − 0.526 has none, is written down as it is. The result itself is rounded last, if it is not yet.
    """
    return followed(compute, digits)[1]


def followed(compute: Callable[[Keep], Any], digits: int) -> tuple[Any, np.ndarray]:
    """compute(exact) and its tolerance, which is found from it."""
    kept: list[float] = []
    result = compute(_listening(exact, kept))
    truth, last = np.asarray(result, dtype=float), half_unit(result, digits)
    written: list[float] = []  # by somebody who rounds
    rounded = compute(_listening(to_digits(digits), written)) if kept else truth
    total = np.where(_rounds(rounded, digits), last, 0.0)
    for place in np.flatnonzero(_rounds(written, digits)):
        amount = float(half_unit(kept[place], digits))
        total = total + np.abs(np.asarray(compute(moving(place, amount))) - truth)
    return result, np.maximum(total, last)


def _listening(keep: Keep, heard: list[float]) -> Keep:
    """The same, and what came to be kept is heard."""
    def listen(value: Any) -> Any:
        heard.extend(np.ravel(value).tolist())
        return keep(value)

    return listen


def _rounds(values: Any, digits: int) -> np.ndarray:
    """Whether rounding changes them, by more than last bits."""
    values = np.asarray(values, dtype=float)
    return np.abs(to_digits(digits)(values) - values) > 1e-9 * np.abs(values) if values.size else np.zeros(0, bool)


def moving(place: int, amount: float) -> Keep:
    """Keep every number as it is but the one at `place`, counted in the order in which they are written down."""
    seen = [0]

    def keep(value: Any) -> Any:
        value = np.array(value, dtype=float)
        k = place - seen[0]
        seen[0] += value.size
        if 0 <= k < value.size:
            value.flat[k] += amount
        return value

    return keep


def finite(values: Any) -> bool:
    """Whether all are ordinary numbers."""
    return all(map(math.isfinite, np.ravel(values)))
