"""The rule of an answer box is written twice, in Python and in JavaScript; here they are compared on many answers."""

import functools
import json

import numpy as np
import pytest
from by_number import IDS, KINDS, exercises
from readings import FORMULAS, PASTED, POINT, READINGS

from course.exercises import check, exercise_by_id
from course.exercises.answers import Unreadable, numbers
from course.exercises.formulas import parsed
from course.exercises.judging import judge, table
from course.exercises.question import ANSWERED, Question

MODULE = Question._esm
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
    ('"near":0.03', '"near":0.3'), ("(x) => x / 100", "(x) => x / 10"),
    ("1024 * place + k", "1024 * place"), ("h >>> 13", "h >> 13"), ("mix(key, k) & 255", "mix(key, k) & 127"), ("0xc2b2ae35", "0xc2b2ae34"),
    ("There is more than one slip", "There are several slips"), ('(part = "1") => Number(part.replace(",", "."))', '(part = "1") => Number(part)'), ('trim().replaceAll("−", "-")', "trim()"),
])
def test_a_planted_difference_is_noticed(javascript, old, new):
    assert old in MODULE
    asked = [kind for kind in ANSWERED if kind != "choice"]
    assert any(unequal(exercise, MODULE.replace(old, new), javascript) for exercise in exercises(*asked))


WRITTEN = """return given.map(([text, names, point]) => {
    try { return module.parsed(text, [...names])(point); } catch (error) { return error.message; }
})"""
GIVEN = """return given.texts.map((text) => {
    try { const {right, sentence} = module.answered(given.table, [text]); return [right, sentence]; } catch (error) { return [false, error.message]; }
})"""


def test_the_page_reads_formulas_as_python_does(javascript):
    came = javascript(MODULE, WRITTEN, [[text, list(names), POINT] for text, names, _ in FORMULAS])
    for (text, names, _), js in zip(FORMULAS, came, strict=True):
        try:
            assert js == pytest.approx(parsed(text, list(names))(POINT), rel=1e-13, nan_ok=True), text
        except Unreadable as error:
            assert js == str(error), text


TYPED = {"1.2": ["4σ(2z)(1 − σ(2z))", "1 − tanh²(z)", "tanh′(z)", "4 sigmoid(2z)", "", "z", "ln(z − 9)", "1 - tanh z", "2z +"],
         "3.7": ["(ŷ − y) ŷ (1 − ŷ) w₅₆ a₅ (1 − a₅) x₁", "(y - ŷ)ŷ(1 - ŷ)w_56 a_5(1 - a_5)x_1", "(y_hat - y) * w56", "x1 / w56 x2", "1j"],
         "4.8": ["a³(1 − a³) w³ a²(1 − a²) w² a¹(1 − a¹)", "a3 w3 a2 w2 a1", "a^3(1-a^3)w^3 a^2(1-a^2)w^2 a^1(1-a^1)", "a0"],
         "5.10": ["(45 ε M₀ / (4 M₅))^(1/5)", "(45*eps*M0/(4*M5))**1/5", "ε^(1/5)", "(45 eps M0/4 M5)^(1/5)"],
         "7.1": ["√(2/(1+s²))", "(2/(1 + s**2))**1/2", "sqrt 2", "√2/s", "√(2/(1+s))"],
         "8.9": ["x^(xy) (y + y ln x)", "x**(x*y) * (y + y*ln(x))", "xy x^(xy − 1)", "x^x"]}


@pytest.mark.parametrize("id", TYPED)
def test_a_formula_is_judged_alike_on_the_page_and_in_a_notebook(javascript, id):
    """The first is right; each slip of the exercise is told by its numbers as well, in the same words."""
    exercise = exercise_by_id(id)
    sealed = json.loads(json.dumps(table(exercise)))
    said = [(bool(v := check(id, text)), v.sentence) for text in TYPED[id]]
    came = javascript(MODULE, GIVEN, {"table": sealed, "texts": TYPED[id]})
    assert [tuple(pair) for pair in came if pair[1] != "There is no answer yet."] == [pair for pair in said if pair[1] != "There is no formula yet."]
    assert said[0][0] and not any(right for right, _ in said[3:])
    for slip in exercise.slips:
        values = ["nan" if v != v else v for v in slip.value]
        judged = javascript(MODULE, "return module.judge(given.table, given.values.map(Number)).said", {"table": sealed, "values": values})
        assert [one["name"] for one in judged] == [slip.name]


def test_a_root_that_became_a_half_is_told():
    assert "Put the exponent into parentheses" in check("7.1", "(2/(1 + s**2))**1/2").sentence
