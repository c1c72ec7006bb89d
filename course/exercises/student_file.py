"""An exercise as the student edition has it, in a file: what is asked and two hints, and the sealed table to judge by."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from course.exercises import functions
from course.exercises.fresh import merged, page_table
from course.exercises.model import Exercise

KEPT = ("id", "title", "asks", "kind", "labels", "digits", "shape", "thousands", "factors", "shorthand", "statement")


def packed(exercise: Exercise, others: Sequence[Exercise] = ()) -> dict[str, Any]:
    """An exercise as plain data, without truth, slips and solution; `others` are the same with other numbers."""
    return {field: getattr(exercise, field) for field in KEPT} | {
        "numbers": len(exercise.truth), "hints": exercise.hints[:2], "sealed": page_table(exercise, others, solutions=False),
        "instances": [{name: _plain(value) for name, value in instance.items()} for instance in exercise.instances]}


def unpacked(entry: dict[str, Any], seed: int = 0) -> Exercise:
    """An exercise of that file, with other numbers where there is a seed."""
    if seed:
        again = merged(entry["sealed"], entry["sealed"]["again"][seed - 1])
        entry = {**entry, "sealed": again, **{field: again[field] for field in ("asks", "statement", "hints", "thousands", "factors") if field in again}}
    nothing = (math.nan,) * entry["numbers"]
    return Exercise(**{field: _tuple(entry[field]) for field in KEPT}, truth=nothing, tolerance=nothing, slips=(), seed=seed,
                    hints=tuple(entry["hints"]), sealed=entry["sealed"],
                    instances=tuple({name: _value(plain) for name, plain in instance.items()} for instance in entry["instances"]))


def _plain(value: Any) -> Any:
    """An argument for a reader's function: a number, a text, an array, or a function of `given`, by its name."""
    if isinstance(value, np.ndarray):
        return {"array": value.tolist(), "type": value.dtype.name}
    if callable(value) and getattr(functions, value.__name__, None) is value:
        return {"function": value.__name__}
    if isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"{value!r} cannot be put into a file; a function has to stand in course/exercises/functions.py.")


def _value(plain: Any) -> Any:
    if isinstance(plain, dict):
        return getattr(functions, plain["function"]) if "function" in plain else np.array(plain["array"], dtype=plain["type"])
    return plain


def _tuple(plain: Any) -> Any:
    return tuple(map(_tuple, plain)) if isinstance(plain, (list, tuple)) else plain
