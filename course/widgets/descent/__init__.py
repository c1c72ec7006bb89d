"""Slope and descent: a curve with its tangent, or contours with their gradient, and the path that descent takes there."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from course import figures
from course.figures import curves
from course.widgets.base import Choice, Explorer, Number, Whole, module
from nnlib.training import Diverged, Step, train


class Landscape(NamedTuple):
    """A cost of one weight or two: its name for people, θ ↦ (C(θ), ∇C(θ)), and the part of it that is shown."""

    words: str
    objective: Callable[[np.ndarray], tuple[float, np.ndarray]]
    across: tuple[float, float]
    upwards: tuple[float, float]
    weights: int = 1


def _quadratic(centre: tuple[float, ...], curvatures: tuple[float, ...]) -> Callable:
    centre, curvatures = np.array(centre), np.array(curvatures)
    return lambda w: (float((curvatures * (w - centre) ** 2).sum() / 2), curvatures * (w - centre))


def _wells(w: np.ndarray) -> tuple[float, np.ndarray]:
    return float((w**4 / 4 - w**2 / 2 + w / 5 + 1 / 2).sum()), w**3 - w + 1 / 5


LANDSCAPES = {
    "parabola": Landscape("one weight: C = (3 − 2w)²", _quadratic((1.5,), (8,)), (-2.2, 5.2), (0, 34)),
    "wells": Landscape("one weight: two valleys", _wells, (-1.9, 1.9), (0, 1.5)),
    "valley": Landscape("two weights: a long valley", _quadratic((2, 1.5), (0.5, 8)), (-1, 5), (-0.5, 3.5), 2),
    "bowl": Landscape("two weights: a round bowl", _quadratic((2, 1.5), (2, 2)), (-1, 5), (-0.5, 3.5), 2),
}


class Descent(Explorer):
    """A point on a cost, its slope or gradient there, and gradient descent from it, step by step."""

    _esm = module("descent", "charts.js")
    landscape = Choice("parabola", {name: each.words for name, each in LANDSCAPES.items()}, "which cost")
    w1 = Number(0, -3, 6, "where the descent starts: the first weight")
    w2 = Number(0, -3, 6, "where the descent starts: the second weight, on landscapes that have one")
    eta = Number(0.1, 0.001, 2, "the learning rate")
    steps = Whole(0, 0, 500, "how many steps of descent have been made")

    def path(self) -> list[Step]:
        """The steps that the figure shows, up to where the numbers end."""
        landscape = LANDSCAPES[self.landscape]
        try:
            return train(landscape.objective, np.array([self.w1, self.w2][: landscape.weights]),
                         eta=self.eta, steps=self.steps)
        except Diverged as error:
            return error.steps

    def picture(self) -> Figure:
        """The landscape, the path, and the tangent or the direction of the gradient where it ends."""
        _, objective, across, upwards, weights = LANDSCAPES[self.landscape]
        path = self.path()
        last = path[-1]
        fig, ax = figures.figure(width=5.4, height=3.6)
        if weights == 1:
            curves.descent(ax, np.vectorize(lambda w: objective(np.array([w]))[0]),
                           [Step(s.k, s.theta[0], s.cost, s.grad[0]) for s in path], across, upwards[1], "")
            ax.axline((last.theta[0], last.cost), slope=last.grad[0], color=figures.style.BACKWARD)
        else:
            curves.contours(ax, np.vectorize(lambda w1, w2: objective(np.array([w1, w2]))[0]), (across, upwards),
                            [k * k / 4 for k in range(1, 11)], (2, 1.5))
            curves.trail(ax, path)
            if last.grad.any():
                curves.uphill(ax, [last.theta], lambda w: objective(w)[1], 0.6)
        return fig
