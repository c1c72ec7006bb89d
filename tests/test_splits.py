"""Parts of the data share no row, leave none out, and cut no group in two."""

import numpy as np
import pytest

from nnlib import data
from nnlib.splits import by_group, shuffled

SEEDS = range(5)


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_row_is_in_exactly_one_shuffled_part(seed):
    parts = shuffled(20, (11, 6, 3), rng(seed))
    assert [len(part) for part in parts] == [11, 6, 3]
    assert sorted(np.concatenate(parts).tolist()) == list(range(20))
    assert np.concatenate(parts).tolist() != list(range(20))  # one order in 20! would be this


@pytest.mark.parametrize("seed", SEEDS)
def test_each_form_is_in_exactly_one_part(seed):
    forms = data.digit_forms()
    parts = by_group(forms, (8, 3, 3), rng(seed))
    there = [set(forms[part].tolist()) for part in parts]
    assert [len(part) for part in there] == [8, 3, 3] and set.union(*there) == set(range(14))
    assert sorted(np.concatenate(parts).tolist()) == list(range(1797))
    assert all((np.diff(part) > 0).all() for part in parts)  # in their own order


def test_groups_need_not_stand_together_nor_count_from_0():
    first, second = by_group([7, 3, 7, 5, 3], (2, 1), rng())
    assert {*first.tolist(), *second.tolist()} == set(range(5))
    assert second.tolist() in ([0, 2], [1, 4], [3])


def test_groups_may_be_names_or_numbers_too_long_for_a_float():
    for groups in (["ann", "bob", "ann"], [2**60, 2**60 + 1, 2**60], np.array([0, 200, 0], np.uint8)):
        parts = by_group(groups, (1, 1), rng())
        assert sorted(part.tolist() for part in parts) == [[0, 2], [1]]


def test_another_generator_makes_another_split_and_the_same_makes_it_again():
    def make(seed):
        return [part.tolist() for part in by_group(data.digit_forms(), (8, 3, 3), rng(seed))]

    assert make(1) == make(1) != make(2)


@pytest.mark.parametrize(("call", "error", "words"), [
    (lambda: shuffled(10, (5, 4), rng()), ValueError, "add up to 9; there are 10 samples"),
    (lambda: by_group([0, 0, 1], (2, 1), rng()), ValueError, "add up to 3; there are 2 groups"),
    (lambda: shuffled(10, (10, 0), rng()), ValueError, "a part's size is 0"),
    (lambda: shuffled(10, (5.0, 5), rng()), TypeError, "whole number"),
    (lambda: shuffled(0, (), rng()), ValueError, "D is 0"),
    (lambda: shuffled(2, (1, 1), 0), TypeError, "default_rng"),
    (lambda: by_group([0, 1], (1, 1), None), TypeError, "default_rng"),
    (lambda: by_group([[0, 1]], (1, 1), rng()), ValueError, r"shape \(1, 2\)"),
    (lambda: by_group([], (), rng()), ValueError, "at least one row"),
    (lambda: by_group([None, "b"], (1, 1), rng()), TypeError, "groups holds object values; expected a number or a text"),
])
def test_the_doors(call, error, words):
    with pytest.raises(error, match=words):
        call()
