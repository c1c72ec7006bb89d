"""The pictures of chapter 5 show the numbers that they are given."""

import re

import pytest

from course.figures import differences, figure


def lines(ax):
    return {line.get_label(): line.get_xydata().tolist() for line in ax.lines}


def test_errors_are_marks_and_bounds_are_dashed_lines_on_logarithmic_axes():
    ax = differences.vee(figure()[1], [1.0, 0.5], {"one": [0.3, 0.2], "two": [0.1, 0.0]}, {"one": [0.4, 0.25]})
    drawn = lines(ax)
    assert drawn["one"] == [[1, 0.3], [0.5, 0.2]] and drawn["two"] == [[1, 0.1]]
    [bound] = [line for line in ax.lines if line.get_linestyle() == "--"]
    assert bound.get_xydata().tolist() == [[1, 0.4], [0.5, 0.25]]
    assert bound.get_color() == ax.lines[0].get_color() and ax.get_xscale() == ax.get_yscale() == "log"
    assert len({line.get_marker() for line in ax.lines if line is not bound}) == 2


@pytest.mark.parametrize("h", [1.0, 0.25])
def test_the_secants_at_a_kink_have_the_slopes_that_their_names_say(h):
    drawn = lines(differences.kink(figure()[1], h))
    named = [(name, value[1]) for name in drawn if (value := re.search(r"slope (\S+)$", name))]
    assert [(name.split(",")[0], value) for name, value in named] == [("central", r"$\frac{1}{2}$"), ("to the right", "1"), ("to the left", "0")]
    for name, value in named:
        (x0, y0), (x1, y1) = drawn[name]
        assert (y1 - y0) / (x1 - x0) == {"1": 1, "0": 0}.get(value, 0.5) and [y0, y1] == [max(0, x0), max(0, x1)]
        assert (min(x0, x1) < 0, max(x0, x1) > 0) == ("right" not in name, "left" not in name)
    assert drawn[r"central, slope $\frac{1}{2}$"] == [[-h, 0], [h, h]]
