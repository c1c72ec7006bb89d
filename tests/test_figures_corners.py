"""The picture of chapter 10's figure shows the slopes that it is given."""

import numpy as np
from course.figures import corners, figure


def test_each_slope_is_a_line_through_the_point_and_one_is_full():
    x = np.linspace(-1, 1, 5)
    ax = corners.tangents(figure()[1], x, np.abs(x), (0.5, 0.5), [(1.0, "one", True), (0.0, "none", False), (-2.0, "down", False)])
    drawn = {line.get_label(): line for line in ax.lines}
    for name, slope in (("one", 1), ("none", 0), ("down", -2)):
        (x0, y0), (x1, y1) = drawn[name].get_xydata().tolist()
        assert (y1 - y0) / (x1 - x0) == slope and y0 + slope * (0.5 - x0) == 0.5
    assert drawn["one"].get_linestyle() == "-" and len({drawn[name].get_linestyle() for name in ("one", "none", "down")}) == 3
    assert drawn["the curve"].get_ydata().tolist() == [1, 0.5, 0, 0.5, 1]
