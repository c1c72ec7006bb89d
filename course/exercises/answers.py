"""What somebody hands in, read as numbers: every sensible shape and spelling is taken, the rest is answered in a sentence."""

import math
import re
from typing import Any

import numpy as np

from course.exercises.model import Exercise

# The same in question.js. A comma may stand for the point.
NUMBER = re.compile(r"([+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?)(?:/([0-9]+(?:[.,][0-9]+)?))?")


class Unreadable(Exception):
    """An answer that cannot be compared; the message is for the person who gave it."""


def spelled(text: str) -> float:
    """A number as people type it: 0.332, −0.7, 0,332, 6.5e-3, 1/3."""
    plain = re.sub(r"\s*([+/-])\s*", r"\1", text.strip().replace("−", "-"))
    if not plain:
        raise Unreadable("There is no answer yet.")
    match = NUMBER.fullmatch(plain)
    if not match or match[2] is not None and float(match[2].replace(",", ".")) == 0:
        raise Unreadable(f"“{text.strip()}” cannot be read as a number. Write it like 0.332, -0.7, 6.5e-3 or 1/3.")
    value = float(match[1].replace(",", ".")) / (float(match[2].replace(",", ".")) if match[2] else 1.0)
    if not math.isfinite(value):
        raise Unreadable(f"“{text.strip()}” is too large for the machine.")
    return value


def numbers(exercise: Exercise, answer: Any) -> list[float]:
    """The numbers of an answer in the order of the truth; Unreadable says what is wrong with any other."""
    if answer is None or answer is ...:
        raise Unreadable("There is no answer yet.")
    if callable(answer):
        raise Unreadable("A function came; expected what it gives. Call it, and hand in the result.")
    answer = getattr(answer, "vector", answer)  # Params
    n, wanted = len(exercise.truth), expected(exercise)
    if isinstance(answer, (dict, set, frozenset)):
        raise Unreadable(f"A {type(answer).__name__} came, which has no order of its own; expected {wanted}.")
    if isinstance(answer, (str, bytes)):
        parts = [answer]
    else:
        try:
            array = np.asarray(answer if not hasattr(answer, "__iter__") or hasattr(answer, "shape") else list(answer))
        except (Exception, SystemExit):  # rows of different lengths, and whatever else refuses to be an array
            raise Unreadable(f"The answer cannot be made into one array; expected {wanted}.") from None
        _sensible(exercise, array, wanted)
        parts = list(array.ravel())
    if len(parts) != n:
        raise Unreadable(f"{_several(len(parts))} came; expected {wanted}.")
    return [_number(part, exercise.labels[k] if k < len(exercise.labels) and n > 1 else "The answer")
            for k, part in enumerate(parts)]


def expected(exercise: Exercise) -> str:
    """What an exercise wants, in words."""
    if len(exercise.truth) == 1:
        return "one number"
    shape = f" of shape {exercise.shape}" if len(exercise.shape) > 1 else ""
    return f"{len(exercise.truth)} numbers{shape}, {', '.join(exercise.labels)}"


def _sensible(exercise: Exercise, array: np.ndarray, wanted: str) -> None:
    """Unreadable for a shape that does not hold the numbers in their order; a single row or column always does."""
    n = len(exercise.truth)
    if array.size == n:
        if max(array.shape, default=1) == n or array.shape == exercise.shape or n == 1:
            return
        hint = " It looks transposed." if array.shape == exercise.shape[::-1] else ""
        raise Unreadable(f"The answer has the shape {array.shape}; expected {wanted}.{hint}")
    if n > 1 and array.shape == (n, n):
        raise Unreadable(f"The answer has the shape {array.shape}; expected {wanted}. NumPy makes ({n}, {n}) out of ({n},) and "
                         f"({n}, 1): give both the same shape before you combine them.")


def _number(part: Any, label: str) -> float:
    if isinstance(part, str):
        return spelled(part)
    if isinstance(part, (bool, np.bool_)):
        raise Unreadable(f"{label} is {part}; expected a number.")
    if isinstance(part, (complex, np.complexfloating)):
        raise Unreadable(f"{label} is complex; expected a real number.")
    if part is None or part is ...:
        raise Unreadable(f"{label} is still missing.")
    try:
        value = float(part)
    except (Exception, SystemExit):
        raise Unreadable(f"{label} is of type {type(part).__name__}; expected a number.") from None
    if math.isnan(value):
        raise Unreadable(f"{label} is NaN, which is no number: look for 0/0 or ∞ − ∞ on the way.")
    if math.isinf(value):
        raise Unreadable(f"{label} is infinite: look for an overflow or a division by 0 on the way.")
    return value


def _several(n: int) -> str:
    return "No number" if n == 0 else "One number" if n == 1 else f"{n} numbers"
