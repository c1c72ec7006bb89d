"""The figures of chapter 1 show what their captions say: the data behind lines, points and arrows."""

import numpy as np
import pytest
from matplotlib.colors import same_color

from course.figures import curves, figure
from course.figures.style import BACKWARD, FORWARD, PARAMETER
from nnlib import sigmoid, train


@pytest.fixture
def ax():
    return figure()[1]


def cost(w):
    return (3 - 2 * w) ** 2


def objective(w):
    return cost(w), -4 * (3 - 2 * w)


def cost2(w1, w2):
    return (1 - w1 / 2) ** 2 + (3 - 2 * w2) ** 2


def gradient2(w):
    return np.array([-(1 - w[0] / 2), -4 * (3 - 2 * w[1])])


def objective2(w):
    return cost2(*w), gradient2(w)


def slope(line):
    x, y = line.get_data()
    return (y[-1] - y[0]) / (x[-1] - x[0])


def arrows(ax):
    """(from, to) of every arrow."""
    return [(np.array(a.xyann), np.array(a.xy)) for a in ax.texts if getattr(a, "arrow_patch", None) is not None]


def plain_texts(ax):
    return {t.get_text() for t in ax.texts if t.get_text()}


def test_secants_turn_into_the_tangent(ax):
    curves.secants(ax, cost, slope=-4, at=1.0, hs=[0.8, 0.4], span=(0.4, 2.2))
    curve, first, point_1, second, point_2, tangent, at = ax.lines
    assert np.allclose(curve.get_ydata(), cost(curve.get_xdata()))
    assert slope(first) == pytest.approx(-4 + 4 * 0.8) and slope(second) == pytest.approx(-4 + 4 * 0.4)
    assert slope(tangent) == pytest.approx(-4)
    for line in (first, second, tangent):  # all pass through the point at which the derivative is taken
        assert np.interp(1.0, *line.get_data()) == pytest.approx(cost(1.0))
    assert point_1.get_xydata() == pytest.approx(np.array([[1.8, cost(1.8)]]))
    assert point_2.get_xydata() == pytest.approx(np.array([[1.4, cost(1.4)]]))
    assert at.get_xydata() == pytest.approx(np.array([[1.0, 1.0]]))
    assert first.get_linestyle() == "--" and tangent.get_linestyle() == "-"
    assert same_color(tangent.get_color(), BACKWARD) and same_color(curve.get_color(), FORWARD)
    assert plain_texts(ax) == {"$h = 0.8$", "$h = 0.4$"}


def test_graph_points_from_cause_to_effect(ax):
    nodes = {"x": (0, 0), "u": (2, 1), "v": (2, -1), "C": (4, 0)}
    edges = {("x", "u"): "4", ("x", "v"): "3", ("u", "C"): "6", ("v", "C"): "4"}
    curves.graph(ax, nodes, edges, {"x": "2"})
    assert len(ax.patches) == 4 and len(arrows(ax)) == 4
    for (tail, head), (start, end) in zip(edges, arrows(ax)):
        assert np.linalg.norm(start - nodes[tail]) == pytest.approx(0.3)  # at the rim of the circle
        assert np.linalg.norm(end - nodes[head]) == pytest.approx(0.3)
    assert plain_texts(ax) == {"x", "u", "v", "C", "4", "3", "6", "2"}
    height = {t.get_text(): t.get_position()[1] for t in ax.texts if t.get_text() in ("3", "6")}
    assert height["6"] > 0.5 and height["3"] < -0.5  # above the upper arrows, below the lower ones


def test_sigmoid_and_its_derivative(ax):
    curves.with_derivative(ax, sigmoid, (-8, 8), ("a", "b"), at=(1.0, 1.5))
    function, derivative = ax.lines
    z = function.get_xdata()
    assert z[0] == -8 and z[-1] == 8
    assert np.allclose(function.get_ydata(), sigmoid(z)) and np.allclose(derivative.get_ydata(), sigmoid.prime(z))
    assert derivative.get_ydata().max() == pytest.approx(0.25) and z[derivative.get_ydata().argmax()] == 0
    assert function.get_linestyle() == "-" and derivative.get_linestyle() == "--"
    assert [t.xy[1] for t in ax.texts] == pytest.approx([sigmoid(1.0), sigmoid.prime(1.5)])


def test_slice_has_its_tangent(ax):
    curves.slice_through(ax, lambda w2: cost2(0.0, w2), -4.0, 1.0, (0, 3), "$w_2$")
    curve, tangent, point = ax.lines
    assert np.allclose(curve.get_ydata(), cost2(0.0, curve.get_xdata()))
    assert slope(tangent) == pytest.approx(-4) and np.mean(tangent.get_ydata()) == pytest.approx(2.0)
    assert point.get_xydata() == pytest.approx(np.array([[1.0, 2.0]]))
    assert ax.get_xlabel() == "$w_2$" and ax.get_ylabel() == "$C$"


def test_contours_are_lines_of_equal_cost_at_equal_scales(ax):
    curves.contours(ax, cost2, ((-1, 5), (-1, 4)), [1, 3], minimum=(2.0, 1.5))
    (lines,) = ax.collections
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        assert cost2(*path.vertices.T) == pytest.approx(level, abs=0.01)
    assert ax.get_aspect() == 1.0
    assert ax.lines[0].get_xydata() == pytest.approx(np.array([[2.0, 1.5]])) and cost2(2.0, 1.5) == 0


def test_trail_is_the_descent(ax):
    steps = train(objective2, np.array([0.0, 0.0]), eta=0.1, steps=5)
    curves.trail(ax, steps, label="η", style="s--")
    (line,) = ax.lines
    assert line.get_xydata() == pytest.approx(np.array([step.theta for step in steps]))
    assert same_color(line.get_color(), PARAMETER) and line.get_marker() == "s" and line.get_label() == "η"


def test_uphill_arrows_have_the_direction_of_the_gradient_and_one_length(ax):
    points = np.array([[0.0, 1.5], [2.0, 1.0], [3.0, 2.0]])
    curves.uphill(ax, points, gradient2, length=0.5)
    for point, (start, end) in zip(points, arrows(ax), strict=True):
        g = gradient2(point)
        assert start == pytest.approx(point)
        assert np.linalg.norm(end - start) == pytest.approx(0.5)
        assert (end - start) @ g == pytest.approx(0.5 * np.linalg.norm(g))  # parallel, not only at an acute angle


@pytest.mark.parametrize("eta", [0.01, 0.1, 0.2, 0.26])
def test_descent_lies_on_the_curve(ax, eta):
    steps = train(objective, 0.0, eta=eta, steps=8)
    curves.descent(ax, cost, steps, span=(-2.2, 5.2), top=34, title="t")
    curve, points, start = ax.lines
    w, c = points.get_data()
    assert len(w) == 9 and c == pytest.approx(cost(np.array(w)))
    assert w - 1.5 == pytest.approx(-1.5 * (1 - 8 * eta) ** np.arange(9))
    assert start.get_xydata() == pytest.approx(np.array([[0.0, 9.0]])) and start.get_fillstyle() == "none"
    assert (-2.2 < np.array(w)).all() and (np.array(w) < 5.2).all() and max(c) < 34  # nothing is cut off
    assert np.allclose(curve.get_ydata(), cost(curve.get_xdata()))


def test_costs_are_straight_lines_on_a_logarithmic_scale(ax):
    etas = [0.01, 0.1, 0.2, 0.26]
    runs = {f"{eta}": train(objective, 0.0, eta=eta, steps=8) for eta in etas}
    curves.costs(ax, runs)
    assert ax.get_yscale() == "log" and len({line.get_linestyle() for line in ax.lines}) == 4
    assert len({line.get_marker() for line in ax.lines}) == 4  # told apart without colour
    for eta, line, text in zip(etas, ax.lines, ax.texts, strict=True):
        assert np.diff(np.log(line.get_ydata())) == pytest.approx(2 * np.log(abs(1 - 8 * eta)), rel=1e-4)
        assert text.get_text() == f"{eta}" and text.xy == (8, line.get_ydata()[-1])


def test_costs_wants_a_style_for_each_run(ax):
    with pytest.raises(ValueError):
        curves.costs(ax, {"a": train(objective, 0.0, eta=0.1, steps=2)}, styles=("o-", "s--"))


def test_every_function_returns_its_axes(ax):
    steps = train(objective2, np.array([0.0, 0.0]), eta=0.1, steps=2)
    assert curves.contours(ax, cost2, ((-1, 5), (-1, 4)), [1], minimum=(2.0, 1.5)) is ax
    assert curves.trail(ax, steps) is ax
    assert curves.uphill(ax, np.zeros((1, 2)), gradient2, length=0.5) is ax
    assert curves.secants(ax, cost, -4, 1.0, [0.5], (0, 2)) is ax
    assert curves.graph(ax, {"x": (0, 0), "y": (1, 0)}, {("x", "y"): "1"}) is ax
