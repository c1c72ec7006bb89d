"""The data sets, each with its source, units and licence."""

import json
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np


class Data(NamedTuple):
    """Samples as rows: X (D, n_0) and Y (D, n_L), what they mean, where they come from and how they may be used."""

    X: np.ndarray
    Y: np.ndarray
    meaning: str
    source: str
    licence: str


def dosage() -> Data:
    """Three doses, of which only the middle one helps: X (3, 1), Y (3, 1), no units. An invented example."""
    X = np.array([[0.0], [0.5], [1.0]])
    Y = np.array([[0.0], [1.0], [0.0]])
    return Data(X, Y, "dose of a drug (0 none, 1 the highest) and its effect (0 none, 1 full)",
                "invented; the smallest data that no straight line fits", "free of rights")


def han_kamber() -> Data:
    """The one training sample of the 3-2-1 example: X (1, 3), Y (1, 1), no units."""
    return Data(np.array([[1.0, 0.0, 1.0]]), np.array([[1.0]]), "three binary attributes and a class label",
                "J. Han and M. Kamber, Data Mining: Concepts and Techniques, classification by backpropagation",
                "numbers of a worked example, cited")


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


def frameworks() -> dict[str, Any]:
    """Networks with their gradients as PyTorch and JAX compute them, and the versions of both.

    Written by tools/frameworks.py, where these are installed. Each of `problems` holds θ, X, Y, the loss and, by
    framework, C and the gradient as a vector; `derivatives` holds single derivatives.
    """
    return json.loads(files("nnlib").joinpath("datasets/frameworks.json").read_text(encoding="utf8"))


def unit_interval(values: np.ndarray) -> np.ndarray:
    """Each column moved and stretched to [0, 1], the same shape."""
    low, high = values.min(axis=0), values.max(axis=0)
    if (low == high).any():
        raise ValueError("a column holds one value only and cannot be stretched to [0, 1].")
    return (values - low) / (high - low)
