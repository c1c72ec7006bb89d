"""The figure of growth shows the numbers that it is given."""

from course.figures import figure, speed


def test_curves_are_milliseconds_on_two_logarithmic_scales():
    ax = speed.growing(figure()[1], {"a": ([1, 2, 4], [0.001, 0.002, 0.008]), "b": ([1, 3], [1.0, 2.0])}, "things")
    assert (ax.get_xscale(), ax.get_yscale(), ax.get_xlabel()) == ("log", "log", "things")
    assert [line.get_label() for line in ax.lines] == ["a", "b"]
    assert ax.lines[0].get_xydata().tolist() == [[1, 1.0], [2, 2.0], [4, 8.0]]
    assert ax.lines[1].get_xydata().tolist() == [[1, 1000.0], [3, 2000.0]]
    assert len({(line.get_linestyle(), line.get_marker(), line.get_color()) for line in ax.lines}) == 2
