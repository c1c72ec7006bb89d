"""Exercises with other numbers: drawn by a seed, kept only where no two slips coincide, and stored for the page.

The module of a chapter has FRESH, functions that draw the numbers of an exercise; its maker takes them by name. The page and the
student edition have the first few of them, sealed as the exercise itself is.
"""

import json
import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from course.exercises.judging import moved, table
from course.exercises.model import Exercise
from course.exercises.sealing import mix, sealed, unlocked, veiled

KEPT = 2  # seeds 1 and 2 are those of the page, which each of them makes larger by up to a twentieth
TRIES = 500
SAME = ("labels", "coarser", "thousands", "factors", "near", "unknown", "next")  # of a table; stored again where they differ
Draw = Callable[[np.random.Generator], Mapping[str, Any]]


def drawn(exercise: Exercise, seed: int, make: Callable[..., Exercise], draw: Draw) -> Exercise:
    """The exercise with the numbers of a seed: the first draw in which every slip has numbers of its own."""
    rng = np.random.default_rng([zlib.crc32(exercise.id.encode()), seed])
    for _ in range(TRIES):
        other = make(**draw(rng))
        if other.statement != exercise.statement and told_apart(exercise, other):
            return other._replace(seed=seed)
    raise ArithmeticError(f"{TRIES} draws for exercise {exercise.id}, and in all of them two slips coincide.")


def told_apart(exercise: Exercise, other: Exercise) -> bool:
    """Whether all slips are there, and any two of slips and truth differ somewhere by more than rounding does."""
    if [slip.name for slip in other.slips] != [slip.name for slip in exercise.slips]:
        return False
    values = [(other.truth, other.tolerance), *((slip.value, slip.tolerance) for slip in other.slips)]
    return all(map(math.isfinite, (x for row, _ in values for x in row))) and all(
        any(abs(x - y) > t + u for x, y, t, u in zip(a, b, t_a, t_b)) for (a, t_a), (b, t_b) in combinations(values, 2))


def page_table(exercise: Exercise, others: Sequence[Exercise] = (), solutions: bool = True) -> dict[str, Any]:
    """What a page stores of an exercise: its sealed table, the same with other numbers, and how an answer is followed.

    Without `solutions` there are neither third hints nor the formulas by which an answer is followed.
    """
    base = table(exercise)
    if exercise.sealed is not None or not exercise.slips:
        return base
    again = [_again(exercise, base, other, solutions) for other in others]
    return base | ({"again": again} if again else {}) | (_followed(exercise, base, base["salt"]) if solutions else {})


def _again(exercise: Exercise, base: Mapping[str, Any], other: Exercise, solutions: bool) -> dict[str, Any]:
    """The sealed table with other numbers, as far as it differs: a slip whose words are the same keeps its key."""
    its, entries = table(other), []
    for place, (old, new) in enumerate(zip(exercise.slips, other.slips), 1):
        if (old.sentence, old.passage) != (new.sentence, new.passage):
            entries.append(its["entries"][place])
            continue
        key = unlocked(base, place, 0, old.value[0])
        entry = sealed(base["salt"], place, new.value, new.tolerance, {}, moved(other, new), key)
        entries.append({part: entry[part] for part in ("pitch", "shift", "lock")}
                       | ({"moves": entry["moves"]} if entry["moves"] != base["entries"][place]["moves"] else {})
                       | ({"at": at} if (at := its["entries"][place].get("at")) != base["entries"][place].get("at") else {}))
    found = {"statement": other.statement, "hints": other.hints[:2], "entries": [its["entries"][0], *entries]}
    found |= {part: its[part] for part in SAME if its[part] != base[part]} | ({"asks": other.asks} if other.asks != exercise.asks else {})
    key = mix(base["salt"], other.seed)
    if solutions:
        found |= {"solution": veiled(other.hints[2], key)} | _followed(other, merged(base, found), key, exercise)
    return found


def merged(base: Mapping[str, Any], again: Mapping[str, Any]) -> dict[str, Any]:
    """The whole table of an exercise with other numbers; the same in question.js."""
    entries = [{**old, **new} for old, new in zip(base["entries"], again["entries"])]
    return {**{part: value for part, value in base.items() if part not in ("again", "follow")}, **again, "entries": entries}


def _followed(exercise: Exercise, judged: Mapping[str, Any], key: int, original: Exercise | None = None) -> dict[str, Any]:
    """What follows an answer step by step, veiled; nothing where no entry follows from others."""
    if not exercise.rules:
        return {}
    from course.exercises.replay import followed  # the student edition does without

    known = followed(original, judged | table(original))["slips"] if original else ()
    return {"follow": veiled(json.dumps(followed(exercise, judged, known), ensure_ascii=False, separators=(",", ":")), key)}
