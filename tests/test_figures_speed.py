"""The figure of growth shows the numbers that it is given."""

from course.figures import figure, speed


def test_curves_are_milliseconds_on_two_logarithmic_scales():
    ax = speed.growing(figure()[1], {"a": ([1, 2, 4], [0.001, 0.002, 0.008]), "b": ([1, 3], [1.0, 2.0])}, "things")
    assert (ax.get_xscale(), ax.get_yscale(), ax.get_xlabel()) == ("log", "log", "things")
    assert [line.get_label() for line in ax.lines] == ["a", "b"]
    assert ax.lines[0].get_xydata().tolist() == [[1, 1.0], [2, 2.0], [4, 8.0]]
    assert ax.lines[1].get_xydata().tolist() == [[1, 1000.0], [3, 2000.0]]
    assert len({(line.get_linestyle(), line.get_marker(), line.get_color()) for line in ax.lines}) == 2


def test_a_stack_has_its_times_and_its_limit_in_one_colour():
    ax = speed.together(figure()[1], {"a": ([1, 10], [30.0, 4.0], [0.5, 0.1]), "b": ([1, 10], [40.0, 5.0], [0.6, 0.2])})
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log") and "µs" in ax.get_ylabel() and "S" in ax.get_xlabel()
    a, limit, b, other = ax.lines
    assert a.get_xydata().tolist() == [[1, 30.0], [10, 4.0]] and limit.get_xydata().tolist() == [[1, 0.5], [10, 0.1]]
    assert a.get_color() == limit.get_color() != b.get_color() == other.get_color()
    assert limit.get_linestyle() == other.get_linestyle() == ":" != a.get_linestyle()
    assert (a.get_label(), b.get_label()) == ("a", "b") and a.get_marker() != b.get_marker()
