"""The figures of chapter 7 show the numbers that they are given."""

import numpy as np

from course.figures import depth, figure

SIZES = np.array([[1.0, 4.0, 9.0], [2.0, 3.0, 9.5], [5.0, 2.0, 8.0]])  # three seeds, three layers


def test_layers_show_the_median_of_the_seeds_and_a_band_over_all_of_them():
    ax = depth.through_layers(figure()[1], {"a": 2 * SIZES, "b": SIZES})
    assert [line.get_label() for line in ax.lines] == ["a", "b"] and ax.get_yscale() == "log"
    assert ax.lines[1].get_xydata().tolist() == [[1, 2.0], [2, 3.0], [3, 9.0]]
    corners = {tuple(point) for point in ax.collections[1].get_paths()[0].vertices.tolist()}
    assert corners == {(1, 1.0), (1, 5.0), (2, 2.0), (2, 4.0), (3, 8.0), (3, 9.5)}


def test_a_prediction_has_the_colour_of_its_measurement_and_is_drawn_as_circles():
    ax = depth.through_layers(figure()[1], {"a": SIZES, "b": SIZES}, {"b": np.array([7.0, 8.0, 9.0])})
    circles = ax.lines[-1]
    assert circles.get_ydata().tolist() == [7.0, 8.0, 9.0] and circles.get_xdata().tolist() == [1, 2, 3]
    assert circles.get_color() == ax.lines[1].get_color() != ax.lines[0].get_color()
    assert circles.get_marker() == "o" and circles.get_linestyle() == "None"


def test_the_edge_is_two_over_eta():
    ax = depth.edge(figure()[1], [0, 5, 10], [3.0, 4.0, 5.0], eta=0.125)
    assert ax.lines[0].get_xydata().tolist() == [[0, 3.0], [5, 4.0], [10, 5.0]]
    assert set(ax.lines[1].get_ydata()) == {16.0}
    assert [line.get_label() for line in ax.lines] == [r"largest curvature $\lambda$", r"$2/\eta$"]


def test_landings_show_every_run_the_edge_and_the_start():
    ax = depth.landings(figure()[1], [0.1, 0.2], np.array([[19.0, 18.0], [9.0, 9.5]]), start=21.0)
    assert [line.get_xydata().tolist() for line in ax.lines[:2]] == [[[0.1, 19.0], [0.1, 18.0]], [[0.2, 9.0], [0.2, 9.5]]]
    x, y = ax.lines[2].get_xydata().T
    np.testing.assert_allclose(x * y, 2, rtol=1e-15)
    assert (x[0], x[-1]) == (0.1, 0.2) and set(ax.lines[3].get_ydata()) == {21.0}


def test_landings_have_limits_that_no_last_bit_moves():
    low, high = (depth.landings(figure()[1], [0.1, 0.2], np.array([[19.0, 18.0], [9.3, 9.5]]) + bit, start=21.3 + bit)
                 for bit in (0.0, 1e-9))
    assert low.get_xlim() == high.get_xlim() and low.get_ylim() == high.get_ylim() == (8.5, 22.5)


def test_distances_show_their_median_a_band_and_the_prediction():
    ax = depth.apart(figure()[1], [0, 5, 10], {"a": SIZES, "b": 2 * SIZES}, {"line": ([5, 10], [1.0, 8.0])})
    assert [line.get_label() for line in ax.lines] == ["a", "b", "line"] and ax.get_yscale() == "log"
    assert ax.lines[1].get_xydata().tolist() == [[0, 4.0], [5, 6.0], [10, 18.0]]
    corners = {tuple(point) for point in ax.collections[0].get_paths()[0].vertices.tolist()}
    assert corners == {(0, 1.0), (0, 5.0), (5, 2.0), (5, 4.0), (10, 8.0), (10, 9.5)}
    assert ax.lines[2].get_xydata().tolist() == [[5, 1.0], [10, 8.0]]


def test_the_map_of_the_cloud_has_its_minima_its_edge_and_its_points():
    """The thick curves hold products 1, the circle the points where the curvature 2(w₁² + w₂²) is 2/η."""
    ax = depth.cloud_on_map(figure()[1], np.array([[1.0, -2.0], [0.5, -0.5]]), eta=0.25)
    *curves, circle, dots = ax.lines
    for line in curves:
        products = line.get_xdata() * line.get_ydata()
        assert np.ptp(products) < 1e-12 and (line.get_linewidth() > 2) == (abs(products[0] - 1) < 1e-12)
    assert np.allclose(2 * (circle.get_xdata() ** 2 + circle.get_ydata() ** 2), 2 / 0.25)
    assert dots.get_xydata().tolist() == [[1, 0.5], [-2, -0.5]]


def test_the_costs_of_the_cloud_stand_at_their_curvatures():
    ax = depth.cloud_of_costs(figure()[1], np.array([3.0, 12.0]), np.array([0.5, 0.0]), eta=0.1)
    dots, edge = ax.lines
    assert dots.get_xydata().tolist() == [[3, 0.5], [12, 1e-8]] and set(edge.get_xdata()) == {20}
