"""Descent on a few samples at a time, watched once an epoch, and when to stop."""

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from nnlib import checks, training
from nnlib.losses import Loss
from nnlib.network import Network
from nnlib.params import Params
from nnlib.training import Diverged, Step


def batches(X: Any, Y: Any, size: int, rng: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The samples of one epoch in random order, in pairs X, Y of `size` rows; the last pair has what remains."""
    X, Y = checks.numbers(X, "X"), checks.numbers(Y, "Y")
    size = checks.count(size, "size", least=1)
    if len(X) != len(Y):
        raise ValueError(f"X has {len(X)} rows and Y has {len(Y)}; expected a row of each for every sample.")
    order = checks.generator(rng).permutation(len(X))
    for first in range(0, len(X), size):
        rows = order[first : first + size]
        yield X[rows], Y[rows]


class Epoch(NamedTuple):
    """The point θ after k epochs, and the cost C(θ) on all samples."""

    k: int
    theta: Params
    cost: float


def descend(net: Network, theta: Params, X: Any, Y: Any, loss: Loss, *, size: int, rng: np.random.Generator, eta: float,
            epochs: int, alpha: float = 0.0, decay: float = 0.0) -> Iterator[Epoch]:
    """Yield Epoch 0, 1, …, `epochs`: the point after that many epochs, with its cost on all samples.

    Each epoch goes once through `batches`; each batch gives one step of `training.descend`, with its η, α and decay.
    The move v lives on from batch to batch and from epoch to epoch. A loss with a mean over its samples weighs those of
    a smaller last batch a little more. `Diverged` counts batches, not epochs.
    """
    epochs, size = checks.count(epochs, "epochs"), checks.count(size, "size", least=1)
    X, Y, rng = checks.batch(X, net.sizes[0]), checks.numbers(Y, "Y"), checks.generator(rng)
    in_one_epoch = math.ceil(len(X) / size)
    samples = chain.from_iterable(batches(X, Y, size, rng) for _ in range(epochs))

    def on_the_next_batch(theta: Params) -> tuple[float, Params]:
        some = next(samples, None)
        return net.objective(*some, loss)(theta) if some else (0.0, 0.0 * theta)  # after the last step nothing is left to go

    # The same descent, down a cost that is another one at each step.
    walk = training.descend(on_the_next_batch, theta, eta=eta, alpha=alpha, decay=decay, steps=epochs * in_one_epoch)
    for step in walk:
        if step.k % in_one_epoch == 0:
            with np.errstate(over="ignore", invalid="ignore"):
                cost = net.cost(step.theta, X, Y, loss)
            if not math.isfinite(cost):
                raise Diverged(step.k, eta, cost)
            yield Epoch(step.k // in_one_epoch, step.theta, cost)


class Stopped(NamedTuple):
    """What `stop_early` saw: the best step, and of each step that it looked at the cost and the score."""

    best: Step | Epoch
    costs: list[float]
    scores: list[float]


def stop_early(steps: Iterable[Step | Epoch], score: Callable[[Any], float], *, patience: int) -> Stopped:
    """Walk until `score(θ)` has not fallen below its least value for `patience` steps, and say which step had that.

    The score is something to be small on samples that the descent does not see, as a rule the cost on a validation
    split: `lambda theta: net.cost(theta, X_valid, Y_valid, loss)`. Of equal scores the first is the best. The walk ends
    with `steps` at the latest.
    """
    patience = checks.count(patience, "patience", least=1)
    best, least, since, costs, scores = None, math.inf, 0, [], []
    for step in steps:
        costs.append(step.cost)
        scores.append(float(score(step.theta)))
        if best is None or scores[-1] < least:
            best, least, since = step, scores[-1], 0
        else:
            since += 1
        if since == patience:
            break
    if best is None:
        raise ValueError("steps is empty; expected at least one step. Is it a generator that was walked before?")
    return Stopped(best, costs, scores)
