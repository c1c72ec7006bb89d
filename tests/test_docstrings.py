"""What a docstring that the interface page shows says of data and numbers is made here from these data and numbers.

The shapes in docstrings of nnlib.data are compared in tests/test_promises.py.
"""

import inspect

import numpy as np
import pytest

from nnlib import Network, data, identity, sigmoid
from nnlib.diagnosis import factor_name, verdict
from nnlib.gradcheck import central_difference
from nnlib.masks import beside
from nnlib.params import Params

WORDS = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()


def said(function):
    return " ".join(inspect.getdoc(function).split())


def bits(rows):
    return ", ".join("".join(str(int(x)) for x in row) for row in rows)


def sequence():
    """The shortest piece that the labels of a form begin with again: what each writer copied, as far as it can be seen."""
    forms, labels = data.digit_forms(), data.digits().Y.argmax(axis=1)
    return forms, [labels[forms == form] for form in np.unique(forms)]


def correct_digits():
    """How many digits of a central difference of e^x are right, in the middle of 41 points; the spread of roundings is one digit."""
    points = np.linspace(-2, 2, 41)
    return round(float(np.median([-np.log10(abs(central_difference(np.exp, float(x)) / np.exp(x) - 1)) for x in points])))


def facts():
    """(the function, what its docstring has to say)."""
    dose, sym, xor, nino, digits = data.dosage(), data.symmetry(), data.xor(), data.elnino(), data.digits()
    forms, copies = sequence()
    yield data.dosage, f"{WORDS[len(dose.X)].capitalize()} doses, of which only the {['first', 'middle', 'last'][int(dose.Y.argmax())]} one helps"
    yield data.symmetry, f"All {len(sym.X)} rows of {WORDS[sym.X.shape[1]]} zeros and ones"
    yield data.symmetry, f"; {int(sym.Y.sum())} are."
    yield data.xor, f"X (4, 2) is {bits(xor.X)} and Y (4, 1) is {', '.join(bits([row]) for row in xor.Y)}."
    yield data.elnino, f"the years 1950 to {1950 + len(nino) - 1}"
    yield data.digits, f"ink from {digits.X.min():.0f} to {digits.X.max():.0f}"
    yield data.digits, f"among {int(digits.X.max()) ** 0.5:.0f}×{int(digits.X.max()) ** 0.5:.0f} pixels"
    yield data.digit_forms, f"whole numbers {forms.min()} … {forms.max()}"
    yield data.digit_forms, f"the labels run {WORDS[len(copies)]} times through one sequence of {max(map(len, copies))} digits, with a few missing"
    yield factor_name, f"such as {factor_name(-0.5, None)} or {factor_name(1 / 7, 7)},"
    wrong = np.ones(12)
    wrong[[2, 5, 7]] = 2.0
    four = np.arange(1.0, 5.0).reshape(2, 2)
    for given, true in ((four.T, four), (np.zeros(3), np.ones(3)), (np.arange(1.0, 4.0) / 7, np.arange(1.0, 4.0)), (wrong, np.ones(12)),
                        (np.full(3, 1e-9), np.zeros(3))):
        yield verdict, f'"{verdict(given, true, 1e-6, 7)}"'
    names = Network((1, 2, 1), sigmoid, identity).zeros().names()
    yield Params.names, f"such as '{names[1]}' or '{names[-1]}'."
    yield beside, "beside((sigmoid, 1), (identity, 2))"


@pytest.mark.parametrize(("function", "fact"), list(facts()), ids=lambda v: getattr(v, "__name__", None))
def test_a_docstring_says_what_is_so(function, fact):
    assert fact in said(function)


def test_the_example_of_a_docstring_runs():
    both = beside((sigmoid, 1), (identity, 2))
    z = np.array([[0.3, -1.0, 2.0]])
    np.testing.assert_array_equal(both(z), [[float(sigmoid(0.3)), -1.0, 2.0]])


def test_a_central_difference_is_about_as_good_as_its_docstring_says():
    (word,) = [word for word in WORDS if f"about {word} correct digits" in said(central_difference)]
    assert abs(correct_digits() - WORDS.index(word)) <= 1


@pytest.mark.parametrize(("function", "old", "new"), [(data.symmetry, "8 are", "6 are"), (data.digits, "0 to 16", "0 to 15"), (data.elnino, "2010", "2011"),
                                                      (data.digit_forms, "130", "120"), (data.xor, "01, 10", "10, 01"), (factor_name, "−1/2", "1/2")])
def test_a_planted_fault_of_a_docstring_is_told(function, old, new):
    wrong = said(function).replace(old, new, 1)
    assert wrong != said(function) and any(fact not in wrong for other, fact in facts() if other is function)
