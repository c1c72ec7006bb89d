"""Derivatives without calculus: differences and the complex step, and a comparison that names the mistake."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnlib import checks
from nnlib.diagnosis import STEP, bend, common_factor, digits, factor_name, kink, verdict
from nnlib.params import Params

ROUNDING = 8 * float(np.finfo(float).eps)  # what a cost, a sum of many terms, may be off by, relative to its value


def central_difference(f: Callable[[Any], float], theta: Any, h: float | None = None) -> Any:
    """(f(θ + h e_k) − f(θ − h e_k)) / 2h for every entry k of θ; the result is of θ's kind and shape.

    θ is `Params`, an array or a number, and f(θ) is one number. The default h is ε^(1/3) max(1, |θ_k|), which balances the error of the
    formula, of order h², against that of the rounding, of order ε/h: about ten correct digits in float64.
    """
    vector, rebuild = _flat(theta, float)
    quotients = [_quotient(lambda moved: checks.cost(f, rebuild(moved)), vector, k, h) for k in range(vector.size)]
    return rebuild(np.array(quotients))


def _quotient(f: Callable[[np.ndarray], Any], vector: np.ndarray, k: int, h: float | None) -> Any:
    step = h if h is not None else STEP * max(1.0, abs(vector[k]))
    up, down = vector.copy(), vector.copy()
    up[k], down[k] = up[k] + step, down[k] - step
    if up[k] == down[k]:
        raise ValueError(f"h is {step:g}, which does not move {vector[k]:g}; expected more than "
                         f"{np.spacing(abs(vector[k])):.1g}.")
    return (f(up) - f(down)) / (up[k] - down[k])  # the step that was really taken


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
        gradient[k] = np.imag(checks.cost(f, rebuild(moved))) / h
    return rebuild(gradient)


@dataclass(frozen=True)
class GradientReport:
    """What `check_gradient` found: `ok`, a sentence, and the numbers behind it.

    `error` is the largest difference divided by the largest derivative; `factor` is the constant by which every given
    entry is off, where there is one; `where` names the worst entry; `parts` has a few words on each W[l] and b[l].
    """

    ok: bool
    message: str
    error: float
    where: str
    factor: float | None = None
    parts: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.ok

    def __repr__(self) -> str:
        return self.message


def check_gradient(f: Callable[[Any], float], gradient: Any, theta: Any, *, rtol: float = 1e-6,
                   D: int | None = None, h: float | None = None) -> GradientReport:
    """Compare a gradient that was computed somehow with central differences of f at θ, and name the mistake.

    `rtol` bounds the largest difference relative to the largest derivative: differences are good to about 1e-10, and
    a mistake in a formula is rarely smaller than one per cent, so 1e-6 separates the two. What the rounding of f hides
    from a step of h, some ε |f| / h, is allowed as well, and near a minimum what a difference leaves out. With the
    number of samples D, factors such as 1/D are recognised. Where f has a kink at θ, a value between its two slopes is
    reported as a choice and not as a mistake.
    """
    checks.gradient(gradient, theta)
    true, rebuild = _flat(central_difference(f, theta, h), float)
    given, _ = _flat(gradient, float)
    names = theta.names() if isinstance(theta, Params) else [f"theta[{k}]" for k in range(true.size)]
    scale = np.abs(true).max() or max(np.abs(given).max(), 1.0)
    if not np.isfinite(given).all():
        k = int(np.flatnonzero(~np.isfinite(given))[0])
        return GradientReport(False, f"wrong: {names[k]} is {given[k]}", np.inf, names[k])
    point, _ = _flat(theta, float)
    tolerance = rtol * scale + ROUNDING * abs(checks.settled(f, theta, ROUNDING)) / (h or STEP)
    errors = np.abs(given - true) / scale

    def beyond(tolerance: float) -> list[int]:
        return np.flatnonzero(~(np.abs(given - true) <= tolerance)).tolist()

    def along(k: int) -> tuple[Callable[[float], float], float]:
        return _along(f, point, rebuild, k), float(point[k])

    bad = beyond(tolerance)
    kinks = {k: slopes for k in bad if (slopes := kink(*along(k), scale))}
    if smooth := [k for k in bad if k not in kinks]:
        # Over a step of h the slope changes by h f″, and a difference leaves out h² f‴/6, some h times as much. Only where
        # all derivatives are as small as that is it more than the tolerance: at a minimum, where they are 0.
        tolerance = max(tolerance, STEP * max(bend(*along(k)) for k in smooth))
        bad = beyond(tolerance)
        kinks = {k: slopes for k, slopes in kinks.items() if k in bad}

    def judged(vector: np.ndarray) -> dict[str, str]:
        return {name: verdict(a, b, tolerance, D) for name, a, b in _parts(rebuild(vector), rebuild(true))}

    def report(message: str, k: int, several: list[int], factor: float | None = None) -> GradientReport:
        others = f", and in {len(several)} of {true.size} entries in all" if len(several) > 1 else ""
        return GradientReport(not bad, message + others, float(errors[k]), names[k], factor, parts)

    worst, parts = int(errors.argmax()), judged(given)
    if not bad:
        small = ", ".join(name for name, words in parts.items() if words == "too small to judge")
        agree = "1 derivative agrees" if true.size == 1 else f"{true.size} derivatives agree"
        return report(f"ok: {agree} with central differences"
                      + (f"; too small to judge: {small}" if small else ""), worst, [])
    if factor := common_factor(given, true, tolerance, rtol * scale, D):
        name = factor_name(factor, D) or digits(factor)
        return report(f"off by a constant factor: every entry is {name} times the derivative", worst, [], factor)
    chosen = [k for k, slopes in kinks.items() if min(slopes) - tolerance <= given[k] <= max(slopes) + tolerance]
    without = judged(np.where(np.isin(np.arange(true.size), chosen), true, given))
    parts = {name: "on a kink" if without[name] == "ok" != words else without[name] for name, words in parts.items()}
    if wrong := [k for k in bad if k not in chosen]:
        worst = max(wrong, key=lambda k: errors[k])
        return report(f"wrong at {names[worst]}: given {given[worst]:.6g}, by differences {true[worst]:.6g}", worst, wrong)
    left, right = kinks[worst]
    return report(f"a kink at {names[worst]}: slope {left:.6g} on its left and {right:.6g} on its right, given "
                  f"{given[worst]:.6g}", worst, chosen)


def _along(f: Callable[[Any], float], point: np.ndarray, rebuild: Callable[[np.ndarray], Any],
           k: int) -> Callable[[float], float]:
    """f as a function of θ_k alone."""
    return lambda value: checks.cost(f, rebuild(np.where(np.arange(point.size) == k, value, point)))


def _parts(given: Any, true: Any) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """W[1], b[1], … of two gradients side by side, or both whole under the name theta."""
    if not isinstance(given, Params):
        return [("theta", np.asarray(given), np.asarray(true))]
    return [(f"{kind}[{l}]", a[l], b[l]) for l in given.W
            for kind, a, b in (("W", given.W, true.W), ("b", given.b, true.b))]


def _flat(theta: Any, dtype: type) -> tuple[np.ndarray, Callable[[np.ndarray], Any]]:
    """θ as a vector of its own, and the way back to θ's kind."""
    array = checks.numbers(getattr(theta, "vector", theta), "theta")
    if array.dtype.kind == "c" and dtype is float:
        raise TypeError(f"theta holds {array.dtype} values; expected real numbers.")
    vector: np.ndarray = array.astype(dtype).ravel()
    if isinstance(theta, Params):
        return vector, lambda vector: Params(vector, theta.sizes)
    if array.ndim == 0:
        return vector, lambda vector: vector[0].item()
    return vector, lambda vector: vector.reshape(array.shape)
