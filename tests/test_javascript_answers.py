"""The rule of an answer box is written twice, in Python and in JavaScript; here they are compared on many answers."""

import functools
import json

import numpy as np
import pytest
from by_number import IDS, KINDS, exercises
from readings import PASTED, READINGS

from course.exercises import exercise_by_id
from course.exercises.answers import Unreadable, numbers
from course.exercises.judging import judge, table
from course.exercises.question import ANSWERED, HERE

MODULE = (HERE / "question.js").read_text(encoding="utf8")
JUDGED = """return given.answers.map((texts) => {
    try { return module.judge(given.table, module.read(given.table, texts)); } catch (error) { return {error: error.message}; }
})"""
READ = """const finite = (value) => (Number.isFinite(value) ? value : null);
    return [given.readings.map((row) => finite(module.spelled(...row))), given.pastes.map((row) => module.pasted(...row) ?? null)]"""
SPELLINGS = ["", " ", "x", "1", "-1", "−1", "+1", ".5", ",5", "5.", "5,", "0,5", "1e3", "1E-3", "1e", "e1", "1e999", "1/3", "1/0", "1/0.0", " 1 / 3 ",
             "- 1", "1 2", "1-2", "1.2.3", "1,2,3", "--1", "0x10", "Infinity", "NaN", "1_000", "２", "½", "1e-400", "−1,5e−3", "1/3/3", "1/-3", "\t2\n"]


def by_python(exercise, sealed, texts):
    try:
        if all(not text.strip() for text in texts):
            raise Unreadable("There is no answer yet.")
        return judge(sealed, numbers(exercise, [text if text.strip() else None for text in texts]))
    except Unreadable as error:
        return {"error": str(error)}


def answers(exercise, rng):
    """Near the truth, near each slip, mixed entry by entry, anywhere, and spelled in every way."""
    rows = [(exercise.truth, exercise.tolerance), *((slip.value, slip.tolerance) for slip in exercise.slips)]
    for value, allowed in rows:
        for scale in (0, 0.5, 0.99, 1.01, 1.5, 5, 11):
            yield [repr(float(v + scale * rng.uniform(-1, 1) * t)) for v, t in zip(value, allowed)]
    for _ in range(200):
        yield [repr(float(rows[rng.integers(len(rows))][0][k])) for k in range(len(exercise.truth))]
    for _ in range(100):
        yield [repr(float(v)) for v in rng.normal(size=len(exercise.truth))]
    for text in SPELLINGS:
        yield [text, *(repr(float(v)) for v in exercise.truth[1:])]
    yield [""] * len(exercise.truth)


def test_the_page_reads_numbers_as_python_does(javascript):
    """By the table that the tests of Python have."""
    values, texts = javascript(MODULE, READ, {"readings": [row[:3] for row in READINGS], "pastes": [row[:2] for row in PASTED]})
    assert values == [row[3] if row[3] is None else pytest.approx(row[3], rel=1e-15) for row in READINGS]
    assert texts == [row[2] for row in PASTED]


@functools.cache
def judged(id):
    """The sealed table of an exercise, many answers to it, and what Python says of each."""
    exercise = exercise_by_id(id)
    sealed, tried = json.loads(json.dumps(table(exercise))), list(answers(exercise, np.random.default_rng(66)))
    return sealed, tried, [by_python(exercise, sealed, texts) for texts in tried]


def unequal(exercise, module, javascript):
    sealed, tried, expected = judged(exercise.id)
    came = javascript(module, JUDGED, {"table": sealed, "answers": tried})
    return [(texts, js, py) for texts, js, py in zip(tried, came, expected, strict=True) if js != py]


@pytest.mark.parametrize("exercise", [id for id in IDS if KINDS[id] in ANSWERED and KINDS[id] != "choice"], indirect=True)
def test_javascript_and_python_judge_alike(javascript, exercise):
    assert unequal(exercise, MODULE, javascript) == []


@pytest.mark.parametrize(("old", "new"), [
    ("n <= at + factor / 2", "n <= at + 0.6 * factor"), ("within(entries[place].moves, off) && within(off", "within(off"), ("table.coarser", "2"),
    ("const NEAR = 0.03", "const NEAR = 0.3"), ("(x) => x / 100", "(x) => x / 10"),
    ("1024 * place + k", "1024 * place"), ("h >>> 13", "h >> 13"), ("mix(key, k) & 255", "mix(key, k) & 127"), ("0xc2b2ae35", "0xc2b2ae34"),
    ("There is more than one slip", "There are several slips"), ('(part = "1") => Number(part.replace(",", "."))', '(part = "1") => Number(part)'), ('trim().replaceAll("−", "-")', "trim()"),
])
def test_a_planted_difference_is_noticed(javascript, old, new):
    assert old in MODULE
    asked = [kind for kind in ANSWERED if kind != "choice"]
    assert any(unequal(exercise, MODULE.replace(old, new), javascript) for exercise in exercises(*asked))
