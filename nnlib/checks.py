"""Argument checks: what came, what was expected, and what to write instead."""

import cmath
import math
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np


def batch(X: Any, n: int, name: str = "X") -> np.ndarray:
    """X as a finite array (D, n) with D ≥ 1; ValueError otherwise."""
    X = numbers(X, name)
    if X.ndim == 1 and X.size == n and n > 1:
        raise ValueError(f"{name} has shape {X.shape}; expected (D, {n}), a row for each sample. "
                         f"For a single sample write {name}[np.newaxis, :].")
    if X.ndim == 1 and n == 1:
        raise ValueError(f"{name} has shape {X.shape}; expected (D, 1), a row for each sample. "
                         f"Write {name}[:, np.newaxis].")
    if X.ndim != 2 or X.shape[1] != n:
        raise ValueError(f"{name} has shape {X.shape}; expected (D, {n}), a row for each sample and a column for "
                         f"each of {n} {'neuron' if n == 1 else 'neurons'}."
                         + (f" It looks transposed: try {name}.T." if X.ndim == 2 and X.shape[0] == n else ""))
    if X.shape[0] == 0:
        raise ValueError(f"{name} is an empty batch of shape {X.shape}; expected at least one sample.")
    finite(X, name)
    return X


def targets(Y: Any, shape: tuple[int, ...]) -> np.ndarray:
    """Y as a finite array of exactly the predictions' shape (D, n_L); ValueError otherwise, never a broadcast."""
    given, Y = Y, numbers(Y, "Y")
    if Y.shape == (shape[0],) and shape[1] == 1:
        raise ValueError(f"Y has shape {Y.shape} and the predictions {shape}; NumPy would broadcast their difference "
                         f"to ({shape[0]}, {shape[0]}). Write Y[:, np.newaxis].")
    if Y.shape != shape:
        classes = Y.shape == (shape[0],) and np.asarray(given).dtype.kind in "iu"
        raise ValueError(f"Y has shape {Y.shape}; expected {shape}, the shape of the predictions: "
                         "a row for each sample, a column for each output."
                         + (f" For class numbers write np.eye({shape[1]})[Y]." if classes else ""))
    finite(Y, "Y")
    return Y


def predictions(y_hat: Any) -> np.ndarray:
    """Outputs of a network as an array (D, n_L) with D ≥ 1, finite or not; ValueError otherwise."""
    y_hat = numbers(y_hat, "y_hat", "fcO")
    if y_hat.ndim != 2 or len(y_hat) == 0:
        raise ValueError(f"the predictions have shape {y_hat.shape}; expected (D, n_L), a row for each of at least one "
                         "sample. For one output write y_hat[:, np.newaxis], for one sample y_hat[np.newaxis, :].")
    return y_hat


def numbers(values: Any, name: str, kinds: str = "fc") -> np.ndarray:
    """`values` as an array of floats or complex numbers (of NumPy's `kinds`); whole numbers become float64.

    Every function that takes numbers from outside calls this: whole numbers of 8 bits wrap around at 256, and a float that is
    written among whole numbers is cut. TypeError for text, and for objects unless they are of the `kinds`.
    """
    values = np.asarray(values)
    if values.dtype.kind in kinds and not (values.dtype == object and any(isinstance(v, str) for v in values.flat)):
        return values
    if values.dtype.kind in "biu":
        return values.astype(float)
    what = type(values.flat[0]).__name__ if values.dtype == object and values.size else values.dtype
    raise TypeError(f"{name} holds {what} values; expected numbers."
                    + (" The functions of nodes are in nnlib.autodiff." if what == "Node" else ""))


def widths(sizes: Iterable[Any]) -> tuple[int, ...]:
    """The widths of a network's layers as whole numbers; TypeError or ValueError otherwise."""
    return _widths(*sizes)


@lru_cache(maxsize=None, typed=True)  # a step of descent makes several points of one network; 2.0 is not taken for 2
def _widths(*sizes: Any) -> tuple[int, ...]:
    if len(sizes) < 2:
        raise ValueError(f"sizes is {sizes}; expected at least an input and an output width, such as (3, 2, 1).")
    return tuple(count(n, "a layer's width", least=1) for n in sizes)


def cost(f: Callable[[Any], Any], theta: Any) -> Any:
    """f(θ), one number in floats; TypeError with a sentence for anything else that a function may return."""
    value = f(theta)
    if value is None:
        raise TypeError("f(theta) is None; expected one number, the cost. Does f end with return?")
    if isinstance(value, (tuple, list)):
        raise TypeError(f"f(theta) is a {type(value).__name__} of {len(value)}; expected one number, the cost. Where f gives the "
                        "cost and its gradient, write lambda theta: f(theta)[0].")
    value = numbers(value, "f(theta)")
    if value.ndim:
        raise TypeError(f"f(theta) is an array of shape {value.shape}; expected one number, the cost. Is a sum missing? For "
                        "one entry write lambda theta: f(theta)[0].")
    return value[()]


def settled(f: Callable[[Any], Any], theta: Any, rounding: float) -> Any:
    """f(θ), asked twice; ValueError if the two differ by more than roundings: such an f has no derivative."""
    once, again = cost(f, theta), cost(f, theta)
    if abs(once - again) > rounding * abs(once):
        digits = ".6g" if f"{once:.6g}" != f"{again:.6g}" else ".17g"  # as many as it takes to see two numbers
        raise ValueError(f"f gave {once:{digits}} and then {again:{digits}} at the same theta; expected one value. Are random numbers drawn "
                         "inside f? Draw them before, or make the generator inside from a fixed seed.")
    return once


def gradient(given: Any, theta: Any) -> None:
    """ValueError if a gradient is not of θ's shape; for Params the vector will do."""
    if hasattr(given, "sizes") and hasattr(theta, "sizes"):
        came, wanted = given.sizes, theta.sizes
    else:
        came, wanted = (np.shape(getattr(point, "vector", point)) for point in (given, theta))
    if came != wanted:
        raise ValueError(f"the gradient has shape {came}; expected {wanted}, that of theta."
                         + (" It looks transposed: try its .T." if came == wanted[::-1] else ""))


def finite(values: np.ndarray, name: str) -> None:
    """ValueError if anything in `values` is NaN or infinite, naming the first place."""
    if not all_finite(values):
        where = tuple(int(k) for k in np.argwhere(~np.isfinite(values))[0])
        index = ", ".join(map(str, where))
        raise ValueError(f"{name}[{index}] is {values[where]}; expected finite numbers. "
                         f"Look for it with np.argwhere(~np.isfinite({name})).")


def all_finite(values: Any) -> bool:
    """Whether nothing in an array, or a number, is NaN or infinite."""
    # A sum of squares is finite only if all of them are, and takes a third of the time of looking at each.
    return cmath.isfinite(np.vdot(values, values)) or bool(np.isfinite(values).all())


def learning_rate(eta: Any) -> float:
    """η as a positive finite number; TypeError or ValueError otherwise."""
    if isinstance(eta, bool) or not isinstance(eta, (int, float, np.floating, np.integer)):
        raise TypeError(f"eta is {eta!r} of type {type(eta).__name__}; expected one number, such as eta=0.1.")
    if not math.isfinite(eta) or eta <= 0:
        raise ValueError(f"eta is {eta}; expected a positive finite number: "
                         "the update subtracts eta times the gradient, so descent needs no sign of its own.")
    return float(eta)


def share(value: Any, name: str) -> float:
    """A number from 0 up to, but not including, 1; TypeError or ValueError otherwise."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.floating, np.integer)):
        raise TypeError(f"{name} is {value!r} of type {type(value).__name__}; expected one number, such as {name}=0.5.")
    if not 0 <= value < 1:
        raise ValueError(f"{name} is {value}; expected a number from 0 up to, but not including, 1.")
    return float(value)


def positive(value: Any, name: str) -> float:
    """A positive finite number; TypeError or ValueError otherwise."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.floating, np.integer)):
        raise TypeError(f"{name} is {value!r} of type {type(value).__name__}; expected one number, such as {name}=0.5.")
    if not math.isfinite(value) or value <= 0:
        raise ValueError(f"{name} is {value}; expected a positive finite number.")
    return float(value)


def classes(numbers: Any, name: str, K: int | None = None) -> np.ndarray:
    """Class numbers 0, 1, … as an array (D,) of whole numbers below K; TypeError or ValueError otherwise."""
    numbers = np.asarray(numbers)
    if numbers.ndim != 1 or numbers.size == 0:
        raise ValueError(f"{name} has shape {numbers.shape}; expected (D,), a class number for each of at least one "
                         f"sample." + (f" For scores or one-hot rows write {name}.argmax(axis=1)."
                                       if numbers.ndim == 2 else ""))
    if numbers.dtype.kind not in "iu":
        raise TypeError(f"{name} holds {numbers.dtype} values; expected whole numbers, the classes 0, 1, …")
    if numbers.min() < 0 or K is not None and numbers.max() >= K:
        raise ValueError(f"{name} holds the classes {numbers.min()} to {numbers.max()}; expected 0 to "
                         f"{'K − 1' if K is None else K - 1}.")
    return numbers


def count(steps: Any, name: str, least: int = 0) -> int:
    """A whole number ≥ least; TypeError or ValueError otherwise."""
    if isinstance(steps, bool) or not isinstance(steps, (int, np.integer)):
        raise TypeError(f"{name} is {steps!r} of type {type(steps).__name__}; expected a whole number.")
    if steps < least:
        raise ValueError(f"{name} is {steps}; expected at least {least}.")
    return int(steps)


def generator(rng: Any) -> np.random.Generator:
    """rng itself if it is a NumPy generator; TypeError otherwise."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng is {rng!r}; expected a NumPy generator. Randomness here is always yours to seed: "
                        "write rng = np.random.default_rng(0) and pass rng.")
    return rng
