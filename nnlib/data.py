"""The data sets, each with its source, units and licence."""

from importlib.resources import files
from typing import NamedTuple

import numpy as np

from nnlib import checks


class Data(NamedTuple):
    """Samples as rows: X (D, n_0) and Y (D, n_L), what they mean, where they come from and how they may be used."""

    X: np.ndarray
    Y: np.ndarray
    meaning: str
    source: str
    licence: str


def dosage() -> Data:
    """Three doses, of which only the middle one helps: X (3, 1), Y (3, 1), no units. J. Starmer's example."""
    X = np.array([[0.0], [0.5], [1.0]])
    Y = np.array([[0.0], [1.0], [0.0]])
    return Data(X, Y, "dose of a drug (0 none, 1 the highest) and its effect (0 none, 1 full)",
                "J. Starmer, Neural Networks Pt. 1: Inside the Black Box, StatQuest (video, 2020)",
                "numbers of a worked example, cited")


def han_kamber() -> Data:
    """The one training sample of the 3-2-1 example: X (1, 3), Y (1, 1), no units."""
    return Data(np.array([[1.0, 0.0, 1.0]]), np.array([[1.0]]), "three binary attributes and a class label",
                "J. Han and M. Kamber, Data Mining: Concepts and Techniques, classification by backpropagation",
                "numbers of a worked example, cited")


def symmetry() -> Data:
    """All 64 rows of six zeros and ones, X (64, 6), and whether each is its own mirror image, Y (64, 1); 8 are."""
    X = _all_patterns(6)
    return Data(X, (X == X[:, ::-1]).all(axis=1, keepdims=True).astype(float),
                "a row of six on and off units, and 1 where it is symmetric about its middle",
                "Rumelhart, Hinton and Williams, Nature 323, figure 1 (1986)", "free of rights")


def parity(n: int) -> Data:
    """All 2^n rows of n zeros and ones, X (2^n, n), and whether the number of ones is odd, Y (2^n, 1)."""
    X = _all_patterns(checks.count(n, "n", least=1))
    return Data(X, X.sum(axis=1, keepdims=True) % 2, f"{n} bits, and 1 where an odd number of them is 1",
                "Rumelhart, Hinton and Williams, Parallel Distributed Processing, volume 1, chapter 8 (1986)",
                "free of rights")


def xor() -> Data:
    """Exclusive or, which is the parity of two bits: X (4, 2) is 00, 01, 10, 11 and Y (4, 1) is 0, 1, 1, 0."""
    return parity(2)


def encoder(n: int) -> Data:
    """n patterns with one unit on, to be repeated at the output: X and Y are both the identity, (n, n)."""
    one_hot = np.eye(checks.count(n, "n", least=1))
    return Data(one_hot, one_hot.copy(), f"which of {n} units is on, twice",
                "Rumelhart, Hinton and Williams, Parallel Distributed Processing, volume 1, chapter 8 (1986)",
                "free of rights")


def _all_patterns(n: int) -> np.ndarray:
    """The numbers 0 … 2^n − 1 in binary, one in each row, as floats (2^n, n)."""
    return (np.arange(2**n)[:, np.newaxis] >> np.arange(n)[::-1] & 1).astype(float)


def elnino() -> np.ndarray:
    """Sea-surface temperature in °C, shape (61, 12): the years 1950 to 2010, the months January to December.

    NOAA's ERSST.V3B, region Niño 1+2 (0 to 10° S, 80 to 90° W), as distributed with statsmodels; public domain.
    """
    with files("nnlib").joinpath("datasets/elnino.csv").open(encoding="utf8") as file:
        return np.loadtxt(file, delimiter=",", skiprows=1)[:, 1:]


def nino_year() -> Data:
    """The mean year of `elnino`, October to September: X (12, 1) in months since October, Y (12, 1) in °C."""
    means = np.roll(elnino().mean(axis=0), 3)  # a year that starts in October has its peak in the middle
    return Data(np.arange(12.0)[:, np.newaxis], means[:, np.newaxis],
                "months since October and the mean sea-surface temperature of that month, 1950 to 2010, in °C",
                "NOAA ERSST.V3B, region Niño 1+2, as distributed with statsmodels", "public domain")


def digits() -> Data:
    """Handwritten digits: X (1797, 64), the rows of 8×8 images one after the other, ink from 0 to 16; Y (1797, 10) one-hot.

    Each entry counts the dark ones among 4×4 pixels of a form that a person filled in. `Y.argmax(axis=1)` is the digit,
    `X[d].reshape(8, 8)` the picture. The order is that of the forms (`digit_forms`).
    """
    with files("nnlib").joinpath("datasets/digits.npz").open("rb") as file:
        stored = np.load(file)
        images, classes = stored["images"].astype(float), stored["classes"]
    return Data(images, np.eye(10)[classes], "ink in the 8×8 fields of an image, from 0 to 16, and the digit meant, one-hot",
                "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, "
                "1998: its test set, as distributed with scikit-learn; 13 writers",
                "CC BY 4.0; stored as whole numbers, otherwise unchanged")


def digit_forms() -> np.ndarray:
    """From which filled-in form each of the `digits` comes: whole numbers 0 … 13, shape (1797,), in order.

    The data name no writers. But the labels run fourteen times through one sequence of 130 digits, with a few missing:
    the form that each writer copied. There were 13 writers, so somebody seems to have filled in two. A split that keeps
    forms together keeps writers apart, except perhaps that one.
    """
    starts = [0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667, 1797]
    return np.repeat(np.arange(14), np.diff(starts))


def standardised(values: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Each column of `values` minus the mean of that column of `by`, over its standard deviation; the shape of `values`.

    `by` is the training split, also for the others: what is to be predicted must not be used. A column that is the
    same everywhere in `by`, such as a corner that nobody writes in, is only moved.
    """
    constant = by.max(axis=0) == by.min(axis=0)
    return (values - by.mean(axis=0)) / np.where(constant, 1, by.std(axis=0))


def unit_interval(values: np.ndarray) -> np.ndarray:
    """Each column moved and stretched to [0, 1], the same shape."""
    low, high = values.min(axis=0), values.max(axis=0)
    if (low == high).any():
        raise ValueError("a column holds one value only and cannot be stretched to [0, 1].")
    return (values - low) / (high - low)
