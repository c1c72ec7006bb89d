"""The second hint is a formula and not the solution: nothing in it can be handed in, and no line of a solution stands in it."""

import re

import pytest
from by_number import each, exercises

from course.exercises import check
from course.exercises.answers import Unreadable, spelled
from course.exercises.judging import judge, table

PARTS = re.compile(r"[=,;:≈]|\. | is | and | with ")


def handed_over(exercise):
    """What in the first two hints is a right answer, or the telling part of one."""
    parts = [part.strip(" .\"") for hint in exercise.hints[:2] for part in PARTS.split(hint)]
    if exercise.kind == "formula":
        return [part for part in parts if part and check(exercise.id, part)]
    if exercise.kind == "function":
        lines = [line.strip() for line in exercise.hints[2].splitlines()[1:]]
        telling = [line for line in lines if not re.fullmatch(r"return \w+|else:|", line)]
        return [line for line in telling if line.removeprefix("return ") in exercise.hints[1]]
    if exercise.kind == "choice":
        return re.findall(r"(?:first|second|third|fourth) answer", exercise.hints[1])
    found = []
    for part in parts:
        try:
            value = spelled(part)
        except Unreadable:
            continue
        if exercise.kind == "number":
            found += [part] if judge(table(exercise), [value])["right"] else []
        else:  # whole numbers below ten stand in many formulas
            found += [part] if any(abs(value - v) <= t and not (abs(v) < 10 and v == round(v)) for v, t in zip(exercise.truth, exercise.tolerance)) else []
    return found


@each
def test_the_second_hint_is_not_the_solution(exercise):
    assert len(exercise.hints) == 3 and handed_over(exercise) == []


@pytest.mark.parametrize(("id", "hint"), [
    ("7.1", "The gain is √(2/(1 + s²))."), ("3.8", "The text is (delta_next @ W_next.T) * sigmoid.prime(Z)."), ("3.9", "So the second answer is right."),
    ("4.5", "δ = −0.00136."), ("6.12", "The cost is 1.375.")])
def test_a_hint_that_says_it_all_is_seen(id, hint):
    (exercise,) = (e for e in exercises("number", "array", "choice", "formula", "function") if e.id == id)
    assert handed_over(exercise._replace(hints=(exercise.hints[0], hint, exercise.hints[2])))
