"""The explorer of chapter 5 as Python sees it: its quotients against exact fractions, its branches against what they bound."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from course.widgets import DifferenceV
from course.widgets.vee import LARGEST, SMALLEST

KINDS, PRECISIONS = ("one-sided", "central"), {"float64": np.float64, "float32": np.float32}
EXACT = {"cube": lambda w: w**3, "bell": lambda w: 1 / (1 + w * w)}
SLOPES = {"cube": lambda w: 3 * w * w, "bell": lambda w: -2 * w / (1 + w * w) ** 2, "root": lambda w: 0.5 / math.sqrt(w)}


@pytest.mark.parametrize("curve", EXACT)
@pytest.mark.parametrize("precision", PRECISIONS)
def test_large_steps_err_by_the_formula_alone(curve, precision):
    """Against exact fractions; what rounding may add is 4 ε |f| / h, and the error of the slope itself, some ε."""
    for kind, w, k in itertools.product(KINDS, (0.5, 0.7, 1.9), (2, 4, 7)):
        vee = DifferenceV(curve=curve, kind=kind, precision=precision, w=w, k=k)
        x, h, f = Fraction(vee.point()), Fraction(1, 2**k), EXACT[curve]
        exact = (f(x + h) - f(x - h)) / (2 * h) if kind == "central" else (f(x + h) - f(x)) / h
        eps = float(np.finfo(PRECISIONS[precision]).eps)
        assert vee.quotient() == pytest.approx(float(exact), abs=8 * eps * float(f(x + h)) / float(h))


@pytest.mark.parametrize("curve", SLOPES)
def test_the_branches_bound_the_error(curve):
    """Truncation to first order and rounding, together, to a factor of two; where the step is too small to move w, all is lost."""
    for kind, precision, w in itertools.product(KINDS, PRECISIONS, (0.3, 0.7, 1.6)):
        vee = DifferenceV(curve=curve, kind=kind, precision=precision, w=w)
        assert vee.slope() == pytest.approx(SLOPES[curve](vee.point()), rel=1e-14)
        for k in range(5, SMALLEST + 1):
            if vee.point() + PRECISIONS[precision](2.0**-k) != vee.point():
                assert vee.error(k) <= 2 * sum(vee.branches(k)) + 1e-15, (kind, precision, w, k)
        assert vee.error(SMALLEST) == pytest.approx(abs(vee.slope())) and vee.quotient(SMALLEST) == 0


def test_the_best_step_is_where_the_chapter_puts_it():
    """Near √ε for the one-sided and ε^(1/3) for the central quotient: within a few binary places, in both precisions."""
    for (kind, root), (precision, number) in itertools.product(zip(KINDS, (2, 3), strict=True), PRECISIONS.items()):
        vee = DifferenceV(kind=kind, precision=precision)
        best = min(range(LARGEST, SMALLEST + 1), key=vee.error)
        assert abs(best + np.log2(np.finfo(number).eps) / root) <= 4
