"""The stepper as Python sees it: its calculations against the chapters, against differences, and rounding as at school."""

import math

import numpy as np
import pytest
import traitlets
from course.widgets import BackpropSteps
from course.widgets.backprop_steps import ACTIVATIONS, PRESETS, SLIPS, four
from nnlib import central_difference, half_sse, sse

CHAPTER_3 = {  # printed in the chapter's cells
    "z_4": -0.7, "z_5": 0.1, "a_4": 0.331812, "a_5": 0.524979, "z_6": -0.104540, "ŷ": 0.473889, "C": 0.138396, "δ_6": -0.131169,
    "δ_4": 0.008725, "δ_5": 0.006542, "∂C/∂w_{24}": 0, "∂C/∂w_{25}": 0, "∂C/∂w_{46}": -0.043524, "∂C/∂w_{56}": -0.068861,
    "w_{14}, new": 0.192148, "w_{35}, new": 0.194112, "w_{46}, new": -0.260829, "b_6, new": 0.218052,
}
CHAPTER_3_BY_HAND = {  # worked with a calculator, each result rounded to 4 decimals before it is used
    "z_4": -0.7, "z_5": 0.1, "a_4": 0.3318, "a_5": 0.525, "z_6": -0.1045, "ŷ": 0.4739, "C": 0.1384, "δ_6": -0.1312, "δ_4": 0.0087,
    "δ_5": 0.0065, "∂C/∂w_{46}": -0.0435, "∂C/∂w_{56}": -0.0689, "w_{14}, new": 0.1922, "w_{35}, new": 0.1942,
    "w_{46}, new": -0.2609, "w_{56}, new": -0.138, "b_6, new": 0.2181,
}
CHAPTER_4 = {
    "z_h": 1.1, "h": 0.750260, "z_o": 0.600208, "ŷ": 0.645704, "C": 0.125526, "δ_{out}": -0.162105, "δ_h": -0.024299,
    "∂C/∂w_1": -0.024299, "∂C/∂w_2": -0.048598, "∂C/∂w_3": -0.121621, "w_1, new": 0.502430, "w_2, new": 0.304860, "w_3, new": 0.812162,
}
CHAPTER_4_BY_HAND = {"h": 0.7503, "z_o": 0.6002, "ŷ": 0.6457, "C": 0.1255, "δ_{out}": -0.1621, "δ_h": -0.0243, "∂C/∂w_2": -0.0486,
                     "∂C/∂w_3": -0.1216, "w_1, new": 0.5024, "w_2, new": 0.3049, "w_3, new": 0.8122, "b^2_1, new": 0.0162}


def values(stepper, *args, **kwargs):
    return {name: value for name, _, value in stepper.calculations(*args, **kwargs)}


@pytest.mark.parametrize(("preset", "precision", "expected"), [
    ("3-2-1", "full", CHAPTER_3), ("3-2-1", "hand", CHAPTER_3_BY_HAND), ("2-1-1", "full", CHAPTER_4), ("2-1-1", "hand", CHAPTER_4_BY_HAND)])
def test_the_numbers_are_those_of_the_chapter(preset, precision, expected):
    found = values(BackpropSteps(preset=preset, precision=precision))
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=5e-7 if precision == "full" else 1e-12)


@pytest.mark.parametrize(("slip", "expected"), [
    ("place", {"δ_6": -0.124411, "z_6": -0.104540}), ("updated", {"δ_6": -0.131169, "δ_4": 0.007585, "δ_5": 0.004515, "b_6, new": 0.218052}),
    ("factor", {"C": 0.276793, "δ_6": -2 * 0.131169})])
def test_the_slips_are_those_of_chapter_3(slip, expected):
    found = values(BackpropSteps(), slip=slip)
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1.1e-6)


def test_the_forgotten_2_is_that_of_chapter_4():
    found = values(BackpropSteps(preset="2-1-1"), slip="factor")
    assert [round(found[name], 4) for name in ("δ_{out}", "∂C/∂w_3", "δ_h")] == [-0.0811, -0.0608, -0.0121]
    assert [round(found[f"w_{k}, new"], 3) for k in (1, 2, 3)] == [0.501, 0.302, 0.806]
    assert found["C"] == pytest.approx(0.125526, abs=5e-7)  # the cost keeps what its derivative has lost


def drawn(seed):
    """A random state without kinks near it."""
    rng = np.random.default_rng(seed)
    preset = ("3-2-1", "2-1-1")[seed % 2]
    return BackpropSteps(preset=preset, x=rng.uniform(-2, 2, len(PRESETS[preset]["x"])).round(3), y=round(rng.uniform(-1, 1), 3),
                   theta=rng.uniform(-1.5, 1.5, len(PRESETS[preset]["theta"])).round(3), eta=round(rng.uniform(0.01, 2), 3),
                   activation=str(rng.choice(list(ACTIVATIONS))), loss=str(rng.choice(["sse", "half_sse"])))


@pytest.mark.parametrize("seed", range(20))
def test_the_derivatives_are_those_of_differences(seed):
    stepper = drawn(seed)
    (net, theta), loss = stepper.network(), {"sse": sse, "half_sse": half_sse}[stepper.loss]
    slope = central_difference(lambda t: net.cost(t, np.array([stepper.x]), np.array([[stepper.y]]), loss), theta).vector
    found = [c.value for c in stepper.calculations("full")]
    P = len(stepper.theta)
    assert found[-2 * P : -P] == pytest.approx(list(slope), rel=1e-6, abs=1e-7)
    assert found[-P:] == pytest.approx(list(theta.vector - stepper.eta * slope), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("seed", range(20))
def test_rounding_by_hand_stays_near_full_precision(seed, slip):
    """Two roads to the same calculations: nnlib's arrays, and decimals one by one. They share no line."""
    stepper = drawn(seed)
    exact, carried = values(stepper, "full", slip), values(stepper, "hand", slip)
    assert exact.keys() == carried.keys()
    size = 1 + max(map(abs, exact.values()))
    for name in exact:
        assert carried[name] == pytest.approx(exact[name], abs=2e-3 * size), name
        assert carried[name] == round(carried[name], 4)


@pytest.mark.parametrize(("x", "rounded"), [(0.19415, 0.1942), (-0.19415, -0.1942), (0.00005, 0.0001), (0.00004999, 0), (2.5, 2.5),
                                            (1.00005, 1.0001), (-0.00005, -0.0001), (0.285045, 0.2850), (123456.78905, 123456.7891)])
def test_halves_are_rounded_away_from_zero(x, rounded):
    """As at school; binary fractions and Python's round would make 0.1941 of the first, which lies below the half in binary."""
    assert float(four(x)) == rounded


def test_a_given_number_with_more_decimals_is_rounded_before_use():
    stepper = BackpropSteps(theta=[0.20004, *PRESETS["3-2-1"]["theta"][1:]], precision="hand")
    assert values(stepper) == values(BackpropSteps(precision="hand"))


@pytest.mark.parametrize(("names", "preset", "formula"), [
    ("example", "3-2-1", "δ_4 = δ_6 w_{46} · a_4 (1 − a_4)"), ("layers", "3-2-1", "δ^1_1 = δ^2_1 W^2_{11} · a^1_1 (1 − a^1_1)"),
    ("example", "2-1-1", "δ_h = δ_{out} w_3 · h (1 − h)"), ("layers", "2-1-1", "δ^1_1 = δ^2_1 W^2_{11} · a^1_1 (1 − a^1_1)")])
def test_each_chapter_has_its_own_symbols(names, preset, formula):
    assert formula in [c.formula for c in BackpropSteps(preset=preset, names=names).calculations()]


@pytest.mark.parametrize("names", ["example", "layers"])
@pytest.mark.parametrize("preset", PRESETS)
def test_every_quantity_has_one_symbol(preset, names):
    symbols = [symbol for symbol, _ in BackpropSteps()._symbols[preset][names].values()]
    assert len(set(symbols)) == len(symbols) == sum(map(int, preset.split("-"))) + 2 * sum(map(int, preset.split("-")[1:])) \
        + 3 * len(PRESETS[preset]["theta"]) + 3


def test_a_preset_brings_its_numbers():
    stepper = BackpropSteps(at=32, round=3)
    stepper.preset = "2-1-1"
    assert stepper.state() | {"names": "example"} == BackpropSteps(preset="2-1-1").state()
    assert BackpropSteps(preset="2-1-1", eta=0.5).theta == PRESETS["2-1-1"]["theta"] and BackpropSteps(preset="2-1-1", eta=0.5).eta == 0.5


def test_a_state_that_comes_as_a_whole_is_kept():
    """As the browser sends it: the preset and the reader's numbers in one message."""
    stepper, other = BackpropSteps(), BackpropSteps(preset="2-1-1", theta=[1.0, 2.0, 3.0, 4.0, 5.0], x=[0.5, 0.25], at=9, round=4)
    stepper.set_state(other.state())
    assert stepper.state() == other.state()


@pytest.mark.parametrize(("name", "value", "message"), [
    ("x", [1, 2], "x holds 2 numbers; expected 3 for the 3-2-1 network"), ("theta", [0.0] * 5, "theta holds 5 numbers; expected 11"),
    ("theta", [2000.0] * 11, r"theta\[0\] is 2000.0; expected a number from -1000 to 1000"), ("at", 33, "at is 33; expected a number from 1 to 32"),
    ("preset", "4-1", "preset is '4-1'; expected one of '3-2-1', '2-1-1'"), ("slip", "none at all", "slip is")])
def test_what_does_not_fit_is_refused(name, value, message):
    stepper = BackpropSteps()
    before = stepper.state()
    with pytest.raises(traitlets.TraitError, match=message):
        setattr(stepper, name, value)
    assert stepper.state() == before


def test_the_smaller_network_has_fewer_calculations():
    with pytest.raises(traitlets.TraitError, match="at is 18; expected a whole number from 1 to 17"):
        BackpropSteps(preset="2-1-1").at = 18
    with pytest.raises(traitlets.TraitError, match="theta holds 11"):
        BackpropSteps(preset="2-1-1", theta=[0.0] * 11)


@pytest.mark.parametrize("precision", ["full", "hand"])
def test_applying_the_update_goes_round_again(precision):
    """In full precision round after round is descent itself."""
    stepper = BackpropSteps(precision=precision, at=32)
    for _ in range(5):
        stepper.apply()
    assert (stepper.round, stepper.at) == (6, 1)
    net, theta = BackpropSteps().network()
    for _ in range(5):
        theta = theta - 0.9 * net.grad(theta, np.array([[1.0, 0.0, 1.0]]), np.array([[1.0]]), half_sse)
    assert stepper.theta == pytest.approx(list(theta.vector), abs=1e-14 if precision == "full" else 1e-3)
    assert precision == "full" or stepper.theta == [round(t, 4) for t in stepper.theta]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_extremes_stay_finite(activation):
    for size in (1, -1):
        stepper = BackpropSteps(activation=activation, x=[100.0 * size] * 3, theta=[1000.0] * 11, y=-100.0, eta=10.0)
        for precision in ("full", "hand"):
            for slip in SLIPS:
                assert all(math.isfinite(value) for value in values(stepper, precision, slip).values())


def labels(stepper):
    ax = stepper.picture().axes[0]
    return {text.get_text() for text in ax.texts}, ax.get_title()


def test_the_picture_shows_what_has_been_calculated():
    texts, title = labels(BackpropSteps())
    assert r"$z_4 = -0.7000$" in texts and "$0.2000$" in texts and not any("a_4" in text for text in texts)
    assert title.startswith("$z_4 = x_1 w_{14} + ") and title.endswith("$z_4 = -0.7000$")
    texts, title = labels(BackpropSteps(at=11))
    assert r"$\delta_4 = 0.0087$" in texts and "$0.0087$" in texts and r"\delta_4 x_1" in title
    assert "$0.1921$" in labels(BackpropSteps(at=32))[0]


@pytest.mark.parametrize("names", ["example", "layers"])
@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_calculation_can_be_drawn(preset, names, activation):
    """The formulas are good mathematics for matplotlib too."""
    stepper = BackpropSteps(preset=preset, names=names, activation=activation)
    for at in range(1, len(stepper.calculations()) + 1, 3):
        stepper.at = at
        stepper.picture().canvas.draw()
