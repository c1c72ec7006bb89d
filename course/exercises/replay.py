"""Wrong answers followed step by step: each entry is computed again from the entries that were handed in before it.

So the first step that breaks is found, what was carried on rightly from a wrong number is told from what breaks again, and
two slips in one answer are told apart. This takes the right formulas, which neither a page nor the student edition has:
there the sealed table alone judges, and says less.
"""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from course.exercises.judging import changed_to, either, guess_sentence, listed
from course.exercises.model import Exercise, Slip
from course.exercises.tolerance import half_unit

Row = Sequence[float]


def sigma(z: float) -> float:
    """σ for numbers of any size."""
    return 0.5 * (1 + math.tanh(z / 2))


# How an entry k follows from the entries before it: (x, t) with the answer x and the truth t. What does not depend on
# other entries has no rule. Where a factor does not change, it is that of the truth.
RULES: dict[str, dict[int, Callable[[Row, Row], float]]] = {
    "1.3": {2: lambda x, t: x[0] + x[1]},
    "1.4": {1: lambda x, t: 2 / x[0]},
    "1.7": {2: lambda x, t: 0.8 - 0.5 * x[0]},
    "2.7": {3: lambda x, t: 1.5 - 0.1 * x[2]},
    "3.1": {1: lambda x, t: 1 - x[0],
            **{k: lambda x, t, k=k: t[k] * x[1] * x[0] * (1 - x[0]) / (t[1] * t[0] * (1 - t[0])) for k in (2, 3)}},
    "3.3": {1: lambda x, t: x[0] * (1 - x[0]) ** 2, 2: lambda x, t: 0.25 * 0.3 * x[1]},
    "4.6": {1: lambda x, t: t[1] * x[0] / t[0]},
    "4.7": {2: lambda x, t: t[2] * (-0.2 * x[0] + 0.5 * x[1]) / (-0.2 * t[0] + 0.5 * t[1]),
            3: lambda x, t: t[3] * (1.1 * x[0] - 1.3 * x[1]) / (1.1 * t[0] - 1.3 * t[1]),
            4: lambda x, t: 0.8 * x[3], 5: lambda x, t: t[5] * x[1] / t[1]},
    "6.2": {1: lambda x, t: 21 * x[0] / 0.3},
    "6.5": {2: lambda x, t: x[1] / 16},
    "6.10": {4: lambda x, t: 13 * x[3]},
    "6.11": {1: lambda x, t: math.sqrt(x[0] * (1 - x[0]) / 200)},
    "7.8": {1: lambda x, t: math.sqrt(x[0]), 2: lambda x, t: math.sqrt(3 * x[0])},
    "7.9": {1: lambda x, t: x[0] ** 18},
    "7.10": {2: lambda x, t: math.log(1000) / math.log(abs(x[1]))},
    "8.1": {2: lambda x, t: x[0] + x[1], 3: lambda x, t: x[0] - x[1]},
    "9.8": {1: lambda x, t: x[0] - 2 * math.sqrt(x[0] * (1 - x[0]) / 300), 2: lambda x, t: 2 * x[0] - x[1]},
    "9.9": {2: lambda x, t: sigma(-4.5 * x[0] + 5.3 * x[1] - 0.8), 3: lambda x, t: (x[2] - 1) * x[2] * (1 - x[2]),
            4: lambda x, t: -4.5 * x[3] * x[0] * (1 - x[0]), 5: lambda x, t: 5.3 * x[3] * x[1] * (1 - x[1])},
}


class Replay(NamedTuple):
    """What is said, the slips that explain a step, and the entries that were carried on rightly from a wrong one."""

    sentence: str
    slips: tuple[Slip, ...]
    carried: tuple[int, ...]


def due(exercise: Exercise, values: Row, k: int) -> float:
    """What entry k would be, computed rightly from the entries before it; NaN where there is no such number."""
    rule = RULES.get(exercise.id, {}).get(k)
    if rule is None:
        return exercise.truth[k]
    try:
        return float(rule(values, exercise.truth))
    except (ArithmeticError, ValueError):
        return math.nan


def allowed(exercise: Exercise, k: int, at: float) -> float:
    """The tolerance of entry k where it is due to be `at`: in proportion, and at least what its own last digit rounds."""
    share = abs(at / exercise.truth[k]) if exercise.truth[k] else 1.0
    return 1.0001 * max(exercise.tolerance[k] * share, float(half_unit(at, exercise.digits)))


def breaks(exercise: Exercise, values: Row) -> list[int]:
    """The entries that do not follow from those before them."""
    return [k for k, x in enumerate(values)
            if not abs(x - (at := due(exercise, values, k))) <= allowed(exercise, k, at)]


def explains(exercise: Exercise, slip: Slip, values: Row, k: int) -> bool:
    """Whether entry k is what this slip makes of the entries before it.

    It is the slip's own number where they are the slip's own. Where they are not, it is off by the slip's factor, if the
    rule is a product of powers of those that differ: then the factor is the same wherever they are.
    """
    differ = [j for j in range(k) if abs(values[j] - slip.value[j]) > slip.tolerance[j]]
    if not differ or k not in RULES[exercise.id]:
        return abs(values[k] - slip.value[k]) <= 1.0001 * slip.tolerance[k]
    mine, its = due(exercise, values, k), due(exercise, slip.value, k)
    if not (math.isfinite(mine) and math.isfinite(its) and mine and its):
        return False

    def moved(j: int, factor: float) -> float:
        return due(exercise, [x * factor if i == j else x for i, x in enumerate(values[:k])], k)

    if not all(math.isclose(moved(j, 1.1) ** 2, moved(j, 1.21) * mine, rel_tol=1e-9) for j in differ):
        return False
    expected = mine * slip.value[k] / its
    return abs(values[k] - expected) <= allowed(exercise, k, expected)


def replayed(exercise: Exercise, values: Row, off: Sequence[int]) -> Replay | None:
    """What a step-by-step look finds in an answer whose entries `off` are not right; None where it finds no more than that."""
    if exercise.id not in RULES:
        return None
    loose = breaks(exercise, values)
    broken, apart = [k for k in loose if k in off], [k for k in loose if k not in off]  # what is right came by another way
    carried = tuple(k for k in off if k not in broken)
    found: dict[int, list[Slip]] = {k: [] for k in broken}
    for slip in exercise.slips:
        places = breaks(exercise, slip.value)
        moved = [k for k in apart if abs(slip.value[k] - exercise.truth[k]) > slip.tolerance[k] + exercise.tolerance[k]]
        if places and not moved and set(places) <= set(broken) and all(explains(exercise, slip, values, k) for k in places):
            found[places[0]].append(slip)
            for k in places[1:]:
                found[k].append(slip)
    guesses = {k: changed_to([due(exercise, values, k)], [values[k]], [allowed(exercise, k, due(exercise, values, k))], exercise.factors)
               for k in broken}
    if not all(found[k] or guesses[k] for k in broken):  # a slip beside what nothing explains is named by accident too often
        found, guesses = {k: [] for k in broken}, dict.fromkeys(broken, "")
    if not broken or not (carried or any(found.values())):
        return None
    parts, told = [], []
    for place, k in enumerate(broken):
        fresh = [slip for slip in found[k] if slip not in told]
        if found[k] and not fresh:
            continue
        told += fresh
        name = exercise.labels[k]
        step = f"The first step that breaks is {name}" if place == 0 else f"It breaks again at {name}"
        parts.append(f"{step}: {either([slip.sentence for slip in fresh])}" if fresh
                     else f"{step}. {guess_sentence(guesses[k])}" if guesses[k] else f"{step}.")
    if carried:
        names = listed([exercise.labels[k] for k in carried])
        parts.append(f"From what was handed in before, {names} {'follows' if len(carried) == 1 else 'follow'} rightly.")
    return Replay(" ".join(parts), tuple(told), carried)
