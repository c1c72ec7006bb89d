"""How well wrong answers are diagnosed: `python -m tools.answers` hands in thousands whose mistakes are known, and counts.

Each answer is made from the truth and the slips of an exercise by one way of going wrong, so it is known which slips were
made and which entries are right. A verdict is then one of four: right, named rightly, named falsely, vague. It is false
where it names a slip that was not made, or one that moves an entry which is right.
"""

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from course.exercises import check, exercises_of, replay
from course.exercises.checking import Verdict, chapters
from course.exercises.model import Exercise, Slip
from course.exercises.tolerance import to_digits

RANDOM = 20  # answers of random numbers to each exercise
FOREIGN = 12  # answers that are right elsewhere


class Tried(NamedTuple):
    """An answer, the way in which it was made, the names of the slips that are in it, and the guess that would be true."""

    way: str
    values: tuple[float, ...]
    made: frozenset[str] = frozenset()
    guess: str = ""


def moves(exercise: Exercise, slip: Slip) -> set[int]:
    """The entries that a slip changes by more than rounding does."""
    rows = zip(slip.value, exercise.truth, slip.tolerance, exercise.tolerance)
    return {k for k, (wrong, right, t, u) in enumerate(rows) if abs(wrong - right) > t + u}


def wrong(exercise: Exercise, values: tuple[float, ...]) -> set[int]:
    """The entries of an answer that are further from the truth than rounding explains."""
    return {k for k, (x, v, t) in enumerate(zip(values, exercise.truth, exercise.tolerance)) if abs(x - v) > t * 1.0001}


def tried(exercise: Exercise, others: list[Exercise], rng: np.random.Generator) -> Iterator[Tried]:
    """Answers to an exercise, by all ways; one that comes out right after all is left to the caller."""
    truth, n = exercise.truth, len(exercise.truth)
    yield Tried("the truth, rounded", tuple(to_digits(exercise.digits)(truth).tolist()))
    for slip in exercise.slips:
        yield Tried("a slip", tuple(to_digits(exercise.digits)(slip.value).tolist()), frozenset([slip.name]))
    for a, b in combinations(exercise.slips, 2):  # each where it changes something, b where both do not
        mine = tuple(y if k in moves(exercise, b) else x for k, (x, y) in enumerate(zip(a.value, b.value)))
        if moves(exercise, a) & moves(exercise, b) == set():
            yield Tried("two slips, at different entries", mine, frozenset([a.name, b.name]))
    for k in range(n if n > 1 else 0):
        for slip in exercise.slips:
            if k in moves(exercise, slip) and len(moves(exercise, slip)) > 1:
                yield Tried("a slip at one entry only", (*truth[:k], slip.value[k], *truth[k + 1:]), frozenset([slip.name]))
        for factor in (1.2, 0.7, 3.7, -0.4):
            yield Tried("one entry off by an odd factor", (*truth[:k], truth[k] * factor, *truth[k + 1:]))
    yield from carried_on(exercise)
    for i, j in combinations(range(n), 2):
        row = list(truth)
        row[i], row[j] = row[j], row[i]
        yield Tried("two entries exchanged", tuple(row), guess="order")
    for power in (-3, -2, -1, 1, 2, 3):
        yield Tried("a power of ten", tuple(v * 10.0**power for v in truth), guess="power of ten")
        for k in range(n if n > 1 else 0):
            yield Tried("a power of ten", (*truth[:k], truth[k] * 10.0**power, *truth[k + 1:]), guess="power of ten")
    yield Tried("all signs", tuple(-v for v in truth), guess="sign")
    for factor, guess in ((2.0, "twice"), (0.5, "half")):
        yield Tried("a factor 2 or ½", tuple(v * factor for v in truth), guess=guess)
    for other in others:
        if len(other.truth) == n and other.id != exercise.id:
            yield Tried("the answer of another exercise", other.truth)
    for _ in range(RANDOM):
        size = np.exp(rng.uniform(math.log(0.01), math.log(100), n))
        yield Tried("random numbers", tuple((size * rng.choice([-1, 1], n)).tolist()))
        near = np.array(truth) * np.exp(rng.normal(0, 1, n)) * rng.choice([1, 1, 1, -1], n)
        yield Tried("random numbers of the right size", tuple(near.tolist()))


def carried_on(exercise: Exercise) -> Iterator[Tried]:
    """One step wrong, and what follows carried on rightly; and two steps wrong, one after the other."""
    rules, n = exercise.rules, len(exercise.truth)

    def followed(start: dict[int, Callable[[list[float], float], float]]) -> tuple[float, ...]:
        row: list[float] = []
        for k in range(n):
            at = replay.due(exercise, row, k)
            row.append(start[k](row, at) if k in start else at)
        return tuple(row)

    def wrongly(slip: Slip, k: int, row: list[float], at: float) -> float:
        own = exercise.slip_rules.get(slip.name, {}).get(k)
        return replay.by_rule(exercise, own, row) if own else at * slip.value[k] / replay.due(exercise, slip.value, k)

    one_step = [(slip, places[0]) for slip in exercise.slips
                if len(places := replay.breaks(exercise, slip.value)) == 1 and replay.due(exercise, slip.value, places[0])]
    if not rules:
        return
    for k in range(n):
        yield Tried("an odd factor, carried on", followed({k: lambda row, at: 1.3 * at}))
    for (a, j), (b, k) in combinations(one_step, 2):
        if j != k:
            yield Tried("two slips, one after the other", followed({j: lambda row, at, a=a, j=j: wrongly(a, j, row, at), k: lambda row, at, b=b, k=k: wrongly(b, k, row, at)}),
                        frozenset([a.name, b.name]))


def judged(exercise: Exercise, answer: Tried, verdict: Verdict) -> str:
    """What a verdict is worth: right, named, false, located or vague."""
    if verdict.right:
        return "right" if not wrong(exercise, answer.values) else "wrongly right"
    named = {slip for slip in exercise.slips if slip.name in verdict.slips}
    if named:
        off = wrong(exercise, answer.values)
        broken = set(replay.breaks(exercise, answer.values))
        true = {slip.name for slip in named} & answer.made and all(
            moves(exercise, slip) <= off or set(replay.breaks(exercise, slip.value)) <= broken for slip in named)
        twin = all(fits(exercise, slip, answer.values) for slip in named)  # other words for the same numbers
        return "named" if true else "as good" if twin and answer.way not in CHANCE else "false"
    guess = getattr(verdict, "guess", "")
    if guess:
        hundred = guess in ("percent", "share") and answer.guess == "power of ten"
        return "named" if guess == answer.guess or hundred else "guessed"
    return "located" if getattr(verdict, "carried", ()) else "vague"


CHANCE = ("random numbers", "random numbers of the right size", "the answer of another exercise", "one entry off by an odd factor")


def fits(exercise: Exercise, slip: Slip, values: tuple[float, ...]) -> bool:
    """Whether a slip explains all that is off: somebody who made it hands in just these numbers."""
    return all(abs(x - v) <= t * 1.0001 for x, v, t in zip(values, slip.value, slip.tolerance))


COLUMNS = ("right", "named", "as good", "guessed", "located", "vague", "false", "wrongly right")


def counted(numbers: list[int]) -> tuple[dict[str, Counter], list[str]]:
    """The verdicts by way of going wrong, and the false ones in words."""
    exercises = [e for chapter in numbers for e in exercises_of(chapter) if e.kind in ("number", "array")]
    rng, table, false = np.random.default_rng(18), defaultdict(Counter), []
    for exercise in exercises:
        pool = rng.permutation([e.id for e in exercises if len(e.truth) == len(exercise.truth)])[:FOREIGN]
        for answer in tried(exercise, [e for e in exercises if e.id in pool], rng):
            if answer.way != "the truth, rounded" and not wrong(exercise, answer.values):
                continue
            verdict = check(exercise.id, list(answer.values))
            found = judged(exercise, answer, verdict)
            table[answer.way][found] += 1
            if found in ("false", "wrongly right"):
                shown = ", ".join(f"{v:.5g}" for v in answer.values)
                false.append(f"{exercise.id} ({shown}), {answer.way}, {sorted(answer.made)}: {verdict.slips}")
    return table, false


def main(*chapters_wanted: str) -> None:
    """Print the table; with -v the false diagnoses too, and with numbers those chapters only."""
    numbers = [int(c) for c in chapters_wanted if c.isdigit()] or chapters()
    table, false = counted(numbers)
    print(f"{'':34}" + "".join(f"{c:>14}" for c in ("answers", *COLUMNS)))
    for way, row in table.items():
        print(f"{way:34}{row.total():14}" + "".join(f"{row[c]:14}" for c in COLUMNS))
    if "-v" in chapters_wanted:
        print("\n".join(false))


if __name__ == "__main__":
    main(*sys.argv[1:])
