"""Exercises with other numbers: the statement follows them, no two slips coincide, and the page has the same as Python."""

import json
import re
from itertools import combinations

import numpy as np
import pytest
from second_ways.fresh import FRESH

from course.exercises import another, check, exercise_by_id, hint
from course.exercises.checking import chapters, others, with_others
from course.exercises.fresh import KEPT, drawn, merged, page_table, told_apart
from course.exercises.judging import judge, significant, table
from course.exercises.question import Question
from course.exercises.replay import due
from course.exercises.tolerance import half_unit, to_digits

IDS = [id for chapter in chapters() for id in with_others(chapter)]
SEEDS = [1, 2, 301]
MODULE = Question._esm
NUMBER = re.compile(r"(?<![\w.])−?\d+(?:\.\d+)?(?: · 10⁻(?P<after>[⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?P<power>⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?(?!\d)|64")
SMALL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

each = pytest.mark.parametrize("id", IDS)


def numbers(statement):
    """The numbers of a statement, in their order."""
    found = []
    for match in NUMBER.finditer(statement):
        text = match[0].replace("−", "-")
        if match["power"]:
            found.append(10.0 ** int(match["power"].translate(SMALL)))
        elif match["after"]:
            found.append(float(text.split(" ")[0]) * 10.0 ** -int(match["after"].translate(SMALL)))
        else:
            found.append(float(text))
    return found


def answer(id, statement):
    """What is right by the statement alone."""
    begin, end, way = FRESH[id]
    given = numbers(statement)
    return way(*given[begin:len(given) - end])


def test_twelve_exercises_of_the_first_six_chapters_have_other_numbers():
    assert set(IDS) == set(FRESH) and len(IDS) >= 12 and {id[0] for id in IDS} >= set("123456")


@each
def test_the_answer_is_the_one_to_the_statement_whatever_the_seed(id):
    """By a second way, which has the numbers from the statement; the chapter's own are among them, as seed 0."""
    for seed in (0, *SEEDS):
        exercise = exercise_by_id(id, seed)
        np.testing.assert_allclose(exercise.truth, answer(id, exercise.statement), rtol=1e-8, atol=1e-12, err_msg=exercise.statement)
        assert check(id, list(exercise.truth), seed=seed) and exercise.seed == seed
        assert seed == 0 or exercise.statement != exercise_by_id(id).statement


def test_a_statement_whose_numbers_are_not_those_of_the_answer_is_noticed():
    one, two = exercise_by_id("1.10", 1), exercise_by_id("1.10", 2)
    assert not np.allclose(one.truth, answer("1.10", two.statement))


@each
def test_no_two_slips_coincide_whatever_the_seed(id):
    """Each is told by its own numbers, in the digits that are asked for, and by no other's."""
    for seed in SEEDS:
        exercise = exercise_by_id(id, seed)
        assert [slip.name for slip in exercise.slips] == [slip.name for slip in exercise_by_id(id).slips]
        for slip in exercise.slips:
            assert check(id, list(to_digits(exercise.digits)(slip.value)), seed=seed).slips == (slip.name,), (seed, slip.name)
        rows = [(exercise.truth, exercise.tolerance), *((s.value, s.tolerance) for s in exercise.slips)]
        for (a, t), (b, u) in combinations(rows, 2):
            assert any(abs(x - y) > v + w for x, y, v, w in zip(a, b, t, u)), (seed, a, b)


def test_a_draw_in_which_slips_coincide_is_not_taken():
    """With w₅₆ as it is in the chapter, the two slips about the old weight give the truth."""
    from course.exercises.chapters.chapter3 import THETA, other_sign

    old = other_sign(THETA.W[2][1, 0].item())
    assert not told_apart(exercise_by_id("3.1"), old) and told_apart(exercise_by_id("3.1"), exercise_by_id("3.1", 1))
    draws = iter([THETA.W[2][1, 0].item()] * 3 + [0.7])
    assert drawn(exercise_by_id("3.1"), 5, other_sign, lambda rng: {"w56": next(draws)}).statement == other_sign(0.7).statement


@each
def test_the_solution_is_that_of_its_numbers(id):
    """Its third hint has each number of the answer, and what a right answer is told has them too."""
    for seed in SEEDS:
        exercise = exercise_by_id(id, seed)
        said = [float(text) for text in re.findall(r"\d+(?:\.\d+)?", hint(id, 3, seed=seed).sentence)]
        for value in exercise.truth:
            assert any(abs(number - abs(value)) <= half_unit(value, 4) for number in said), (seed, value, said)
            assert significant(value) in check(id, list(exercise.truth), seed=seed).sentence


def test_a_seed_gives_everybody_the_same_numbers_and_is_named_in_what_comes_next():
    task = another("1.10", seed=7)
    assert task == another("1.10", 7) != another("1.10", 8) and "seed=7" in repr(task) and "seed=7" in task._repr_markdown_()
    assert 'hint("1.10", seed=7)' in repr(check("1.10", [1, 2], seed=7)) and 'hint("1.10", 2, seed=7)' in repr(hint("1.10", seed=7))
    assert 'hint("1.10")' in repr(check("1.10", [1, 2]))


@pytest.mark.parametrize(("id", "seed", "words"), [
    ("1.10", -1, "whole number"), ("1.10", 1.5, "whole number"), ("1.10", "7", "whole number"), ("1.10", True, "whole number"), ("1.9", 3, "no other numbers"),
    ("3.9", 1, "these have: 3.1"), ("8.1", 1, "none"), ("77.1", 1, "There is no exercise"), ("1.10", 0, "1 or more")])
def test_a_seed_that_cannot_be_is_answered_in_a_sentence(id, seed, words):
    assert words in another(id, seed).sentence
    if seed != 0:
        assert words in check(id, 1, seed=seed).sentence and words in hint(id, seed=seed).sentence


# On the page.


@each
def test_the_page_has_the_first_seeds_sealed(id):
    """Neither numbers nor sentences can be read in what is stored; merged, it judges as the table of Python does."""
    exercise = exercise_by_id(id)
    stored = json.loads(json.dumps(Question(id)._table, ensure_ascii=False))
    assert len(stored["again"]) == KEPT
    for other, again in zip(others(exercise), stored["again"], strict=True):
        text, judged = json.dumps(again, ensure_ascii=False), merged(stored, again)
        said = " ".join((other.statement, *other.hints[:2], other.asks))
        for value in other.truth:
            shown = significant(value)
            assert len(shown) < 6 or shown in said or shown not in text
        assert other.hints[2] not in text and not any(slip.sentence in text for slip in other.slips)
        assert judged["statement"] == other.statement and judge(judged, list(other.truth))["sentence"] == judge(table(other), list(other.truth))["sentence"]
        for k, slip in enumerate(other.slips):
            found = judge(judged, list(slip.value))
            assert found["slips"] == [k] and found["sentence"] == check(id, list(slip.value), seed=other.seed).sentence


def test_without_solutions_there_is_neither_a_solution_nor_a_formula():
    exercise = exercise_by_id("3.1")
    kept = page_table(exercise, others(exercise), solutions=False)
    assert "follow" not in kept and all("follow" not in again and "solution" not in again for again in kept["again"])
    assert "follow" in page_table(exercise, others(exercise)) and "solution" in page_table(exercise, others(exercise))["again"][0]


JUDGED = """return given.answers.map(([seed, texts]) => {
    const { right, sentence, carried = [], said } = module.answered(module.merged(given.table, seed), texts);
    return [right, sentence, carried, said.map(({ name }) => name)];
})"""


def wrong_answers(exercise, rng):
    """The truth, slips, one entry spoiled, and answers that go on from a wrong entry, rightly and not."""
    truth, n = list(exercise.truth), len(exercise.truth)
    yield truth
    yield from (list(slip.value) for slip in exercise.slips)
    for k in range(n):
        for factor in (2.0, 1.3, -1.0, 0.1):
            yield [*truth[:k], truth[k] * factor, *truth[k + 1:]]
            row = []
            for j in range(n):
                row.append(due(exercise, row, j) * (factor if j == k else 1.0))
            yield row
            again = (k + 1) % n
            yield [v * 2 if j == again else v for j, v in enumerate(row)]
    for a, b in combinations(exercise.slips[::2], 2):
        yield [x if rng.random() < 0.5 else y for x, y in zip(a.value, b.value)]
        row = []
        for j in range(n):  # slip a in the first step, b in the others, each by its factor
            at = due(exercise, row, j)
            slip = a if j == 0 else b
            its = due(exercise, slip.value, j)
            row.append(at * slip.value[j] / its if its else at)
        yield row


FOLLOWED = ["1.3", "1.4", "1.7", "2.7", "3.1", "4.6", "4.7", "6.2"]  # of those with other numbers, each entry of which follows from others


def test_those_are_followed_that_have_rules():
    assert [id for id in IDS if exercise_by_id(id).rules] == FOLLOWED


@pytest.mark.parametrize("id", [*FOLLOWED, "3.3", "6.5", "6.10", "6.11", "7.8", "7.9", "7.10", "8.1", "9.8", "9.9"])
def test_an_answer_is_followed_on_the_page_as_in_python(javascript, id):
    """The same sentences, for the numbers of the chapter and for others."""
    rng = np.random.default_rng(len(id))
    stored = json.loads(json.dumps(Question(id)._table))
    answers, expected = [], []
    for seed in (0, 2) if id in IDS else (0,):
        for values in wrong_answers(exercise_by_id(id, seed), rng):
            if not all(np.isfinite(values)):
                continue
            verdict = check(id, values, seed=seed)
            answers.append([seed, [repr(float(v)) for v in values]])
            expected.append([verdict.right, verdict.sentence, list(verdict.carried), sorted(verdict.slips)])
    came = [[*row[:3], sorted(row[3])] for row in javascript(MODULE, JUDGED, {"table": stored, "answers": answers})]
    different = [(a, e, c) for a, e, c in zip(answers, expected, came, strict=True) if e != c]
    assert different == []
    assert any("The first step that breaks" in e[1] for e in expected)


@pytest.mark.parametrize(("id", "seed", "old", "new", "answer"), [
    ("7.8", 0, "It breaks again at", "And again at", (0.002, 0.04472, 0.0447214, 0.08165)),
    ("7.9", 0, "1.0001 * Math.max(share", "1e-9 * Math.max(share", (0.7, 0.00163)),
    ("7.9", 0, "!broken.length || !(carried.length", "!broken.length || (carried.length", (0.7, 0.7**18)),
    ("1.3", 2, "unveiled(table.follow, table.veil ?? table.salt)", "unveiled(table.follow, table.salt)", (5.0, 0.25, 5.25))])
def test_a_planted_difference_in_following_is_noticed(javascript, id, seed, old, new, answer):
    given = {"table": json.loads(json.dumps(Question(id)._table)), "answers": [[seed, [repr(v) for v in answer]]]}
    assert MODULE.count(old) == 1
    ((right, sentence, *_),) = javascript(MODULE, JUDGED, given)
    assert (right, sentence) == (False, check(id, list(answer), seed=seed).sentence)
    try:
        ((_, other, *_),) = javascript(MODULE.replace(old, new), JUDGED, given)
    except Exception as error:
        other = str(error)
    assert other != sentence
