"""The V of a difference: its error against the step, in both precisions, with the two straight branches that make it."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure

from course import figures
from course.figures import differences
from course.figures.style import BACKWARD
from course.widgets.base import HERE, Choice, Explorer, Number, Whole, module


class Curve(NamedTuple):
    """A function for people, f of a float64 or a float32, and its first three derivatives in float64.

    f is made of + − · / √ alone, which every processor and every browser rounds in the same way.
    """

    words: str
    f: Callable[[Any], Any]
    derivatives: Callable[[float], tuple[float, float, float]]


CURVES = {
    "cube": Curve("w³", lambda w: w * w * w, lambda w: (3 * w * w, 6 * w, 6.0)),
    "bell": Curve("1 / (1 + w²)", lambda w: 1 / (1 + w * w), lambda w: (
        -2 * w / (1 + w * w) ** 2, (6 * w * w - 2) / (1 + w * w) ** 3, 24 * w * (1 - w * w) / (1 + w * w) ** 4)),
    "root": Curve("√w", np.sqrt, lambda w: (1 / (2 * np.sqrt(w)), -1 / (4 * w * np.sqrt(w)), 3 / (8 * w * w * np.sqrt(w)))),
}
PRECISIONS = {"float64": (np.float64, 2.0**-52), "float32": (np.float32, 2.0**-23)}
LARGEST, SMALLEST = 2, 60  # the steps are 2^−2 … 2^−60, which both precisions hold exactly


class DifferenceV(Explorer):
    """The error of a difference quotient against its step h, a power of two, and what the chosen step gives."""

    _esm = module("vee", "charts.js", "more.js")
    _css = Explorer._css + (HERE / "vee/vee.css").read_text(encoding="utf8")
    curve = Choice("cube", {name: each.words for name, each in CURVES.items()}, "which function")
    w = Number(0.7, 0.3, 2, "where it is differentiated")
    k = Whole(8, LARGEST, SMALLEST, "the step is h = 2^−k")
    kind = Choice("one-sided", {"one-sided": "one-sided, (f(w + h) − f(w)) / h", "central": "central, (f(w + h) − f(w − h)) / 2h"},
                  "which quotient")
    precision = Choice("float64", {"float64": "float64, 53 binary digits", "float32": "float32, 24 binary digits"}, "in which numbers")

    def point(self) -> float:
        """w as the chosen precision holds it."""
        return float(PRECISIONS[self.precision][0](self.w))

    def slope(self) -> float:
        """The derivative at that point, in float64."""
        return float(CURVES[self.curve].derivatives(self.point())[0])

    def values(self, k: int | None = None) -> tuple[float, float]:
        """The two values of f that are subtracted, in the chosen precision, for the step 2^−k."""
        number, _ = PRECISIONS[self.precision]
        f, w, h = CURVES[self.curve].f, number(self.w), number(2.0 ** -(self.k if k is None else k))
        return float(f(w + h)), float(f(w - h if self.kind == "central" else w))

    def quotient(self, k: int | None = None) -> float:
        """The difference quotient in the chosen precision."""
        number, _ = PRECISIONS[self.precision]
        up, down = map(number, self.values(k))
        return float((up - down) / number((2 if self.kind == "central" else 1) * 2.0 ** -(self.k if k is None else k)))

    def error(self, k: int | None = None) -> float:
        """How far the quotient is from the derivative."""
        return abs(self.quotient(k) - self.slope())

    def branches(self, k: int | None = None) -> tuple[float, float]:
        """What the formula leaves out at that step, to first order, and a bound for what rounding adds."""
        h, (_, eps) = 2.0 ** -(self.k if k is None else k), PRECISIONS[self.precision]
        _, second, third = CURVES[self.curve].derivatives(self.point())
        size = abs(float(CURVES[self.curve].f(self.point())))
        return (float(abs(third) / 6 * h * h), eps * size / h) if self.kind == "central" else (float(abs(second) / 2 * h), 2 * eps * size / h)

    def picture(self) -> Figure:
        """The errors of all steps, their bound, and the chosen step."""
        fig, ax = figures.figure(width=5.4, height=3.4)
        ks = range(LARGEST, SMALLEST + 1)
        differences.vee(ax, [2.0**-k for k in ks], {self.kind: [self.error(k) for k in ks]},
                        {self.kind: [sum(self.branches(k)) for k in ks]})
        ax.loglog([2.0**-self.k], [max(self.error(), 1e-17)], "o", color=BACKWARD, markersize=9, fillstyle="none")
        return fig
