"""The explorer of chapter 8 as Python sees it: what it reads against Python's own reading, its sweep against complex steps."""

import cmath
import math

import pytest
import traitlets
from course.widgets import Tape
from course.widgets.tape import parsed

POINTS = [(2.0, 3.0), (0.7, 0.2), (1.3, 2.5)]
EXPRESSIONS = ["x * y + sin(x)", "x - y - 1", "-x**2", "2**-x", "x**2**0.5", "x / y / 2", "(x + y) * (x - y)", "x*x*x + x", "y", "3 - -x",
               "exp(-(x - 1)**2) / y", "log(x) * y", "sigma(x * y)", "softplus(x) - tanh(y)", "cos(2*x)**3 + .5*y", "x**y"]
FUNCTIONS = {"exp": cmath.exp, "log": cmath.log, "sin": cmath.sin, "cos": cmath.cos, "tanh": cmath.tanh,
             "sigma": lambda z: 1 / (1 + cmath.exp(-z)), "softplus": lambda z: cmath.log(1 + cmath.exp(z))}
H = 1e-100


def python_says(expression, x, y):
    """Value and both derivatives: Python reads the same text, with complex numbers that are moved by H in turn."""
    at = lambda x, y: complex(eval(expression, {"__builtins__": {}}, {**FUNCTIONS, "x": x, "y": y}))  # noqa: E731
    return at(x, y).real, at(complex(x, H), y).imag / H, at(x, complex(y, H)).imag / H


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_value_and_derivatives_are_those_that_python_finds(expression):
    for x, y in POINTS:
        tape = Tape(expression=expression, x=x, y=y, swept=60).tape()
        value, by_x, by_y = python_says(expression, x, y)
        assert tape[-1].node.value == pytest.approx(value, rel=1e-12)
        for entry in tape:
            if entry.name in ("x", "y"):
                assert entry.adjoint == pytest.approx(by_x if entry.name == "x" else by_y, rel=1e-11, abs=1e-14)


def test_each_node_of_the_sweep_hands_its_adjoint_on():
    """x · y + sin(x) at (2, 3), by hand: the sum passes 1 to both; the sine cos 2 to x; the product 3 to x and 2 to y."""
    names = [entry.name for entry in Tape().tape()]
    assert names == ["x", "y", "v₁", "v₂", "v₃"]
    cos = math.cos(2)
    for swept, adjoints in enumerate([[0, 0, 0, 0, 1], [0, 0, 1, 1, 1], [cos, 0, 1, 1, 1], [cos + 3, 2, 1, 1, 1], [cos + 3, 2, 1, 1, 1]]):
        assert [entry.adjoint for entry in Tape(swept=swept).tape()] == pytest.approx(adjoints, abs=1e-15)


def test_formulas_are_written_as_they_were_computed():
    assert [entry.formula for entry in Tape(expression="-x**2 * exp(y / 3)").tape()] == ["", "", "x ^ 2", "−v₁", "y / 3", "exp(v₃)", "v₂ · v₄"]
    assert parsed("2 * 3 + x") == ("+", 6.0, "x") and parsed("σ(x) · y − 1") == ("-", ("*", ("sigma", "x"), "y"), 1.0)


TYPED = {"0,5*x": ("*", 0.5, "x"), "½ × x": ("*", 0.5, "x"), "x ÷ ⅔ − ,5": ("-", ("/", "x", 2 / 3), 0.5), "x ⋅ 3⁄4": ("/", ("*", "x", 3.0), 4.0), "x^⅒": ("**", "x", 0.1), "−x² + y¹⁰": ("+", ("-", ("**", "x", 2.0)), ("**", "y", 10.0))}


def said(text):
    """What is said of what is refused."""
    with pytest.raises(ValueError, match="cannot be read here|no x and no y") as error:
        parsed(text)
    return str(error.value)


def test_numbers_and_signs_are_read_as_a_phone_writes_them(javascript):
    """In Python and on the page."""
    assert {text: parsed(text) for text in TYPED} == TYPED
    plain = lambda tree: [plain(part) for part in tree] if isinstance(tree, tuple) else tree  # noqa: E731
    refused = ["1½ * x", "x½", "x,y", "½", "x²^3", "x²³**2", "²x", "x * constructor"]
    assert javascript(Tape._esm, "return given.map((text) => { try { return module.parsed(text); } catch (error) { return error.message; } })", [*TYPED, *refused]) == [*map(plain, TYPED.values()), *map(said, refused)]


@pytest.mark.parametrize("wrong", ["", "x +", "(x", "x)", "2 x", "x y", "exp x", "exp()", "z", "sqrt(x)", "3", "log(-1) + x", "1 / 0 + x", "x,y", "x ** ", "__import__('os')", "x.real"])
def test_what_is_no_expression_is_refused_in_words(wrong):
    with pytest.raises(traitlets.TraitError, match=r"^expression is .*expected"):
        Tape(expression=wrong)


@pytest.mark.parametrize(("expression", "nodes"), [("log(x - y)", 3), ("1 / (x - 2) + y", 3), ("exp(exp(exp(exp(x))))", 2)])
def test_where_a_value_ends_the_tape_ends(expression, nodes):
    """At (2, 3): log(−1), 1/0, and a number too large for a float; nothing is swept then."""
    tape = Tape(expression=expression, swept=9).tape()
    assert len(tape) <= nodes + 2 and all(entry.adjoint == 0 for entry in tape)
    assert all(math.isfinite(entry.node.value) for entry in tape)
