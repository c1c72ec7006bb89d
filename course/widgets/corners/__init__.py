"""The slopes that libraries give, as lines through a point of the true curve: a function, a point of it, and a library."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import traitlets
from matplotlib.figure import Figure

from course import figures
from course.figures import corners
from course.studies import measured
from course.studies.libraries import LIBRARIES, spelled
from course.widgets.base import HERE, Choice, Explorer, Whole, module
from nnlib import relu, sigmoid
from nnlib.autodiff import Node, gradient


class Curve(NamedTuple):
    """A function of one variable that the libraries were asked about: its name in the data file, and what is true of it.

    `sides` gives the slopes to the left and to the right of a point, `own` the slope by nnlib, where that has the function. The
    `window` is [from, to] across and up. A curve without one is drawn near its point, upwards in units of its slope there.
    """

    words: str
    probe: str
    f: Callable[[Any], Any]
    sides: Callable[[float], tuple[float, float]]
    window: tuple[tuple[float, float], tuple[float, float]] | None
    own: Callable[[float], float] | None = None


def _node(f):
    """A slope by nnlib.autodiff."""
    def slope(at):
        x = Node(at)
        return gradient(f(x), x)
    return slope


def _step(left: float, right: float, at: float = 0.0) -> Callable[[float], tuple[float, float]]:
    """The sides of a function of two straight pieces that meet at one point."""
    return lambda x: (left if x <= at else right, left if x < at else right)


def _ramp(words, probe, own=None):
    return Curve(words, probe, lambda x: np.maximum(x, 0), _step(0, 1), BOTH, own)


def _tail(words, probe, own=None):
    return Curve(words, probe, sigmoid, lambda x: (_true(x),) * 2, None, own)


def _true(x):
    """σ′, in which nothing is subtracted."""
    return math.exp(-abs(x)) / (1 + math.exp(-abs(x))) ** 2


BOTH = ((-2.4, 2.4), (-1.2, 2.4))
CURVES = {
    "relu": _ramp("relu(x)", "relu", relu.prime),
    "maximum": _ramp("max(x, 0)", "maximum(x, 0)"),
    "exchanged": _ramp("max(0, x)", "maximum(0, x)"),
    "clamp": _ramp("x, clamped from 0 on", "clamp(x, 0)"),
    "where": _ramp("x where x > 0, else 0", "where(x > 0, x, 0)"),
    "abs": Curve("|x|", "abs", np.abs, _step(-1, 1), BOTH),
    "clip": Curve("x, clipped to [−1, 1]", "clip to [-1, 1] at 1", lambda x: np.clip(x, -1, 1),
                  lambda x: (float(-1 < x <= 1), float(-1 <= x < 1)), ((-2.4, 2.4), (-1.8, 1.8))),
    "norm": Curve("the length of (x, 0)", "norm of (0, 0)", np.abs, _step(-1, 1), BOTH),
    "logaddexp": Curve("ln(eˣ + e¹)", "logaddexp(x, y) of (1, 1)", lambda x: np.logaddexp(x, 1), lambda x: (1 / (1 + math.exp(1 - x)),) * 2,
                       ((-2.4, 4.4), (-0.6, 4.6))),
    "power": Curve("x⁰", "x ** 0.0 at 0", np.ones_like, _step(0, 0), ((-2.4, 2.4), (-0.6, 2.4)), _node(lambda x: x**0.0)),
    "root": Curve("√x where x > 0, else 0", "where(x > 0, sqrt(x), 0) at -1", lambda x: np.sqrt(np.maximum(x, 0)),
                  lambda x: (0.5 / math.sqrt(x) if x > 0 else 0.0,) * 2, ((-2.4, 4.4), (-1.0, 2.6))),
    "product": Curve("the product of 2, x and 3", "prod of (2, 0, 3)", lambda x: 6 * x, _step(6, 6), ((-2.4, 2.4), (-14, 14)),
                     _node(lambda x: 2 * x * 3)),
    "running": Curve("the running products of 2, x and 3, summed", "sum of cumprod of (2, 0, 3)", lambda x: 2 + 8 * x, _step(8, 8),
                     ((-2.4, 2.4), (-17, 21)), _node(lambda x: 2 + 2 * x + 2 * x * 3)),
    "sigmoid": _tail("σ(x) in float64", "sigmoid in float64", sigmoid.prime),
    "sigmoid32": _tail("σ(x) in float32", "sigmoid in float32"),
}
ASKED = [name for name, seen in LIBRARIES.items() if "lines" in seen["values"]]
PLACES = {key: measured.libraries()["places"][curve.probe] for key, curve in CURVES.items()}


def _answers(key: str) -> dict[str, list]:
    """What nnlib and each library that has the function gave at its places."""
    curve = CURVES[key]
    own = {"nnlib": [float(f"{curve.own(x):.4g}") for x in PLACES[key]]} if curve.own else {}
    return own | {name: values for name in ASKED if (values := LIBRARIES[name]["values"]["lines"].get(curve.probe))}


def _calls(key: str) -> dict[str, str]:
    """How each library was asked, as it was written."""
    groups = {"sigmoid in float64": ("tails 64", "sigmoid(-40)"), "sigmoid in float32": ("tails 32", "sigmoid(-40)")}
    group, probe = groups.get(CURVES[key].probe, ("slopes", CURVES[key].probe))
    return {name: LIBRARIES[name]["calls"][group][probe] for name in ANSWERS[key] if name != "nnlib"}


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")


ANSWERS = {key: _answers(key) for key in CURVES}
CALLS = {key: _calls(key) for key in CURVES}


class LibrarySlopes(Explorer):
    """One curve, one point, and the slopes that libraries were seen to give there, as lines through the point."""

    _esm = module("corners", "charts.js", "more.js")
    _css = Explorer._css + (HERE / "corners/corners.css").read_text(encoding="utf8")
    _places = traitlets.Dict(PLACES, help="The points of each curve, for the browser.").tag(sync=True)
    _sides = traitlets.Dict({key: [[_rounded(v) for v in curve.sides(x)] for x in PLACES[key]] for key, curve in CURVES.items()},
                            help="The slopes to the left and to the right of each, to six digits, which hang on no last bit.").tag(sync=True)
    _answers = traitlets.Dict(ANSWERS, help="What was measured at each, by curve and library.").tag(sync=True)
    _calls = traitlets.Dict(CALLS, help="The call behind it.").tag(sync=True)
    _versions = traitlets.Dict({name: " ".join(LIBRARIES[name]["versions"].values()) for name in ASKED}).tag(sync=True)
    curve = Choice("maximum", {key: each.words for key, each in CURVES.items()}, "which function")
    place = Whole(3, 0, 6, "at which of its seven points, counted from the left")
    library = Choice("PyTorch", {name: name for name in ("nnlib", *ASKED)}, "which library is drawn as a full line")

    def point(self) -> float:
        """Where on the curve."""
        return PLACES[self.curve][self.place]

    def sides(self) -> tuple[float, float]:
        """The true slopes to its left and to its right."""
        return CURVES[self.curve].sides(self.point())

    def answers(self) -> dict[str, Any]:
        """By the name of a library its slope at the point, or what came instead: "nan", or the name of an error."""
        return {name: values[self.place] for name, values in ANSWERS[self.curve].items()}

    def groups(self) -> dict[Any, list[str]]:
        """The libraries, in the order of the alphabet, by their answer: numbers first, from the largest down, then words."""
        found: dict[Any, list[str]] = {}
        for name, answer in self.answers().items():
            found.setdefault("refuses" if str(answer).endswith("Error") else answer, []).append(name)
        answers = sorted((a for a in found if not isinstance(a, str)), reverse=True) + sorted(a for a in found if isinstance(a, str))
        return {answer: sorted(found[answer], key=str.lower) for answer in answers}

    def verdict(self, answer: Any) -> str:
        """What the mathematics says of an answer: "right", "a subgradient", "wrong", "no number" or "refuses"."""
        if isinstance(answer, str):
            return "refuses" if answer == "refuses" or answer.endswith("Error") else "no number"
        left, right = self.sides()
        if left != right:
            return "a subgradient" if min(left, right) <= answer <= max(left, right) else "wrong"
        return "right" if abs(answer - left) <= 1e-3 * abs(left) else "wrong"

    def picture(self) -> Figure:
        """The curve, a line for each answer that is a number, and the libraries beside it."""
        fig, ax = figures.figure(width=5.4, height=3.4)
        curve, at = CURVES[self.curve], self.point()
        (a, b), (low, high) = curve.window or ((at - 1.5, at + 1.5), (-2.0, 2.0))
        x = np.linspace(a, b, 241)
        unit = 1.0 if curve.window else self.sides()[0]
        y = curve.f(x) if curve.window else np.array([_near(at, v) for v in x])
        lines = {answer: (answer / unit, f"{spelled(answer)}: {'; '.join(names)}", self.library in names)
                 for answer, names in self.groups().items() if not isinstance(answer, str)}
        corners.tangents(ax, x, y, (at, float(curve.f(at)) if curve.window else 0.0), list(lines.values()))
        ax.set(xlim=(a, b), ylim=(low, high), xlabel="x", ylabel="f(x)" if curve.window else "in units of the slope")
        return fig


def _near(at: float, x: float) -> float:
    """(σ(x) − σ(at)) / σ′(at), in which nothing is subtracted but exponents."""
    return -math.expm1(at - x) * (1 + math.exp(-at)) / (1 + math.exp(-x))
