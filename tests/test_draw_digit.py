"""Draw a digit, as Python sees it: bitmaps as numbers, ink counted as in the data, and the network's own answer."""

import math

import numpy as np
import pytest
import traitlets
from course.figures import digits, figure
from course.widgets import DrawDigit
from course.widgets.digit import fit_like_data, rows_of, stroke
from nnlib import data

RNG = np.random.default_rng(0)
THETA, MEAN, DEVIATION = RNG.normal(size=2260), RNG.uniform(0, 8, 64), RNG.uniform(1, 6, 64)


def drawing(**state):
    return DrawDigit(THETA, MEAN, DEVIATION, **state)


def test_a_row_is_a_binary_number_with_its_leftmost_pixel_highest():
    bitmap = np.zeros((32, 32), dtype=bool)
    bitmap[0, 31], bitmap[1, 0], bitmap[2, 30:] = True, True, True
    assert rows_of(bitmap)[:4] == [1, 2**31, 3, 0]
    assert (drawing(rows=rows_of(bitmap)).bitmap() == bitmap).all()


def test_rows_and_bitmap_are_the_way_there_and_back():
    bitmap = RNG.random((32, 32)) < 0.4
    assert (drawing(rows=rows_of(bitmap)).bitmap() == bitmap).all()


def test_a_stroke_is_what_is_near_enough_to_its_way():
    points, pen = [(5.0, 5.0), (20.0, 8.0), (12.0, 30.0)], 4
    inked = stroke(points, pen)
    # by a walk in small steps instead of the foot of a perpendicular
    walk = np.concatenate([np.linspace(a, b, 2000) for a, b in zip(points, points[1:])])
    for r in range(32):
        for c in range(32):
            far = np.hypot(walk[:, 0] - c - 0.5, walk[:, 1] - r - 0.5).min()
            if abs(far - pen / 2) > 1e-3:  # the steps are shorter than 0.02, so the walk's distance is right to 1e-4
                assert inked[r, c] == (far < pen / 2), (r, c)


def test_one_point_is_a_dot():
    assert stroke([(16.0, 16.0)], 2).sum() == 4 and stroke([(16.5, 16.5)], 1).sum() == 1


def test_the_ink_of_a_field_counts_its_sixteen_pixels():
    bitmap = RNG.random((32, 32)) < 0.5
    ink = drawing(rows=rows_of(bitmap), fit="none").ink()
    assert [ink[8 * i + j] for i in range(8) for j in range(8)] == [
        sum(bitmap[4 * i + r, 4 * j + c] for r in range(4) for c in range(4)) for i in range(8) for j in range(8)]
    assert drawing(rows=[2**32 - 1] * 32, fit="none").ink().tolist() == [16] * 64


def test_a_fitted_drawing_fills_the_height_and_stands_in_the_middle():
    """As the data do: all touch both edges, and their outer columns hold next to nothing."""
    images = data.digits().X.reshape(-1, 8, 8)
    assert (images.sum(axis=2) > 0).all(axis=0).all() or ((images.sum(axis=2) > 0).mean(axis=0) > 0.99).all()
    assert images[:, :, [0, 7]].sum() / images.sum() < 0.01
    for points in ([(14, 10), (18, 22)], [(3, 3), (9, 3), (3, 12)], [(1, 16), (31, 17)], [(16.5, 16.5)]):
        fitted = fit_like_data(stroke(points, 3))
        columns = np.flatnonzero(fitted.any(axis=0))
        assert fitted[0].any() and fitted[-1].any() and len(columns) <= 24
        assert abs(columns[0] - (31 - columns[-1])) <= 1


def test_an_upright_line_remains_one_and_where_it_is_drawn_does_not_matter():
    line = stroke([(16, 6), (16, 26)], 4)
    width = np.flatnonzero(fit_like_data(line).any(axis=0)).size
    assert width == math.floor(2.5 * 32 * 4 / 24)  # 4 pixels wide, 24 high
    assert (fit_like_data(line) == fit_like_data(np.roll(line, (3, -9), axis=(0, 1)))).all()
    whole = np.ones((32, 24), dtype=bool)
    assert (fit_like_data(np.pad(whole, ((0, 0), (4, 4)))) == np.pad(whole, ((0, 0), (4, 4)))).all()


def test_an_empty_drawing_stays_empty():
    assert not drawing(rows=[0] * 32).ink().any()


def test_the_answer_is_that_of_the_network_written_out():
    figure = drawing()
    W1, b1 = THETA[:1920].reshape(64, 30), THETA[1920:1950]
    W2, b2 = THETA[1950:2250].reshape(30, 10), THETA[2250:]
    hidden = 1 / (1 + np.exp(-((figure.ink() - MEAN) / DEVIATION @ W1 + b1)))
    e = np.exp(hidden @ W2 + b2)
    np.testing.assert_allclose(figure.activations(), hidden, rtol=1e-12)
    np.testing.assert_allclose(figure.probabilities(), e / e.sum(), rtol=1e-12)  # sums of 64 and 30 terms


def test_without_weights_all_digits_are_alike():
    np.testing.assert_allclose(DrawDigit().probabilities(), 0.1, rtol=1e-15)


@pytest.mark.parametrize(("name", "values"), [
    ("theta", [0.0] * 2259), ("mean", [0.0] * 65), ("theta", [math.nan] * 2260), ("deviation", [0.0] + [1.0] * 63),
    ("deviation", [-1.0] * 64), ("mean", [math.inf] * 64),
])
def test_weights_and_scale_have_to_fit(name, values):
    figure = drawing()
    before = getattr(figure, name)
    with pytest.raises(traitlets.TraitError, match=name):
        setattr(figure, name, values)
    assert getattr(figure, name) == before


def test_a_link_carries_the_drawing_and_not_the_weights():
    assert set(drawing().state()) == {"rows", "pen", "fit"} == set(drawing()._bounds)


def test_two_figures_share_no_weights():
    assert DrawDigit().theta == [0.0] * 2260 != drawing().theta and drawing().mean == MEAN.tolist()


def test_the_bars_are_the_probabilities():
    shares = RNG.dirichlet(np.ones(10))
    ax = digits.bars(figure()[1], shares)
    assert [bar.get_width() for bar in ax.patches] == shares.tolist()
    assert [text.get_text() for text in ax.texts] == [f"{p:.2f}" for p in shares]


def test_the_picture_shows_the_ink_and_the_answer():
    left, right = drawing().picture().axes
    assert [bar.get_width() for bar in right.patches] == drawing().probabilities().tolist()
    assert len(left.patches[-1].get_path().vertices) == 5 * (drawing().ink() > 0).sum()
