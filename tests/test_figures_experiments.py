"""The figures of chapter 9 show the numbers that they claim to show."""

import numpy as np

from course.figures import experiments, figure


def test_a_run_that_never_learns_keeps_the_curve_below_one():
    ax = experiments.learned(figure()[1], {"runs": [30, -1, 10, 20]}, {"published": 15})
    assert ax.lines[0].get_xydata().tolist() == [[10, 0.25], [20, 0.5], [30, 0.75]]
    assert ax.lines[0].get_drawstyle() == "steps-post" and ax.get_xscale() == "log"
    assert set(ax.lines[1].get_xdata()) == {15} and ax.texts[0].get_text() == "published"


def test_curves_are_told_apart_by_dash_as_well_as_colour():
    lines = experiments.learned(figure()[1], {name: [1, 2] for name in "abcde"}).lines
    assert len({line.get_color() for line in lines}) == 5
    assert len({str(line._unscaled_dash_pattern) for line in lines}) == 5


def test_the_area_of_a_square_is_the_size_of_its_number_and_full_means_positive():
    values = np.array([[4.0, -1.0, 0.25], [-2.0, 3.0, -0.5]])
    ax = experiments.squares(figure()[1], values, ["a", "b"], ["x", "y", "z"])
    areas = np.array([patch.get_width() * patch.get_height() for patch in ax.patches]).reshape(2, 3)
    np.testing.assert_allclose(areas / areas[0, 0], np.abs(values) / 4, rtol=1e-12)  # one root and its square
    full = np.array([patch.get_facecolor()[3] > 0 for patch in ax.patches]).reshape(2, 3)
    assert (full == (values > 0)).all()
    centres = [(patch.get_x() + patch.get_width() / 2, patch.get_y() + patch.get_height() / 2) for patch in ax.patches]
    np.testing.assert_allclose(centres, [(j, i) for i in range(2) for j in range(3)], atol=1e-12)
    assert ax.yaxis_inverted() and [t.get_text() for t in ax.get_yticklabels()] == ["a", "b"]
