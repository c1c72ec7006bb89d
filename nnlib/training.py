"""Gradient descent, watched: a generator of steps that a figure, a table and a test can share."""

import math
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from nnlib import checks


class Step(NamedTuple):
    """One point of a descent: its number k, the point θ_k, the cost C(θ_k) and the gradient ∇C(θ_k)."""

    k: int
    theta: Any
    cost: float
    grad: Any


class Diverged(ArithmeticError):
    """A descent left the finite numbers. `steps` holds the steps before that, where `train` was used."""

    steps: list[Step]

    def __init__(self, k: int, eta: float, cost: float):
        super().__init__(f"the descent diverged: at step {k}, with eta = {eta:g}, the cost is {cost} or its gradient "
                         f"is not finite. Try a smaller eta, such as {eta / 10:g}.")
        self.k, self.eta, self.cost, self.steps = k, eta, cost, []

    def __reduce__(self) -> tuple[Any, ...]:  # the usual way would call it with the message alone
        return Diverged, (self.k, self.eta, self.cost), vars(self)


def descend(objective: Callable[[Any], tuple[float, Any]], theta: Any, *, eta: float, steps: int, alpha: float = 0.0,
            decay: float = 0.0) -> Iterator[Step]:
    """Yield Step 0, 1, …, `steps` of θ ← θ − η ∇C(θ), starting from θ, which is left as it was.

    `objective` maps θ to (C(θ), ∇C(θ)): `net.objective(X, Y, loss)`, or any function of a number or an array. Raises
    `Diverged` at the first step whose cost or gradient is not finite.

    With a momentum α the move v of the step before goes on: v ← −η ∇C(θ) + α v, then θ ← θ + v, from rest (Rumelhart,
    Hinton and Williams, Nature 323, equation 9; Polyak's heavy ball). After each step θ loses the share `decay`:
    all of it, for in 1986 a bias is a weight like the others. The cost stays that of the data and v is not shrunk,
    which a penalty on θ² in the objective would not give.
    """
    eta, steps = checks.learning_rate(eta), checks.count(steps, "steps")
    alpha, decay = checks.share(alpha, "alpha"), checks.share(decay, "decay")
    theta = theta.copy() if hasattr(theta, "copy") else theta
    grad: Any = None  # of θ's kind, as is the move v; both are computed before they are used
    v: Any = None
    for k in range(steps + 1):
        with np.errstate(over="ignore", invalid="ignore"):  # an overflow is reported as Diverged, with its step and η
            if k > 0:
                v = -eta * grad + alpha * v if alpha and k > 1 else -eta * grad
                theta = theta + v
                if decay:
                    theta = (1 - decay) * theta
                if not _finite(theta):
                    raise Diverged(k, eta, math.nan)
            try:
                cost, grad = objective(theta)
            except OverflowError:  # plain Python numbers raise where NumPy's become infinite
                cost, grad = math.inf, math.nan
        if not (math.isfinite(cost) and _finite(grad)):
            raise Diverged(k, eta, cost)
        yield Step(k, theta, cost, grad)


def _finite(point: Any) -> bool:
    return checks.all_finite(getattr(point, "vector", point))


def train(objective: Callable[[Any], tuple[float, Any]], theta: Any, *, eta: float, steps: int, every: int = 1,
          alpha: float = 0.0, decay: float = 0.0, progress: Callable[[Step], None] | None = None) -> list[Step]:
    """The steps 0, every, 2·every, … and the last of `descend`, as a list.

    `progress` is called at every step; the default writes a line to a terminal once a second, and nothing elsewhere.
    Where the descent diverges, the exception's `steps` holds what had been kept.
    """
    every = checks.count(every, "every", least=1)
    progress = progress or _Ticker(steps)
    kept: list[Step] = []
    try:
        for step in descend(objective, theta, eta=eta, steps=steps, alpha=alpha, decay=decay):
            progress(step)
            if step.k % every == 0 or step.k == steps:
                kept.append(step)
    except Diverged as error:
        error.steps = kept
        raise
    return kept


class _Ticker:
    """Progress for people who wait: silent in notebooks, files and short runs."""

    def __init__(self, steps: int):
        self.steps, self.next = steps, time.monotonic() + 1

    def __call__(self, step: Step) -> None:
        if time.monotonic() >= self.next and sys.stderr.isatty():
            self.next = time.monotonic() + 1
            print(f"step {step.k} of {self.steps}, cost {step.cost:.6g}", file=sys.stderr)
