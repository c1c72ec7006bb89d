"""A cloud of descents: many starts at once on a cost of two weights or of seven, and where they come to rest."""

from typing import Any, NamedTuple

import numpy as np
import traitlets
from matplotlib.figure import Figure

from course import figures
from course.figures import depth
from course.widgets.base import HERE, Choice, Explorer, Number, Whole, module
from nnlib import data, many
from nnlib.activations import identity, softplus
from nnlib.losses import sse
from nnlib.network import Network, Params

_DOSE = data.dosage()


class Cloud(NamedTuple):
    """A network on its samples, the mask of what may move, and the point around which the descents start."""

    words: str
    net: Network
    X: np.ndarray
    Y: np.ndarray
    moves: list[int]
    centre: list[float]


CLOUDS = {
    "product": Cloud("two weights: C = (1 − w₁w₂)²", Network((1, 1, 1), identity, identity), np.ones((1, 1)), np.ones((1, 1)),
                     [1, 0, 1, 0], [0.0, 0.0, 0.0, 0.0]),
    "neurons": Cloud("seven parameters: two softplus neurons", Network((1, 2, 1), softplus, identity), _DOSE.X, _DOSE.Y,
                     [1] * 7, [2.74, -1.13, 0.0, 0.0, 0.36, 0.63, 0.0]),
}
PRIMES = (2, 3, 5, 7, 11, 13, 17)


class DescentCloud(Explorer):
    """Many descents side by side, one point each: where they are after so many steps, and how sharp it is there."""

    _esm = module("cloud", "charts.js")
    _css = Explorer._css + (HERE / "cloud/cloud.css").read_text(encoding="utf8")
    _clouds = traitlets.Dict({name: {"sizes": list(cloud.net.sizes), "phi": [phi.name for phi in cloud.net.phi.values()], "X": cloud.X.tolist(), "Y": cloud.Y.tolist(),
                                     "moves": cloud.moves, "centre": cloud.centre} for name, cloud in CLOUDS.items()}, help="The clouds, for the browser.").tag(sync=True)
    cost = Choice("product", {name: cloud.words for name, cloud in CLOUDS.items()}, "which cost")
    eta = Number(0.2, 0.01, 1, "the learning rate of all")
    spread = Number(1.8, 0.01, 2.5, "how far from their centre the descents start, at most, in each parameter")
    runs = Whole(100, 1, 300, "how many descents")
    first = Whole(0, 0, 9999, "the number of the first start")
    steps = Whole(0, 0, 2000, "how many steps of descent have been made")

    def starts(self) -> many.Stack:
        """Evenly spread by the fractions of s√2, s√3, s√5, …, which Python and a browser compute to the same bit."""
        cloud = CLOUDS[self.cost]
        s = np.arange(1.0, self.runs + 1) + self.first
        parts = [product - np.floor(product) for product in (s * np.sqrt(float(prime)) for prime in PRIMES)]
        rows = [np.full(self.runs, c) if not moves else c + self.spread * (2 * parts[p] - 1)
                for p, (c, moves) in enumerate(zip(cloud.centre, cloud.moves))]
        return many.Stack(np.array(rows), cloud.net.sizes)

    def ends(self) -> many.Ends:
        """What nnlib.many says of the descents after the steps: points, costs, and which have diverged and when."""
        _, net, X, Y, moves, _ = CLOUDS[self.cost]
        return many.descend(net, self.starts(), X, Y, sse, eta=self.eta, steps=self.steps, mask=Params(np.array(moves, float), net.sizes))

    def curvatures(self) -> np.ndarray:
        """For each descent the largest eigenvalue λ of 2 J Jᵀ, where J (D, P) holds the derivatives of the predictions.

        Where all residuals are 0 it is the largest curvature of the cost.
        """
        _, net, X, _, moves, _ = CLOUDS[self.cost]
        return np.array([_sharpest(net, point, X, np.array(moves)) for point in self.ends().theta])

    def picture(self) -> Figure:
        """The map with the minima, the edge and the cloud; for seven parameters cost against curvature, with the edge."""
        ends, going = self.ends(), self.ends().why != "diverged"
        fig, ax = figures.figure(width=5.4, height=4.2)
        if self.cost == "product":
            depth.cloud_on_map(ax, ends.theta.array[[0, 2]][:, going], self.eta)
        else:
            depth.cloud_of_costs(ax, self.curvatures()[going], ends.cost[going], self.eta)
        return fig


def _sharpest(net: Network, theta: Params, X: np.ndarray, moves: Any) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        y_hat = net(theta, X)
        if not np.isfinite(y_hat).all():
            return np.inf
        # With the residual 1/2 the gradient of the squared error is that of the prediction.
        J = np.array([net.grad(theta, X[[d]], y_hat[[d]] - 0.5, sse).vector * moves for d in range(len(X))])
        return float(np.linalg.eigvalsh(2 * J @ J.T)[-1]) if np.isfinite(J @ J.T).all() else np.inf
