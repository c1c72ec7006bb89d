"""The figures of chapter 6 show what they are given: each square is an amount of ink, each mark a measured share."""

import numpy as np
import pytest

from course.figures import digits, figure
from nnlib import sigmoid

RNG = np.random.default_rng(0)


def squares(patch):
    """The middle (x, y) and the area of each square of a compound path."""
    corners = patch.get_path().vertices.reshape(-1, 5, 2)[:, :4]
    edges = corners.max(axis=1) - corners.min(axis=1)
    assert np.allclose(edges[:, 0], edges[:, 1])
    return corners.mean(axis=1), edges.prod(axis=1)


def test_the_area_of_a_square_is_the_ink_in_its_field():
    ink = np.zeros((3, 64))
    ink[0, 0], ink[0, 63], ink[2, 9] = 16, 4, 8
    ax = digits.images(figure()[1], ink, ["a", "b", "c"], columns=2)
    middles, areas = squares(ax.patches[-1])
    assert areas / areas[0] == pytest.approx([1, 1 / 4, 1 / 2])
    step = 8 + digits.GAP
    tall = step + 1.5
    # upper left field of the first picture, lower right one, and row 1, column 1 of the third, in the second row
    np.testing.assert_allclose(middles, [[0.5, -0.5], [7.5, -7.5], [1.5, -tall - 1.5]], atol=1e-12)
    assert [text.get_text() for text in ax.texts] == ["a", "b", "c"]


def test_pictures_without_any_ink_are_empty_frames():
    ax = digits.images(figure()[1], np.zeros((2, 64)), ["", ""], columns=2)
    assert len(ax.patches) == 3 and not len(ax.patches[-1].get_path().vertices)


def test_positive_weights_are_filled_and_negative_ones_hollow():
    W = np.zeros((1, 64))
    W[0, [0, 1, 2]] = 2, -1, 0.5
    ax = digits.signed(figure()[1], W, ["unit"], columns=1)
    filled, hollow = ax.patches[-2:]
    assert filled.get_facecolor()[3] == 1 and hollow.get_facecolor()[3] == 0
    (at, areas), (below, size) = squares(filled), squares(hollow)
    assert at[:, 0].tolist() == pytest.approx([0.5, 2.5]) and below[:, 0].tolist() == pytest.approx([1.5])
    assert np.concatenate([areas, size]) / areas[0] == pytest.approx([1, 1 / 4, 1 / 2])


def test_a_title_is_needed_for_each_picture():
    with pytest.raises(ValueError):
        digits.images(figure()[1], np.zeros((2, 64)), ["only one"], columns=2)


def test_learning_curves_start_at_epoch_0_and_mark_the_best():
    ax = digits.learning(figure()[1], {"a": [3.0, 2.0, 1.0], "b": [3.0, 2.5, 2.7]}, best=1)
    assert ax.lines[0].get_xydata().tolist() == [[0, 3], [1, 2], [2, 1]] and ax.get_yscale() == "log"
    assert ax.lines[1].get_ydata().tolist() == [3.0, 2.5, 2.7] and ax.lines[2].get_xdata() == [1, 1]


def test_each_loss_answers_with_its_own_delta():
    ax = digits.answers(figure()[1], {"a": lambda z: sigmoid(z) - 1, "b": np.zeros_like})
    z, delta = ax.lines[0].get_data()
    assert delta.tolist() == (sigmoid(z) - 1).tolist() and not ax.lines[1].get_ydata().any()
    assert len({(line.get_linestyle(), line.get_color()) for line in ax.lines}) == 2


def test_the_window_shows_median_and_extremes():
    ax = digits.window(figure()[1], {"a": {0.1: [0.5, 0.9, 0.6], 0.01: [0.2, 0.1, 0.3]}})
    assert ax.lines[0].get_xydata().tolist() == [[0.01, 0.2], [0.1, 0.6]] and ax.get_xscale() == "log"
    corners = {tuple(point) for point in ax.collections[0].get_paths()[0].vertices.tolist()}
    assert {(0.01, 0.1), (0.01, 0.3), (0.1, 0.5), (0.1, 0.9)} <= corners


def test_counts_stand_in_the_row_of_what_was_written():
    counts = np.array([[5, 0, 2], [0, 7, 0], [1, 0, 9]])
    ax = digits.counts(figure()[1], counts)
    shown = {text.get_position(): text for text in ax.texts}
    assert {(j, i): int(text.get_text()) for (j, i), text in shown.items()} == {
        (j, i): counts[i, j] for i in range(3) for j in range(3) if counts[i, j]}
    assert {place for place, text in shown.items() if text.get_fontweight() == "bold"} == {(2, 0), (0, 2)}
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first row on top
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("taken for", "digit written")


def test_a_dot_for_each_split_and_a_bar_at_the_mean():
    shares = {name: {way: RNG.random(4) for way in ("shuffled", "by form")} for name in ("net", "nearest")}
    ax = digits.spread(figure()[1], shares)
    dots, bars = ax.lines[::2], ax.lines[1::2]
    drawn = iter(zip(dots, bars))
    for way in ("shuffled", "by form"):
        for k, name in enumerate(shares):
            dot, bar = next(drawn)
            np.testing.assert_allclose(dot.get_xdata(), 100 * shares[name][way], rtol=1e-14)
            assert bar.get_xdata()[0] == pytest.approx(100 * shares[name][way].mean())
            assert abs(dot.get_ydata() - k).max() < 0.5
    assert [label.get_text() for label in ax.get_yticklabels()] == ["net", "nearest"]
