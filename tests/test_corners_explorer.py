"""The explorer of chapter 10 as Python sees it: what it takes for true against quotients and 50 digits, and its script against its class."""

import math

import mpmath
import pytest
from course.studies import measured
from course.widgets import LibrarySlopes
from course.widgets.corners import ANSWERS, CALLS, CURVES, PLACES

RAMP = dict.fromkeys(("relu", "maximum", "exchanged", "clamp", "where"), lambda x: (x + abs(x)) / 2)
FUNCTIONS = RAMP | {
    "abs": lambda x: math.hypot(x, 0), "norm": lambda x: math.hypot(x, 0), "clip": lambda x: sorted((-1.0, x, 1.0))[1], "power": lambda x: 1.0,
    "logaddexp": lambda x: math.log(math.exp(x) + math.exp(1)), "root": lambda x: x**0.5 if x > 0 else 0.0, "product": lambda x: math.prod((2, x, 3)),
    "running": lambda x: 2 + 2 * x + 2 * x * 3}
STATES = [{"curve": curve, "place": place} for curve in CURVES for place in range(7)]


@pytest.mark.parametrize("curve", FUNCTIONS)
def test_the_sides_are_those_of_quotients(curve):
    """One-sided, with h = 1e-6: they err by h f″/2, at most 2e-6 at ¼ under the root, and by rounding, some 1e-16 · 16 / 1e-6."""
    h, f = 1e-6, FUNCTIONS[curve]
    for place, x in enumerate(PLACES[curve]):
        left, right = LibrarySlopes(curve=curve, place=place).sides()
        assert [left, right] == pytest.approx([(f(x) - f(x - h)) / h, (f(x + h) - f(x)) / h], abs=1e-5), x
        assert float(CURVES[curve].f(x)) == pytest.approx(f(x), abs=1e-14)


@pytest.mark.parametrize("curve", ["sigmoid", "sigmoid32"])
def test_the_slope_far_out_is_right(curve):
    mpmath.mp.dps = 50
    for place, x in enumerate(PLACES[curve]):
        true = float(mpmath.diff(lambda z: 1 / (1 + mpmath.exp(-z)), x))
        assert LibrarySlopes(curve=curve, place=place).sides() == pytest.approx((true, true), rel=1e-12)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_all_that_were_asked_are_in_one_group_each(state):
    figure = LibrarySlopes(**state)
    names = [name for group in figure.groups().values() for name in group]
    assert sorted(names) == sorted(ANSWERS[state["curve"]]) and set(CALLS[state["curve"]]) == set(names) - {"nnlib"}
    numbers = [answer for answer in figure.groups() if not isinstance(answer, str)]
    assert numbers == sorted(numbers, reverse=True)


def test_the_script_groups_and_judges_as_the_class_does(javascript):
    """And draws the same curves."""
    module = LibrarySlopes._esm
    for state in STATES:
        figure = LibrarySlopes(**state)
        given = {name: getattr(figure, name) for name in ("curve", "place", "_places", "_sides", "_answers")}
        came = javascript(module, "return module.compute(given)", given)
        assert [came["x"], came["left"], came["right"]] == pytest.approx([figure.point(), *figure.sides()], rel=1e-5)  # six digits are sent
        assert [(g["answer"], g["names"], g["verdict"]) for g in came["groups"]] == [
            (answer, names, figure.verdict(answer)) for answer, names in figure.groups().items()], state
    for curve, f in FUNCTIONS.items():
        came = javascript(module, "return given.x.map((x) => module.curves[given.curve].f(x))", {"curve": curve, "x": PLACES[curve]})
        assert came == pytest.approx([f(x) for x in PLACES[curve]], abs=1e-14)


def test_a_curve_near_its_point_has_the_slope_one_there(javascript):
    """(σ(x) − σ(at)) / σ′(at), against 50 digits."""
    mpmath.mp.dps = 50
    sigma = lambda z: 1 / (1 + mpmath.exp(-z))  # noqa: E731
    for at in PLACES["sigmoid"]:
        for x in (at - 1.5, at + 0.25):
            true = (sigma(x) - sigma(at)) / mpmath.diff(sigma, at)
            assert javascript(LibrarySlopes._esm, "return module.near(...given)", [at, x]) == pytest.approx(float(true), rel=1e-9)


def test_verdicts():
    """At a corner what lies between its sides is a subgradient; where the curve is smooth one slope is right."""
    corner, smooth, far = LibrarySlopes(), LibrarySlopes(curve="product"), LibrarySlopes(curve="sigmoid", place=6)
    assert [corner.verdict(v) for v in (0, 0.5, 1, 1.1, -0.1, "nan", "ValueError")] == [
        "a subgradient", "a subgradient", "a subgradient", "wrong", "wrong", "no number", "refuses"]
    assert [smooth.verdict(v) for v in (6, 0, "nan")] == ["right", "wrong", "no number"]
    assert far.verdict(0) == "wrong" and far.verdict(4.248e-18) == "right"


def test_what_is_shown_is_what_was_measured():
    """The answer along the line is that of the probe, where the line goes through its point."""
    entries = {"prod of (2, 0, 3)": 1, "sum of cumprod of (2, 0, 3)": 1}
    seen = {each["name"]: each["values"].get("slopes", {}) for each in measured.libraries()["libraries"].values() if "absent" not in each}
    compared = 0
    for curve, (_, probe, *_) in CURVES.items():
        point = {"clip to [-1, 1] at 1": 1.0, "logaddexp(x, y) of (1, 1)": 1.0, "where(x > 0, sqrt(x), 0) at -1": -1.0}.get(probe, 0.0)
        for name, values in ANSWERS[curve].items():
            if name != "nnlib" and probe in seen[name] and not isinstance(seen[name][probe], str):
                assert values[PLACES[curve].index(point)] == seen[name][probe][entries.get(probe, 0)], (name, probe)
                compared += 1
    assert compared > 120
