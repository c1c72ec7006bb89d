"""Drawings of networks: every label lies along its own arrow and away from the others; figures show the data they got."""

import itertools

import numpy as np
import pytest

from matplotlib.colors import to_rgba

from course import figures
from course.figures import networks, worked
from course.figures.style import BACKWARD, PARAMETER
from nnlib import Network, complex_step, data, half_sse, identity, sigmoid, softplus, sse, train

SHAPES = [(1, 2, 1), (3, 2, 1), (2, 1, 1), (2, 2, 1), (2, 3, 2)]


def all_labels(sizes, text="0.2"):
    return {(l, i, j): text for l in range(1, len(sizes)) for i, j in itertools.product(range(sizes[l - 1]), range(sizes[l]))}


def distance(point, end):
    """From a point to the segment between the two ends of an arrow."""
    p, a, b = np.array(point), np.array(end[0]), np.array(end[1])
    t = np.clip((p - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
    return np.hypot(*(p - a - t * (b - a)))


@pytest.mark.parametrize("sizes", SHAPES)
def test_each_label_is_nearest_to_its_own_arrow(sizes):
    ends = networks.arrows(sizes)
    for key, (x, y, angle) in networks.label_places(sizes, all_labels(sizes)).items():
        own = distance((x, y), ends[key])
        assert own == pytest.approx(networks.OFF)
        assert all(distance((x, y), end) > own for other, end in ends.items() if other != key)
        (x0, y0), (x1, y1) = ends[key]
        assert np.tan(np.radians(angle)) == pytest.approx((y1 - y0) / (x1 - x0))


@pytest.mark.parametrize("sizes", SHAPES)
def test_labels_keep_apart(sizes):
    places = networks.label_places(sizes, all_labels(sizes)).values()
    for (x0, y0, _), (x1, y1, _) in itertools.combinations(places, 2):
        assert np.hypot(x1 - x0, y1 - y0) > 3 * networks.LETTER


def test_network_writes_every_text_once_in_its_colour():
    _, ax = figures.figure()
    inside = {(l, j): f"n{l}{j}" for l, n in enumerate((3, 2, 1)) for j in range(n)}
    weights = {key: "w" + "".join(map(str, key)) for key in all_labels((3, 2, 1))}
    assert figures.network(ax, (3, 2, 1), inside=inside, under={(1, 0): "$b_4$"}, weights=weights) is ax
    texts = [t for t in ax.texts if t.get_text()]
    assert sorted(t.get_text() for t in texts) == sorted([*inside.values(), *weights.values(), "$b_4$"])
    assert {t.get_color() for t in texts if t.get_text() in weights.values() or t.get_text() == "$b_4$"} == {PARAMETER}


def test_backward_arrows_point_to_the_input():
    _, ax = figures.figure()
    figures.network(ax, (3, 2, 1), backward=True, under={(1, 0): "$b_4$"})
    arrows = [t for t in ax.texts if getattr(t, "arrow_patch", None) is not None]
    assert len(arrows) == 8
    for arrow in arrows:
        assert arrow.xy[0] < arrow.xyann[0]
        assert arrow.arrow_patch.get_linestyle() in ("--", "dashed")
    assert [t.get_color() for t in ax.texts if t.get_text() == "$b_4$"] == [BACKWARD]


def test_labels_of_arrows_that_do_not_exist_are_refused():
    with pytest.raises(KeyError):
        networks.label_places((3, 2, 1), {(1, 0, 2): "w16"})


def test_right_pairs_lie_on_the_sigmoid_and_printed_ones_do_not():
    _, ax = figures.figure()
    worked.on_sigmoid(ax, {"4": -0.7, "5": 0.1}, {"5 printed": (0.1, 0.325)})
    _, _, _, right, printed = ax.lines
    z, a = right.get_data()
    assert list(z) == [-0.7, 0.1]
    np.testing.assert_allclose(a, 1 / (1 + np.exp(-np.asarray(z))))
    assert [list(v) for v in printed.get_data()] == [[0.1], [0.325]]


def test_learning_shows_predictions_costs_and_marks():
    X, Y = data.han_kamber()[:2]
    net = Network((3, 2, 1), sigmoid, sigmoid)
    steps = train(net.objective(X, Y, half_sse), net.zeros(), eta=0.9, steps=5)
    y_hat = [net(step.theta, X).item() for step in steps]
    _, axes = figures.figure(2, 1)
    above, below = worked.learning(axes, steps, y_hat, 1, [3])
    target, curve, marks = above.lines
    assert set(target.get_ydata()) == {1}
    assert list(curve.get_xdata()) == [0, 1, 2, 3, 4, 5] and list(curve.get_ydata()) == y_hat
    assert list(marks.get_xdata()) == [3] and list(marks.get_ydata()) == [y_hat[3]]
    assert list(below.lines[0].get_ydata()) == [step.cost for step in steps]


# The lit paths of chapter 2.


def value_of(label, values):
    """A factor's number: the label is read as a name of a value, as 1, or as −2 times the residual."""
    return {"$1$": 1.0, r"$-2(y_d - \hat{y}_d)$": -2 * values["r"], r"$\sigma(z_{d1})$": values["s1"],
            r"$\sigma(z_{d2})$": values["s2"], "$x_d$": values["x"], "$w_3$": values["w3"], "$w_4$": values["w4"],
            "$a_{d1}$": values["a1"], "$a_{d2}$": values["a2"]}[label]


@pytest.mark.parametrize("k, name", list(enumerate(["$w_1$", "$w_2$", "$b_1$", "$b_2$", "$w_3$", "$w_4$", "$b_3$"])))
def test_the_factors_on_a_lit_path_multiply_to_the_derivative_of_one_sample(k, name):
    net = Network((1, 2, 1), softplus, identity)
    theta = net.params({1: [[2.74, -1.13]], 2: [[0.36], [0.63]]}, {1: [0.2, -0.3], 2: [0.1]})
    X, Y = np.array([[0.7]]), np.array([[0.4]])
    Z, A = net.forward(theta, X)
    values = {"x": 0.7, "r": 0.4 - A[2].item(), "w3": 0.36, "w4": 0.63, "a1": A[1][0, 0], "a2": A[1][0, 1],
              "s1": 1 / (1 + np.exp(-Z[1][0, 0])), "s2": 1 / (1 + np.exp(-Z[1][0, 1]))}
    path = networks.path_to_cost(name)
    assert path[0][0] == name and path[-1][1] == "$C$"
    assert all(one[1] == two[0] for one, two in itertools.pairwise(path))
    true = complex_step(lambda t: net.cost(t, X, Y, sse), theta).vector[k]
    product = np.prod([value_of(networks.FACTORS[arc], values) for arc in path])
    assert product == pytest.approx(true, rel=1e-12)


def test_the_lit_path_shows_its_own_factors_and_no_others():
    _, ax = figures.figure()
    networks.lit_path(ax, "$b_2$")
    factors = [t.get_text() for t in ax.texts if t.get_text() and t.get_text() not in networks.PLACES]
    assert factors.count("$1$") == 1 and r"$\sigma(z_{d2})$" in factors and r"$\sigma(z_{d1})$" not in factors
    lit = [t for t in ax.texts if getattr(t, "arrow_patch", None) is not None and t.arrow_patch.get_edgecolor() == to_rgba(BACKWARD)]
    assert len(lit) == len(networks.path_to_cost("$b_2$")) == 4


def test_from_the_input_there_is_no_one_way():
    with pytest.raises(KeyError):
        networks.path_to_cost("$x_d$")
