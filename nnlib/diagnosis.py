"""What is wrong with a gradient: one part of it beside the true one, and the usual mistakes by name."""

from collections.abc import Callable

import numpy as np

STEP = float(np.finfo(float).eps) ** (1 / 3)  # the step of a central difference where θ is of order 1
KINK = 1e-3  # a smaller bend, relative to the largest derivative, is no kink


def verdict(given: np.ndarray, true: np.ndarray, tolerance: float, D: int | None = None) -> str:
    """A few words on one part of a gradient, such as W[2], whose true derivatives are known to ± `tolerance`.

    They are "ok", "too small to judge", "0 everywhere", "transposed", "1/D = 1/7 times the derivative" or "wrong in 3
    of 12". Too small to judge is a part with no true derivative above the tolerance: half of it, or twice, would pass.
    """
    wrong = ~(np.abs(given - true) <= tolerance)
    size = np.abs(true).max()
    if not wrong.any():
        return "too small to judge" if size <= tolerance and (given.any() or true.any()) else "ok"
    if not given.any():
        return "0 everywhere"
    if given.ndim == 2 and given.shape == given.T.shape and (np.abs(given.T - true) <= tolerance).all():
        return "transposed"
    if factor := common_factor(given, true, tolerance, 1e-4 * size, D, 1e-4):
        return f"{factor_name(factor, D, 1e-4) or digits(factor)} times the derivative"
    return f"wrong in {wrong.sum()} of {wrong.size}"


def constant_factor(given: np.ndarray, true: np.ndarray, tolerance: float) -> float | None:
    """The factor by which every entry is off, to ± `tolerance` in units of the larger of the two; None without one."""
    given, true = given.ravel(), true.ravel()
    factor = float(given @ true / (true @ true)) if true.any() else None
    if factor and np.abs(given - factor * true).max() <= tolerance * max(1.0, abs(factor)):
        return factor
    return None


def common_factor(given: np.ndarray, true: np.ndarray, small: float, tolerance: float, D: int | None,
                  rtol: float = 1e-6) -> float | None:
    """A constant factor that says something: two derivatives above `small` share it, or it has a name."""
    factor = constant_factor(given, true, tolerance)
    if factor and ((np.abs(true) > small).sum() > 1 or factor_name(factor, D, rtol)):
        return factor
    return None  # one number is some multiple of any other


def factor_name(factor: float, D: int | None, rtol: float = 1e-6) -> str | None:
    """What a factor is called, such as −1/2 or 1/D = 1/7, where it is one of those that are easily forgotten."""
    known = {"2": 2.0, "1/2": 0.5, "4": 4.0, "1/4": 0.25} | ({"1": 1.0} if factor < 0 else {})
    if D is not None and D > 1:
        known |= {f"D = {D}": D, f"1/D = 1/{D}": 1 / D, f"2D = {2 * D}": 2 * D, f"1/(2D) = 1/{2 * D}": 1 / (2 * D),
                  f"2/D = 2/{D}": 2 / D, f"D/2 = {D}/2": D / 2}
    for name, value in known.items():
        if np.isclose(abs(factor), value, rtol=rtol, atol=0):
            return ("−" if factor < 0 else "") + name
    return None


def digits(factor: float) -> str:
    """A factor without a name, in seven digits."""
    return ("−" if factor < 0 else "") + f"{abs(factor):.7g}"


def kink(f: Callable[[float], float], x: float, scale: float) -> tuple[float, float] | None:
    """The slopes of f on the left and on the right of x where they differ and go on differing; None elsewhere."""
    wide, near = _slopes(f, x, 1), _slopes(f, x, 1 / 8)  # a smooth f's slopes differ by h f″, 8 times less
    first, second = (abs(right - left) for left, right in (wide, near))
    return near if second > max(first / 2, KINK * scale) else None


def bend(f: Callable[[float], float], x: float) -> float:
    """By how much the slopes of f on the left and on the right of x differ over a step of a central difference."""
    left, right = _slopes(f, x, 1)
    return abs(right - left)


def _slopes(f: Callable[[float], float], x: float, part: float) -> tuple[float, float]:
    h, here = STEP * max(1.0, abs(x)) * part, f(x)
    left, right = (float((f(there) - here) / (there - x)) + 0.0 for there in (x - h, x + h))  # + 0.0: no −0
    return left, right
