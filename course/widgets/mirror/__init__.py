"""Mirror images: the 6-2-1 network that PDP prints, its weights in one of a few ratios, and all of its 64 answers."""

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from course import figures
from course.figures.style import FORWARD, WRONG
from course.widgets.base import HERE, Choice, Explorer, Number, Whole, module
from nnlib.activations import sigmoid
from nnlib.network import Network
from nnlib.params import Params

NET = Network((6, 2, 1), sigmoid, sigmoid)
RATIOS = {"doubling": (1, 2, 4), "other": (2, 3, 4), "equal": (1, 1, 1), "sum": (1, 2, 3)}
WORDS = {"doubling": "1 : 2 : 4, as printed", "other": "2 : 3 : 4", "sum": "1 : 2 : 3", "equal": "1 : 1 : 1"}


class MirrorNet(Explorer):
    """The network of 1986 that tells mirror images: weights at mirrored places are opposite, and so are its hidden neurons.

    At its start the numbers are those of the printed weights, rounded to the ratios that they nearly have.
    """

    _esm = module("mirror", "more.js")
    _css = Explorer._css + (HERE / "mirror/mirror.css").read_text(encoding="utf8")
    ratio = Choice("doubling", WORDS, "the ratios of the weights from the outer, the middle and the inner pair of inputs")
    unit = Number(3.15, 0, 8, "the weight that stands for 1 in the ratios")
    b = Number(-1, -8, 2, "the bias of both hidden neurons")
    v = Number(-9.44, -16, 4, "the weight from each hidden neuron to the output")
    c = Number(6.89, -4, 12, "the bias of the output")
    row = Whole(22, 0, 63, "the row of inputs that is looked at, its six inputs as the digits of a binary number")

    def theta(self) -> Params:
        """The parameters."""
        one, two, three = (self.unit * r for r in RATIOS[self.ratio])
        into = np.array([-one, two, -three, three, -two, one])
        return NET.params({1: np.stack([into, -into], axis=1), 2: [[self.v], [self.v]]}, {1: [self.b, self.b], 2: [self.c]})

    def outputs(self) -> np.ndarray:
        """ŷ for the 64 rows, (64,), in the order of their binary numbers."""
        return NET(self.theta(), rows())[:, 0]

    def right(self) -> int:
        """How many of the 64 are on the right side of one half."""
        return int(((self.outputs() > 0.5) == symmetric()).sum())

    def look(self) -> dict[str, float]:
        """What happens in the row that is looked at: the sum s, both pre-activations and activations, and ŷ."""
        Z, A = NET.forward(self.theta(), rows()[self.row : self.row + 1])
        (z1, z2), (a1, a2), x = Z[1][0].tolist(), A[1][0].tolist(), rows()[self.row]
        return {"s": float((x - x[::-1])[:3] @ self.theta().W[1][:3, 0]),  # mirrored inputs cancel before they are summed: exactly 0 for mirror images
                "z1": z1, "z2": z2, "a1": a1, "a2": a2, "y_hat": float(A[2][0, 0])}

    def picture(self) -> Figure:
        """The 64 answers as a square: the left half of a row downwards, the right half read backwards across."""
        fig, ax = figures.figure(width=3.6, height=3.6)
        outputs, right = self.outputs(), (self.outputs() > 0.5) == symmetric()
        for k in range(64):
            down, across = places(k)
            ax.add_patch(_cell(across, down, outputs[k], right[k]))
        ax.set(xlim=(-0.1, 8.1), ylim=(8.1, -0.1), aspect="equal", xlabel="right half, read backwards", ylabel="left half")
        ax.set_xticks(np.arange(8) + 0.5, [f"{k:03b}" for k in range(8)], fontsize=8)
        ax.set_yticks(np.arange(8) + 0.5, [f"{k:03b}" for k in range(8)], fontsize=8)
        ax.grid(False)
        return fig


def rows() -> np.ndarray:
    """All rows of six inputs, (64, 6), row k the binary digits of k."""
    return (np.arange(64)[:, np.newaxis] >> np.arange(5, -1, -1) & 1).astype(float)


def symmetric() -> np.ndarray:
    """Which of them are their own mirror image, (64,)."""
    return (rows() == rows()[:, ::-1]).all(axis=1)


def places(k: int) -> tuple[int, int]:
    """(down, across) of row k in the square: its left half, and its right half read backwards."""
    right = k & 7
    return k >> 3, (right & 1) << 2 | right & 2 | right >> 2


def _cell(across, down, output, right):
    """A cell: the fuller, the nearer its output is to 1; a wrong one has a frame."""
    return Rectangle((across + 0.06, down + 0.06), 0.88, 0.88, facecolor=to_rgba(FORWARD, round(0.06 + 0.94 * float(output), 2)),
                     edgecolor="none" if right else WRONG, linewidth=0 if right else 2)
