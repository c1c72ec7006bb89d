"""Two softplus neurons: a 1-2-1 network on data that can be changed, its seven derivatives as chains, and the descent."""

from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from course import figures
from course.figures import fits
from course.widgets.base import HERE, Choice, Explorer, Number, Numbers, Whole, module
from nnlib import data
from nnlib.activations import identity, sigmoid, softplus
from nnlib.chain import Chain
from nnlib.losses import sse
from nnlib.network import Network, Params
from nnlib.training import Diverged, Step, train

NET = Network((1, 2, 1), softplus, identity)
NAMES = ("w1", "w2", "b1", "b2", "w3", "w4", "b3")  # in the order of Params.vector
START = [2.74, -1.13, 0.0, 0.0, 0.36, 0.63, 0.0]


def _situations() -> list[list]:
    """What the figure can be set to by name: [name, words, the traits that it sets], all from the chapter."""
    dose, nino = data.dosage(), data.nino_year()
    months = [data.unit_interval(column)[:, 0].round(4).tolist() for column in (nino.X, nino.Y)]

    def situation(name: str, words: str, theta: list[float], *, eta: float = 0.03, steps: int = 0, samples: Any = dose[:2]) -> list:
        x, y = (np.ravel(column).tolist() for column in samples)
        return [name, words, {"theta": theta, "x": x, "y": y, "eta": eta, "steps": steps}]

    return [
        situation("start", "the chapter’s start", START),
        situation("end", "its good end, 5,000 steps later", START, steps=5000),
        situation("zero", "all parameters zero", [0.0] * 7),
        situation("equal", "two equal neurons", [1.0, 1.0, 0.5, 0.5, 0.3, 0.3, 0.0]),
        situation("innocent", "the innocent start", [1.0, -1.0, 0.0, 0.0, 1.0, 1.0, 0.0]),
        situation("silent", "silent: biases of −30", [1.0, -1.0, -30.0, -30.0, 1.0, 1.0, 0.0]),
        situation("months", "a year of sea temperatures", [8.0, -8.0, -2.0, 6.0, -0.5, -0.5, 1.0],
                  eta=0.004, samples=months),
    ]


class SoftplusNeurons(Explorer):
    """The curve that two softplus neurons draw through data, the seven derivatives of its cost Σ r², and descent by them."""

    _esm = module("softplus", "charts.js")
    _css = Explorer._css + (HERE / "softplus/softplus.css").read_text(encoding="utf8")
    _situations = traitlets.List(help="What the figure can be set to by name, for the browser.").tag(sync=True)
    theta = Numbers(START, -100, 100, 7, 7, "where the descent starts: w1, w2, b1, b2, w3, w4, b3")
    x = Numbers([0.0, 0.5, 1.0], -5, 5, 1, 12, "the inputs of the samples")
    y = Numbers([0.0, 1.0, 0.0], -5, 5, 1, 12, "the targets of the samples, as many as inputs")
    eta = Number(0.03, 0.0001, 10, "the learning rate")
    steps = Whole(0, 0, 20000, "how many steps of descent have been made")
    speed = Choice("1", {"1": "1 step", "10": "10 steps", "100": "100 steps", "1000": "1000 steps"}, "how many steps a press makes")

    @traitlets.default("_situations")
    def _all_situations(self) -> list[list]:
        return _situations()

    @traitlets.validate("x", "y")
    def _as_many(self, proposal: Any) -> list[float]:
        name, values = proposal["trait"].name, proposal["value"]
        other = "y" if name == "x" else "x"
        if len(values) != len(getattr(self, other)):
            raise traitlets.TraitError(f"{name} holds {len(values)} numbers and {other} {len(getattr(self, other))}; expected as many. "
                                       "Set both at once: with explorer.hold_trait_notifications(): …")
        return values

    def samples(self) -> tuple[np.ndarray, np.ndarray]:
        """X and Y, both (D, 1)."""
        return np.array(self.x)[:, np.newaxis], np.array(self.y)[:, np.newaxis]

    def path(self, every: int = 1) -> list[Step]:
        """The steps 0, every, 2·every, … and the last one that the figure shows, up to where the numbers end."""
        theta = Params(np.array(self.theta), NET.sizes)
        try:
            return train(NET.objective(*self.samples(), sse), theta, eta=self.eta, steps=self.steps, every=every)
        except Diverged as error:
            if error.steps[-1].k == error.k - 1:
                return error.steps
            return train(NET.objective(*self.samples(), sse), theta, eta=self.eta, steps=error.k - 1, every=every)

    def at(self) -> Step:
        """Where the descent has arrived: k, θ, C and ∇C."""
        return self.path(every=max(1, self.steps))[-1]

    def chains(self) -> dict[str, Chain]:
        """The chain of each of the seven derivatives there, by the parameter's name."""
        x, y = np.array(self.x), np.array(self.y)
        theta = self.at().theta
        Z, A = NET.forward(theta, x[:, np.newaxis])
        first = {"dC_dy_hat": -2 * (y - A[2][:, 0])}
        chains = {"b3": Chain(**first, dy_hat_db3=1.0)}
        for j in (0, 1):
            z, a, w, b, out = f"z{j + 1}", f"a{j + 1}", f"w{j + 1}", f"b{j + 1}", f"w{j + 3}"
            inner = first | {f"dy_hat_d{a}": theta.W[2][j, 0], f"d{a}_d{z}": sigmoid(Z[1][:, j])}
            chains[w] = Chain(**inner, **{f"d{z}_d{w}": x})
            chains[b] = Chain(**inner, **{f"d{z}_d{b}": 1.0})
            chains[out] = Chain(**first, **{f"dy_hat_d{out}": A[1][:, j]})
        return {name: chains[name] for name in NAMES}

    def picture(self) -> Figure:
        """The prediction with its parts, the data and the residuals; beside them the seven derivatives."""
        X, Y = self.samples()
        last = self.at()
        fig, (left, right) = figures.figure(1, 2, width=6.4, height=3.6, width_ratios=(1.7, 1))
        fits.fit(left, NET, last.theta, X, Y)
        fits.residuals(left, X, Y, NET(last.theta, X))
        left.set_title(f"step {last.k}, cost {last.cost:{'.4f' if last.cost < 1e6 else '.2e'}}")
        fits.derivatives(right, dict(zip(NAMES, last.grad.vector)))
        return fig
