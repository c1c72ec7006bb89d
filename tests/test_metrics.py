"""Accuracy, confusion and one-hot targets are counts, and count what they say."""

from collections import Counter

import numpy as np
import pytest

from nnlib.metrics import accuracy, confusion, nearest_neighbour, one_hot

RNG = np.random.default_rng(0)
TRUE = RNG.integers(0, 4, size=50)
PREDICTED = np.where(RNG.random(50) < 0.5, TRUE, RNG.integers(0, 4, size=50))


def test_accuracy_is_the_share_that_was_right():
    assert accuracy([0, 1, 2, 2], [0, 1, 1, 2]) == 0.75
    assert accuracy(TRUE, TRUE) == 1 and accuracy([0, 0], [1, 1]) == 0
    assert isinstance(accuracy([0], [0]), float)


def test_confusion_counts_each_pair_true_class_first():
    pairs = Counter(zip(TRUE.tolist(), PREDICTED.tolist()))
    counts = confusion(PREDICTED, TRUE, 4)
    assert all(counts[i, j] == pairs[i, j] for i in range(4) for j in range(4))
    assert (counts != counts.T).any()  # so that the order matters here
    assert confusion([1], [0], 2).tolist() == [[0, 1], [0, 0]]  # one sample of class 0, taken for 1


def test_the_sums_of_a_confusion_matrix_are_what_there_was_and_what_was_said():
    counts = confusion(PREDICTED, TRUE, 5)  # nobody is of class 4, nobody is taken for it
    assert counts.shape == (5, 5) and counts.dtype.kind == "i"
    assert counts.sum(axis=1).tolist() == [(TRUE == k).sum() for k in range(5)]
    assert counts.sum(axis=0).tolist() == [(PREDICTED == k).sum() for k in range(5)]
    assert accuracy(PREDICTED, TRUE) == pytest.approx(counts.trace() / counts.sum(), rel=1e-15)  # a last bit


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, float, np.float32])
def test_the_nearest_neighbour_is_the_nearest_whatever_kind_the_numbers_are(dtype):
    assert nearest_neighbour(np.array([[0], [250]], dtype), [0, 1], np.array([[240], [2]], dtype)).tolist() == [1, 0]


def test_class_numbers_of_8_bits_are_counted_as_any_others():
    true, predicted = np.array([0, 200, 200], np.uint8), np.array([200, 200, 200], np.uint8)
    assert accuracy(predicted, true) == pytest.approx(2 / 3, rel=1e-15) and confusion(predicted, true, 201)[200, 200] == 2
    assert one_hot(true, 201).argmax(axis=1).tolist() == [0, 200, 200]


def test_one_hot_has_one_1_and_argmax_is_the_way_back():
    Y = one_hot(TRUE, 6)
    assert Y.shape == (50, 6) and Y.dtype == float and set(np.unique(Y)) == {0, 1} and (Y.sum(axis=1) == 1).all()
    assert (Y.argmax(axis=1) == TRUE).all()
    assert one_hot([0, 0], 1).tolist() == [[1], [1]] and confusion([0, 0], [0, 0], 1).tolist() == [[2]]
    assert one_hot(np.array([2, 0], dtype=np.uint8), 3).tolist() == [[0, 0, 1], [1, 0, 0]]


# Checks of arguments.


def test_scores_are_refused_with_the_way_to_write_them():
    scores = np.array([[0.1, 0.9], [0.8, 0.2]])
    for call in (lambda p: accuracy(p, [1, 0]), lambda p: confusion(p, [1, 0], 2)):
        with pytest.raises(ValueError, match=r"predicted has shape \(2, 2\).*write predicted\.argmax\(axis=1\)"):
            call(scores)
        call(scores.argmax(axis=1))
    with pytest.raises(ValueError, match=r"true has shape \(2, 2\).*true\.argmax"):
        accuracy([1, 0], np.eye(2))


def test_predictions_and_truths_of_different_numbers_are_refused():
    with pytest.raises(ValueError, match=r"predicted has shape \(1,\) and true \(3,\)"):  # NumPy would compare them
        accuracy([1], [1, 1, 0])
    with pytest.raises(ValueError, match=r"predicted has shape \(3,\) and true \(1,\)"):
        confusion([1, 1, 0], [1], 2)


@pytest.mark.parametrize("classes, error, part", [
    ([0, -1], ValueError, "classes -1 to 0; expected 0 to 2"), ([0, 3], ValueError, "classes 0 to 3; expected 0 to 2"),
    ([0.0, 1.0], TypeError, "float64 values; expected whole numbers"), ([True, False], TypeError, "bool"),
    (["a"], TypeError, "expected whole numbers"), ([], ValueError, r"shape \(0,\)"), (1, ValueError, r"shape \(\)"),
])
def test_what_is_no_class_number_is_refused(classes, error, part):
    for call in (lambda c: one_hot(c, 3), lambda c: confusion(c, [0] * np.size(c), 3),
                 lambda c: confusion([0] * np.size(c), c, 3)):
        with pytest.raises(error, match=part):
            call(classes)
    with pytest.raises(ValueError, match="holds the classes -1 to 0; expected 0 to K − 1"):
        accuracy([0, -1], [0, -1])


@pytest.mark.parametrize("K, error", [(0, ValueError), (2.0, TypeError), (None, TypeError)])
def test_the_number_of_classes_is_a_whole_number(K, error):
    for call in (lambda: one_hot([0], K), lambda: confusion([0], [0], K)):
        with pytest.raises(error, match="^K is "):
            call()


# The nearest neighbour.


def test_the_nearest_neighbour_is_the_one_that_a_loop_finds():
    X, classes, new = RNG.normal(size=(40, 3)), RNG.integers(0, 4, size=40), RNG.normal(size=(25, 3))
    expected = [classes[min(range(40), key=lambda d: sum((X[d] - row) ** 2))] for row in new]
    assert nearest_neighbour(X, classes, new).tolist() == expected
    assert nearest_neighbour(X, classes, X).tolist() == classes.tolist()


def test_of_two_at_the_same_distance_the_first_counts():
    assert nearest_neighbour([[0, 2], [2, 0]], [1, 0], [[0, 0], [1, 1], [2.5, 0]]).tolist() == [1, 1, 0]


@pytest.mark.parametrize(("X", "classes", "new", "words"), [
    ([[0.0], [1.0]], [0], [[0.5]], "a row for each class"),
    ([0.0, 1.0], [0, 1], [[0.5]], "a row for each class"),
    ([[0.0], [1.0]], [0, 1], [[0.5, 1.0]], r"expected \(D, 1\)"),
    ([[0.0], [np.nan]], [0, 1], [[0.5]], r"X\[1, 0\] is nan"),
    ([[0.0], [1.0]], [0, 1], [[np.inf]], r"new\[0, 0\] is inf"),
])
def test_the_neighbour_wants_rows_that_fit(X, classes, new, words):
    with pytest.raises(ValueError, match=words):
        nearest_neighbour(X, classes, new)
