"""Wrong answers followed step by step: each entry is computed again from the entries that were handed in before it.

So the first step that breaks is found, what was carried on rightly from a wrong number is told from what breaks again, and
two slips in one answer are told apart. This takes the right formulas, the `rules` of an exercise, which the student edition does
not have: there the sealed table alone judges, and says less.
"""

import functools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from course.exercises.formulas import parsed
from course.exercises.judging import changed_to, either, guess_sentence, listed
from course.exercises.model import Exercise, Slip
from course.exercises.sealing import unlocked
from course.exercises.tolerance import half_unit
from course.exercises.verdicts import VERDICTS

Row = Sequence[float]


@functools.cache
def rule(text: str, n: int) -> Callable[[Mapping[str, float]], float]:
    """A rule of an exercise with n entries, read by the grammar of formulas."""
    return parsed(text, [f"{name}{k}" for k in range(n) for name in "xt"])


class Replay(NamedTuple):
    """What is said, the slips that explain a step, and the entries that were carried on rightly from a wrong one."""

    sentence: str
    slips: tuple[Slip, ...]
    carried: tuple[int, ...]


def due(exercise: Exercise, values: Row, k: int) -> float:
    """What entry k would be, computed rightly from the entries before it; NaN where there is no such number."""
    return by_rule(exercise, exercise.rules[k], values) if k in exercise.rules else exercise.truth[k]


def by_rule(exercise: Exercise, text: str, values: Row) -> float:
    """What a rule makes of the entries before it."""
    named = {f"x{j}": float(x) for j, x in enumerate(values)} | {f"t{j}": t for j, t in enumerate(exercise.truth)}
    return rule(text, len(exercise.truth))(named)


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

    It is the slip's own number where they are the slip's own. Where they are not, the slip may have a rule of its own; else it
    is off by the slip's factor, if the rule is a product of powers of those that differ: then the factor is the same wherever they are.
    """
    differ = [j for j in range(k) if abs(values[j] - slip.value[j]) > slip.tolerance[j]]
    if not differ or k not in exercise.rules:
        return abs(values[k] - slip.value[k]) <= 1.0001 * slip.tolerance[k]
    if own := exercise.slip_rules.get(slip.name, {}).get(k):
        expected = by_rule(exercise, own, values)
        return abs(values[k] - expected) <= allowed(exercise, k, expected)
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
    if not exercise.rules:
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
    guesses = {k: changed_to([due(exercise, values, k)], [values[k]], [allowed(exercise, k, due(exercise, values, k))], exercise.factors,
                             exercise.digits)
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
        step = VERDICTS["breaks first" if place == 0 else "breaks again"].format(name)
        parts.append(f"{step}: {either([slip.sentence for slip in fresh])}" if fresh
                     else f"{step}. {guess_sentence(guesses[k])}" if guesses[k] else f"{step}.")
    if carried:
        names = listed([exercise.labels[k] for k in carried])
        parts.append(VERDICTS["one follows" if len(carried) == 1 else "several follow"].format(names))
    return Replay(" ".join(parts), tuple(told), carried)


def followed(exercise: Exercise, judged: Mapping[str, Any], known: Sequence[Any] = ()) -> dict[str, Any]:
    """What `replayed` needs of an exercise, as plain data for the page, which follows an answer on the sealed table `judged`.

    The rules have their numbers in the place of the truth, and `share` is the relative tolerance of an entry that has a rule. Of each
    slip there are the places where it breaks, its rule or its factor at each of them, 0 where it has none, and the key of its words, 0
    where it is the one that is `known`.
    """
    def numbered(text: str) -> str:
        return re.sub(r"\bt([0-9]+)", lambda found: f"({exercise.truth[int(found[1])]:.9g})", text)

    slips = []
    for place, slip in enumerate(exercise.slips, 1):
        at = breaks(exercise, slip.value)
        dues = {k: due(exercise, slip.value, k) for k in at if k in exercise.rules}
        own = exercise.slip_rules.get(slip.name, {})
        factors = [numbered(own[k]) if k in own else float(f"{slip.value[k] / dues[k]:.6g}") if dues.get(k) and math.isfinite(dues[k]) else 0 for k in at]
        key = unlocked(judged, place, 0, slip.value[0])
        slips.append([at, factors, 0 if known and known[place - 1][2] == key else key])
    return {"rules": {k: numbered(text) for k, text in exercise.rules.items()}, "slips": slips, "digits": exercise.digits,
            "share": {k: float(f"{exercise.tolerance[k] / abs(exercise.truth[k]):.4g}") for k in exercise.rules}}
