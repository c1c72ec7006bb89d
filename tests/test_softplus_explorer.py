"""The explorer of chapter 2 as Python sees it: its traits, and numbers that are worked out here once more, in plain sums."""

import math

import numpy as np
import pytest
import traitlets
from course.figures import figure, fits
from course.widgets import SoftplusNeurons
from course.widgets.softplus import NAMES, START
from nnlib import data

RNG = np.random.default_rng(2)
STATES = [{}, {"steps": 3}, {"theta": [0.0] * 7}, {"theta": [1.0, -1.0, -30.0, -30.0, 1.0, 1.0, 0.0]},
          *({"theta": RNG.normal(size=7).tolist(), "x": RNG.uniform(-1, 2, n).tolist(), "y": RNG.normal(size=n).tolist()}
            for n in (1, 2, 12))]


def by_hand(theta, x, y):
    """C and its seven derivatives as the chapter writes them, one sample after the other, with Python's own numbers."""
    w1, w2, b1, b2, w3, w4, b3 = theta
    total = dict.fromkeys(("C", *NAMES), 0.0)
    for x_d, y_d in zip(x, y, strict=True):
        z1, z2 = x_d * w1 + b1, x_d * w2 + b2
        a1, a2 = (math.log1p(math.exp(z)) for z in (z1, z2))
        s1, s2 = (1 / (1 + math.exp(-z)) for z in (z1, z2))
        r = y_d - (a1 * w3 + a2 * w4 + b3)
        terms = {"C": r * r, "w1": -2 * r * w3 * s1 * x_d, "b1": -2 * r * w3 * s1, "w2": -2 * r * w4 * s2 * x_d,
                 "b2": -2 * r * w4 * s2, "w3": -2 * r * a1, "w4": -2 * r * a2, "b3": -2 * r}
        for name, term in terms.items():
            total[name] += term
    return total


@pytest.mark.parametrize("state", STATES, ids=range(len(STATES)))
def test_cost_and_derivatives_are_the_sums_of_the_chapter(state):
    explorer = SoftplusNeurons(**state)
    at = explorer.at()
    wanted = by_hand(at.theta.vector, explorer.x, explorer.y)
    assert at.cost == pytest.approx(wanted["C"], rel=1e-12)
    assert list(at.grad.vector) == pytest.approx([wanted[name] for name in NAMES], rel=1e-10, abs=1e-14)


@pytest.mark.parametrize("state", STATES, ids=range(len(STATES)))
def test_each_chain_multiplies_and_sums_to_its_derivative(state):
    explorer = SoftplusNeurons(**state)
    chains = explorer.chains()
    assert tuple(chains) == NAMES
    assert [chain.value for chain in chains.values()] == pytest.approx(list(explorer.at().grad.vector), rel=1e-10, abs=1e-14)
    assert all(chain.pairs[0][0] == "C" and chain.pairs[-1][1] == name for name, chain in chains.items())


def test_the_path_goes_downhill_by_the_update_rule():
    explorer = SoftplusNeurons(steps=4, eta=0.03)
    theta = list(START)
    for step in explorer.path():
        assert list(step.theta.vector) == pytest.approx(theta, rel=1e-12)
        slopes = by_hand(theta, explorer.x, explorer.y)
        theta = [t - 0.03 * slopes[name] for t, name in zip(theta, NAMES)]
    assert step.k == 4


def test_a_path_may_be_thinned_and_ends_where_it_should():
    explorer = SoftplusNeurons(steps=10)
    full, thin = explorer.path(), explorer.path(every=4)
    assert [step.k for step in thin] == [0, 4, 8, 10]
    assert thin[-1].cost == full[-1].cost == explorer.at().cost


def test_a_diverging_path_ends_before_the_numbers_do():
    explorer = SoftplusNeurons(eta=1.5, steps=20000)
    full, last = explorer.path(), explorer.at()
    assert last.k == full[-1].k == explorer.path(every=7)[-1].k < 1000
    assert np.isfinite(last.cost) and last.cost > 1e100 and last.cost == full[-1].cost


def test_x_and_y_have_one_length():
    explorer = SoftplusNeurons()
    for change in ({"x": [0.0]}, {"y": [1.0, 2.0]}):
        (name, value), = change.items()
        with pytest.raises(traitlets.TraitError, match=rf"^{name} holds \d numbers and [xy] 3; expected as many. Set both at once"):
            setattr(explorer, name, value)
    with pytest.raises(traitlets.TraitError, match="expected as many"):
        SoftplusNeurons(x=[0.0, 1.0])
    assert (explorer.x, explorer.y) == ([0.0, 0.5, 1.0], [0.0, 1.0, 0.0])


def test_both_can_be_set_at_once_and_a_wrong_pair_leaves_them():
    explorer = SoftplusNeurons()
    with explorer.hold_trait_notifications():
        explorer.x, explorer.y = [0.25], [2.0]
    assert (explorer.x, explorer.y) == ([0.25], [2.0]) and explorer.samples()[0].shape == (1, 1)
    with pytest.raises(traitlets.TraitError), explorer.hold_trait_notifications():
        explorer.x, explorer.y = [1.0, 2.0], [3.0]
    assert (explorer.x, explorer.y) == ([0.25], [2.0])


def test_the_browser_may_send_both_in_one_message():
    explorer = SoftplusNeurons()
    explorer.set_state({"x": [0, 1], "y": [1, 0], "steps": 0})
    assert explorer.x == [0.0, 1.0] and explorer.y == [1.0, 0.0]


@pytest.mark.parametrize(("name", "value", "words"), [
    ("theta", [1.0] * 6, "theta holds 6 numbers; expected 7"),
    ("theta", [101.0] + [0.0] * 6, r"theta\[0\] is 101.0; expected a number from -100 to 100"),
    ("x", [], "x holds 0 numbers; expected 1 to 12"),
    ("eta", 0, "eta is 0; expected a number from 0.0001 to 10"),
    ("steps", 20001, "steps is 20001; expected a .*number from 0 to 20000"),
    ("speed", 10, "speed is 10; expected one of '1', '10', '100', '1000'"),
])
def test_what_is_out_of_bounds_is_refused_in_words(name, value, words):
    with pytest.raises(traitlets.TraitError, match=words):
        SoftplusNeurons(**{name: value})


def test_every_situation_is_a_state_that_the_explorer_takes():
    explorer = SoftplusNeurons()
    names = [name for name, _, _ in explorer._situations]
    assert len(set(names)) == len(names) == 7
    for _, words, state in explorer._situations:
        assert words and SoftplusNeurons(**state).state() == explorer.state() | state


def test_the_situations_are_those_of_the_chapter():
    """The good end is good, the starts that fail have failed after 20,000 steps, and the months are the measured ones."""
    state = {name: state for name, _, state in SoftplusNeurons()._situations}
    assert SoftplusNeurons(**state["end"]).at().cost < 1e-20
    for name in ("zero", "equal", "innocent"):
        assert SoftplusNeurons(**{**state[name], "steps": 20000}).at().cost == pytest.approx(2 / 3, abs=1e-2)
    silent = SoftplusNeurons(**{**state["silent"], "steps": 1000}).at().theta.vector
    assert silent[:6] == pytest.approx(state["silent"]["theta"][:6], abs=1e-9)
    nino = data.nino_year()
    assert state["months"]["x"] == pytest.approx(data.unit_interval(nino.X)[:, 0], abs=1e-4)
    assert state["months"]["y"] == pytest.approx(data.unit_interval(nino.Y)[:, 0], abs=1e-4)


def test_the_picture_shows_the_fit_where_the_descent_stands():
    explorer = SoftplusNeurons(steps=12)
    at = explorer.at()
    left, right = explorer.picture().axes
    points = {line.get_label(): line.get_xydata().tolist() for line in left.lines}["data $y$"]
    assert points == [[0, 0], [0.5, 1], [1, 0]] and left.get_title() == f"step 12, cost {at.cost:.4f}"
    assert [patch.get_width() for patch in right.patches] == list(at.grad.vector)


def test_the_bars_are_the_derivatives_with_their_numbers():
    ax = fits.derivatives(figure()[1], {"w1": 0.25, "b3": -2.0})
    assert [(bar.get_width(), bar.get_y() + bar.get_height() / 2) for bar in ax.patches] == [(0.25, 0), (-2.0, 1)]
    assert [text.get_text() for text in ax.texts] == ["0.2500", "−2.0000"] and ax.yaxis_inverted()
    assert [label.get_text() for label in ax.get_yticklabels()] == [r"$\partial C / \partial w_1$", r"$\partial C / \partial b_3$"]


@pytest.mark.parametrize("state", [{"theta": [100.0] * 7, "x": [5.0], "y": [-5.0]}, {"eta": 1.5, "steps": 900}, {"x": [0.5], "y": [0.5]}])
def test_the_picture_survives_extreme_states(state):
    assert "<svg" in SoftplusNeurons(**state)._repr_mimebundle_()["image/svg+xml"]
