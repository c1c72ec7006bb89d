"""Draw a digit: a bitmap under the reader's pen, the ink counted as in the data, and what a trained network makes of it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from course import figures
from course.figures import digits
from course.widgets.base import Choice, Explorer, Numbers, Shown, Whole, module
from nnlib import Network, Params, identity, sigmoid, softmax

SIDE, FIELD = 32, 4  # pixels of the bitmap; pixels of a field of the data
WIDE = 24  # most pixels in the width of a fitted drawing: the data leave the two outer columns of fields all but empty
NET = Network((64, 30, 10), sigmoid, identity)

Point = tuple[float, float]


def stroke(points: Sequence[Point], pen: float) -> np.ndarray:
    """What a round pen inks on its way through the points (x, y), as pixels (32, 32) of False and True.

    A pixel is inked where its middle is no farther from the way than half the pen's width.
    """
    x, y = np.meshgrid(np.arange(SIDE) + 0.5, np.arange(SIDE) + 0.5)
    inked = np.zeros((SIDE, SIDE), dtype=bool)
    for (x0, y0), (x1, y1) in zip(points, points[1:] or points):
        length = (x1 - x0) ** 2 + (y1 - y0) ** 2
        t = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / (length or 1), 0, 1)
        inked |= (x - x0 - t * (x1 - x0)) ** 2 + (y - y0 - t * (y1 - y0)) ** 2 <= (pen / 2) ** 2
    return inked


def rows_of(bitmap: np.ndarray) -> list[int]:
    """A bitmap (32, 32) as a whole number for each row, its leftmost pixel the highest of 32 binary digits."""
    return [int("".join("01"[int(bit)] for bit in row), 2) for row in bitmap]


def fit_like_data(bitmap: np.ndarray) -> np.ndarray:
    """A drawing moved and stretched as the digits of the data are: as high as the frame, at most 24 wide, in the middle.

    Its width is stretched at most two and a half times as much as its height, so that an upright line remains one.
    """
    if not bitmap.any():
        return bitmap
    r, c = np.flatnonzero(bitmap.any(axis=1)), np.flatnonzero(bitmap.any(axis=0))
    h, w = int(r[-1] - r[0]) + 1, int(c[-1] - c[0]) + 1
    across = max(1, min(WIDE, 5 * SIDE * w // (2 * h)))
    left = (SIDE - across) // 2
    found = np.zeros_like(bitmap)
    found[:, left : left + across] = bitmap[np.ix_(r[0] + np.arange(SIDE) * h // SIDE, c[0] + np.arange(across) * w // across)]
    return found


THREE = ((10, 9), (13, 6), (18, 6), (21, 9), (20, 13), (16, 15), (20, 17), (22, 21), (19, 26), (13, 26), (9, 23))


class DrawDigit(Explorer):
    """A digit under the reader's pen, and the activations and probabilities of a trained 64-30-10 network.

    `theta` (2260 numbers), `mean` and `deviation` (64 each) are the network and the scale of its inputs; they are no
    part of the state, so a link carries the drawing only. Without them every digit is as probable as any other.
    """

    _esm = module("digit")
    rows = Numbers(rows_of(stroke(THREE, 4)), 0, 2**SIDE - 1, SIDE, SIDE,
                   "the drawing: for each row of 32 pixels a whole number, whose binary digits are its pixels from left to right")
    pen = Whole(4, 1, 8, "the width of the pen in pixels")
    fit = Choice("data", {"data": "fitted like the data", "none": "left as it is"}, "what is done with the drawing")
    theta = traitlets.List(traitlets.Float(), [0.0] * 2260, 2260, 2260, help="The network's parameters, in one vector.").tag(sync=True)
    mean = traitlets.List(traitlets.Float(), [0.0] * 64, 64, 64, help="What is subtracted from the ink in each field.").tag(sync=True)
    deviation = traitlets.List(traitlets.Float(), [1.0] * 64, 64, 64, help="What the rest is divided by.").tag(sync=True)

    def __init__(self, theta: Any = None, mean: Any = None, deviation: Any = None, **state: Any):
        super().__init__(**state)
        for name, given in (("theta", theta), ("mean", mean), ("deviation", deviation)):
            setattr(self, name, np.asarray(getattr(self, name) if given is None else given, dtype=float).tolist())

    @traitlets.validate("theta", "mean", "deviation")
    def _finite(self, proposal: Any) -> list[float]:
        name, values = proposal["trait"].name, proposal["value"]
        if not np.isfinite(values).all() or name == "deviation" and min(values) <= 0:
            raise traitlets.TraitError(f"{name} holds {'a number that is not positive' if np.isfinite(values).all() else 'NaN or infinity'}; "
                                       f"expected {'positive ' if name == 'deviation' else ''}finite numbers.")
        return Shown(values)

    def bitmap(self) -> np.ndarray:
        """The drawing as it is, (32, 32), False and True."""
        return np.array([[bit == "1" for bit in f"{int(row):0{SIDE}b}"] for row in self.rows])

    def ink(self) -> np.ndarray:
        """What the network is given: the dark ones among 4×4 pixels, from 0 to 16, in 64 fields, row by row."""
        bitmap = fit_like_data(self.bitmap()) if self.fit == "data" else self.bitmap()
        return bitmap.reshape(8, FIELD, 8, FIELD).sum(axis=(1, 3)).ravel().astype(float)

    def activations(self) -> np.ndarray:
        """The thirty hidden activations."""
        return self._forward()[1][0]

    def probabilities(self) -> np.ndarray:
        """The ten probabilities, softmax of the logits."""
        return softmax(self._forward()[2])[0]

    def _forward(self) -> dict[int, np.ndarray]:
        x = (self.ink() - self.mean) / self.deviation
        return NET.forward(Params(np.array(self.theta), NET.sizes), x[np.newaxis])[1]

    def picture(self) -> Figure:
        """The ink in the fields, and a bar for each digit's probability."""
        fig, (left, right) = figures.figure(1, 2, width=5.4, height=2.6)
        digits.images(left, self.ink()[np.newaxis], ["ink"], columns=1)
        digits.bars(right, self.probabilities())
        return fig
