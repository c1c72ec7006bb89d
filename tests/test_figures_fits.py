"""The curves of chapter 2 and the pictures of chapter 4 show the numbers that they claim to show."""

import numpy as np
import pytest

from course.figures import costs, figure, fits
from nnlib import Network, data, identity, softplus, sse, train

X, Y = data.dosage()[:2]
NET = Network((1, 2, 1), softplus, identity)
THETA = NET.params({1: [[2.74, -1.13]], 2: [[0.36], [0.63]]}, {1: [0, 0], 2: [0.25]})


def lines(ax):
    return {line.get_label(): line.get_xydata() for line in ax.lines}


def test_the_dashed_contributions_and_the_bias_add_up_to_the_prediction():
    drawn = list(lines(fits.fit(figure()[1], NET, THETA, X, Y)).values())
    first, second, prediction, points = (line[:, 1] for line in drawn)
    assert list(lines(fits.fit(figure()[1], NET, THETA, X, Y))) == ["neuron 1: $a_1 w_3$", "neuron 2: $a_2 w_4$", r"prediction $\hat{y}$", "data $y$"]
    np.testing.assert_allclose(first + second + 0.25, prediction, rtol=1e-14)  # a sum of three, rounded twice
    assert points.tolist() == Y[:, 0].tolist()
    assert NET(THETA, drawn[2][:, :1])[:, 0].tolist() == prediction.tolist()


def test_a_residual_reaches_from_the_prediction_to_the_datum():
    ax = fits.residuals(figure()[1], X, Y, NET(THETA, X))
    assert ax.collections[0].get_label() == r"residual $r = y - \hat{y}$"
    for segment, x, y, y_hat in zip(ax.collections[0].get_segments(), X[:, 0], Y[:, 0], NET(THETA, X)[:, 0], strict=True):
        assert segment.tolist() == [[x, y_hat], [x, y]]


def test_the_cost_curve_shows_each_step_on_a_logarithmic_scale():
    run = train(NET.objective(X, Y, sse), THETA, eta=0.03, steps=5)
    ax = fits.costs(figure()[1], {"run": run})
    assert lines(ax)["run"].tolist() == [[step.k, step.cost] for step in run] and ax.get_yscale() == "log"


def test_the_softplus_figure_shows_a_function_and_its_two_derivatives():
    drawn = lines(fits.softplus_and_friends(figure()[1]))
    z, curve = drawn.get(r"softplus $\ln(1 + e^z)$", np.zeros((241, 2))).T
    slope = np.gradient(curve, z, edge_order=2)
    meant = {r"softplus $\ln(1 + e^z)$": np.log(1 + np.exp(z)), r"$\max(0, z)$": np.maximum(0, z), r"first derivative $\sigma(z)$": slope,
             r"second derivative $\sigma(z)\,\sigma(-z)$": np.gradient(slope, z, edge_order=2)}
    assert drawn.keys() == meant.keys()
    assert all(np.allclose(drawn[name][:, 1], meant[name], atol=2e-3) for name in meant)  # differences at a distance of 0.05 are that good


def test_models_are_drawn_through_the_data():
    ax = fits.curves(figure()[1], X, Y, {"twice": lambda x: 2 * x})
    drawn = lines(ax)
    assert drawn["twice"][:, 1].tolist() == (2 * drawn["twice"][:, 0]).tolist()
    assert drawn["data"].tolist() == np.hstack([X, Y]).tolist()


def test_the_fan_leads_from_every_output_to_one_neuron_and_from_it_to_every_input():
    ax = costs.fan(figure()[1], (2, 3, 2), l=1, i=1)
    arrows = [note for note in ax.texts if getattr(note, "arrow_patch", None) is not None]
    heavy = [note for note in arrows if note.arrow_patch.get_linewidth() > 2]
    assert len(arrows) - len(heavy) == 2 * 3 + 3 * 2  # the network's own
    assert [note.arrow_patch.get_linestyle() for note in heavy].count("-") == 2 and len(heavy) == 4
    assert all(note.xy[0] < note.xyann[0] for note in heavy)  # backward


def test_indices_names_every_activation_and_the_weights_and_the_bias_of_one_neuron():
    ax = costs.indices(figure()[1], (2, 3, 2), lambda letter, l, *index: f"{letter}{l}{index}", "d", ("in", "mid", "out"))
    texts = [text.get_text() for text in ax.texts]
    assert {"a0('d', 1)", "a0('d', 2)", "a1('d', 1)", "a1('d', 2)", "b1(2,)", "a1('d', 3)", "a2('d', 1)", "a2('d', 2)"} <= set(texts)
    assert [t for t in texts if t.startswith("w")] == ["w1(1, 2)", "w1(2, 2)", "w2(2, 1)", "w2(2, 2)"]
    assert {"in", "mid", "out"} <= set(texts)


@pytest.mark.parametrize(("draw", "inner"), [(costs.hidden_delta, "$n_{l+1}$"), (costs.weight_gradient, "$D$")])
def test_the_size_at_which_two_blocks_meet_is_the_one_that_is_summed(draw, inner):
    """The first factor's width and the second one's height carry the same name and the same size."""
    ax = draw(figure()[1])
    frames = [patch for patch in ax.patches if patch.get_linewidth() > 0]
    assert frames[0].get_width() == frames[1].get_height()
    assert sum(text.get_text() == inner for text in ax.texts) >= 2
    assert (frames[-1].get_height(), frames[-1].get_width()) == (frames[0].get_height(), frames[1].get_width())


def test_ratios_of_multiplications_are_drawn_as_given():
    ax = costs.multiplications(figure()[1], [1, 2, 4], {"a": [1.0, 1.5, 2.5]}, "width")
    assert ax.lines[0].get_xydata().tolist() == [[1, 1.0], [2, 1.5], [4, 2.5]]


def test_starts_draws_a_line_for_each_start_and_a_level_for_each_model():
    scores = np.array([[-9.0, 0.1, 0.5], [-8.0, 0.2, 0.9]])
    ax = fits.starts(figure()[1], [0, 1000, 5000], scores, {"line": 0.03, "sextic": 0.99})
    runs, levels = ax.lines[:2], ax.lines[2:]
    assert [run.get_xydata().tolist() for run in runs] == [[[1000, 0.1], [5000, 0.5]], [[1000, 0.2], [5000, 0.9]]]
    assert [set(level.get_ydata()) for level in levels] == [{0.03}, {0.99}]
    assert [text.get_text() for text in ax.texts] == ["line", "sextic"]
