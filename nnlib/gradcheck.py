"""Derivatives without calculus: differences and the complex step, and a comparison that names the mistake."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnlib.network import Params


def central_difference(f: Callable[[Any], float], theta: Any, h: float | None = None) -> Any:
    """(f(θ + h e_k) − f(θ − h e_k)) / 2h for every entry k of θ; the result is of θ's kind and shape.

    θ is `Params`, an array or a number. The default h is ε^(1/3) max(1, |θ_k|), which balances the error of the
    formula, of order h², against that of the rounding, of order ε/h: about ten correct digits in float64.
    """
    vector, rebuild = _flat(theta, float)
    gradient = np.empty_like(vector)
    for k, value in enumerate(vector):
        step = h if h is not None else np.finfo(float).eps ** (1 / 3) * max(1.0, abs(value))
        up, down = vector.copy(), vector.copy()
        up[k] += step
        down[k] -= step
        if up[k] == down[k]:
            raise ValueError(f"h is {step:g}, which does not move {value:g}; expected more than "
                             f"{np.spacing(abs(value)):.1g}.")
        gradient[k] = (f(rebuild(up)) - f(rebuild(down))) / (up[k] - down[k])  # the step that was really taken
    return rebuild(gradient)


def complex_step(f: Callable[[Any], complex], theta: Any, h: float = 1e-100) -> Any:
    """Im f(θ + ih e_k) / h for every entry k of θ; the result is of θ's kind and shape.

    Nothing is subtracted, so h may be tiny and the result is right to rounding. f must be built from analytic
    functions and let complex numbers through: no abs, no comparison on the value, no float().
    (Squire and Trapp, SIAM Review 40, 1998.)
    """
    vector, rebuild = _flat(theta, complex)
    gradient = np.empty(vector.shape)
    for k in range(vector.size):
        moved = vector.copy()
        moved[k] += 1j * h
        gradient[k] = np.imag(f(rebuild(moved))) / h
    return rebuild(gradient)


@dataclass(frozen=True)
class GradientReport:
    """What `check_gradient` found: `ok`, a sentence, and the numbers behind it.

    `error` is the largest difference divided by the largest derivative; `factor` is the constant by which every given
    entry is off, where there is one; `where` names the worst entry.
    """

    ok: bool
    message: str
    error: float
    where: str
    factor: float | None = None

    def __bool__(self) -> bool:
        return self.ok

    def __repr__(self) -> str:
        return self.message


def check_gradient(f: Callable[[Any], float], gradient: Any, theta: Any, *, rtol: float = 1e-6,
                   D: int | None = None) -> GradientReport:
    """Compare a gradient that was computed somehow with central differences of f at θ, and name the mistake.

    `rtol` bounds the largest difference relative to the largest derivative: differences are good to about 1e-10, and
    a mistake in a formula is rarely smaller than one per cent, so 1e-6 separates the two. With the number of samples
    D, factors such as 1/D are recognised too.
    """
    true, _ = _flat(central_difference(f, theta), float)
    given, _ = _flat(gradient, float)
    if given.shape != true.shape:
        raise ValueError(f"the gradient has {given.size} entries; theta has {true.size}.")
    names = theta.names() if isinstance(theta, Params) else [f"theta[{k}]" for k in range(true.size)]
    scale = np.abs(true).max()
    if scale == 0.0:
        scale = max(np.abs(given).max(), 1.0)
    if not np.isfinite(given).all():
        k = int(np.flatnonzero(~np.isfinite(given))[0])
        return GradientReport(False, f"wrong: {names[k]} is {given[k]}", np.inf, names[k])
    errors = np.abs(given - true) / scale
    worst = int(errors.argmax())
    error, where = float(errors[worst]), names[worst]
    if error <= rtol:
        return GradientReport(True, f"ok: {true.size} derivatives agree with central differences", error, where)

    factor = float(given @ true / (true @ true)) if true.any() else None
    if factor and np.abs(given - factor * true).max() <= rtol * scale * max(1.0, abs(factor)):
        return GradientReport(False, f"off by a constant factor: every entry is {_name_factor(factor, D)} times the "
                                     "derivative", error, where, factor)
    wrong = [name for name, e in zip(names, errors) if e > rtol]
    others = "" if len(wrong) == 1 else f", and in {len(wrong)} of {true.size} entries in all"
    return GradientReport(False, f"wrong at {where}: given {given[worst]:.6g}, by differences {true[worst]:.6g}"
                                 f"{others}", error, where)


def _name_factor(factor: float, D: int | None) -> str:
    known = {"2": 2.0, "1/2": 0.5, "4": 4.0, "1/4": 0.25}
    if D is not None and D > 1:
        known |= {f"D = {D}": D, f"1/D = 1/{D}": 1 / D, f"2D = {2 * D}": 2 * D, f"1/(2D) = 1/{2 * D}": 1 / (2 * D),
                  f"2/D = 2/{D}": 2 / D, f"D/2 = {D}/2": D / 2}
    sign = "−" if factor < 0 else ""
    for name, value in known.items():
        if np.isclose(abs(factor), value, rtol=1e-5):
            return sign + name
    return f"{sign}{abs(factor):.7g}"


def _flat(theta: Any, dtype: type) -> tuple[np.ndarray, Callable[[np.ndarray], Any]]:
    """θ as a vector of its own, and the way back to θ's kind."""
    if isinstance(theta, Params):
        return theta.vector.astype(dtype), lambda vector: Params(vector, theta.sizes)
    array = np.array(theta, dtype=dtype)
    if array.ndim == 0:
        return array.reshape(1), lambda vector: vector[0].item()
    return array.ravel(), lambda vector: vector.reshape(array.shape)
