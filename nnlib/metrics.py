"""How good a classifier is, in counts: from class numbers 0 … K − 1, one for each sample, whatever predicted them.

And the classifier that learns nothing, to compare with.
"""

from typing import Any

import numpy as np

from nnlib import checks


def one_hot(classes: Any, K: int) -> np.ndarray:
    """Targets Y (D, K) with a 1 in the column of each sample's class and 0 elsewhere; Y.argmax(axis=1) is the way back."""
    return np.eye(checks.count(K, "K", least=1))[checks.classes(classes, "classes", K)]


def accuracy(predicted: Any, true: Any) -> float:
    """The share of samples, from 0 to 1, whose class was predicted; for a network, predicted is ŷ.argmax(axis=1)."""
    predicted, true = _pair(predicted, true)
    return float(np.mean(predicted == true))


def confusion(predicted: Any, true: Any, K: int) -> np.ndarray:
    """Counts (K, K): the entry of row i and column j is the number of samples of class i that were taken for class j.

    scikit-learn's order too; some books have the transpose. The diagonal holds what was right.
    """
    predicted, true = _pair(predicted, true, checks.count(K, "K", least=1))
    counts = np.zeros((K, K), dtype=int)
    np.add.at(counts, (true, predicted), 1)
    return counts


def nearest_neighbour(X: Any, classes: Any, new: Any) -> np.ndarray:
    """For each row of `new` (M, n) the class of the row of X (D, n) at the least Euclidean distance: shape (M,).

    Of rows at the same distance the first counts.
    """
    X, classes = checks.numbers(X, "X"), checks.classes(classes, "classes")
    if X.ndim != 2 or len(X) != len(classes):
        raise ValueError(f"X has shape {X.shape} and there are {len(classes)} classes; expected a row for each class.")
    X, new = checks.batch(X, X.shape[1]), checks.batch(new, X.shape[1], "new")
    # |x − n|² without |n|², which is the same for all x
    return classes[((X * X).sum(axis=1) - 2 * new @ X.T).argmin(axis=1)]


def _pair(predicted: Any, true: Any, K: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    predicted, true = checks.classes(predicted, "predicted", K), checks.classes(true, "true", K)
    if predicted.shape != true.shape:
        raise ValueError(f"predicted has shape {predicted.shape} and true {true.shape}; expected a class of each for "
                         "every sample.")
    return predicted, true
