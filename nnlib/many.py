"""Many networks of one shape stepped together: the number s of a network is the last axis of every array.

A network is `indexed` again with one letter more, over which nothing is summed. It stands last, so that the innermost
loop of NumPy runs over numbers that lie side by side: a step of a hundred small networks takes little longer than one of
a single network, most of which is the time to begin each function.
"""

import copy
import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from nnlib import checks
from nnlib.inplace import _KERNELS, _any
from nnlib.losses import CrossEntropy, Loss, SquaredError
from nnlib.masks import masked
from nnlib.network import Layers, Network
from nnlib.params import Params, Views, _dashes, _places

_BLOCK = 2**19  # numbers: of so many, in all arrays of a step, most stay in a processor's caches until they are read again
_PIECE = 2**13  # numbers of a product
_GROUP = 8  # networks; a block has whole groups: where fewer are left over, other loops add up in another order
_PRODUCT = 2**19 - 1  # multiplications of one product: above, OpenBLAS 0.3 shares it among threads, which wait for each other


class Stack:
    """S points of one network: `array` (P, S), a column each, with W[l] (n_{l−1}, n_l, S) and b[l] (n_l, S) as views.

    `theta[s]` is a copy of point s, and `len(theta)` is S. What is written into a view is written into the array.
    """

    __slots__ = ("array", "sizes", "W", "b")

    def __init__(self, array: Any, sizes: Iterable[int]):
        array, sizes = checks.numbers(array, "array", "f"), checks.widths(sizes)
        P, layers = _places(sizes)
        if array.ndim != 2 or array.shape[0] != P or array.shape[1] == 0:
            raise ValueError(f"array has shape {array.shape}; a {_dashes(sizes)} network has {P} parameters, so expected "
                             f"({P}, S), a column for each of at least one network."
                             + (" It looks transposed: try array.T." if array.ndim == 2 and array.shape[1] == P else ""))
        self.array, self.sizes = array, sizes
        self.W = Views("W", {l: array[w].reshape(*shape, -1) for l, w, shape, _ in layers})
        self.b = Views("b", {l: array[b] for l, _, _, b in layers})

    def __len__(self) -> int:
        return int(self.array.shape[1])

    def __getitem__(self, s: int) -> Params:
        return Params(self.array[:, s].copy(), self.sizes)

    def __iter__(self) -> Iterator[Params]:
        return (self[s] for s in range(len(self)))

    def __repr__(self) -> str:
        return f"Stack of {len(self)} points of a {_dashes(self.sizes)} network"


def stack(points: Iterable[Params]) -> Stack:
    """Points of one network side by side: `stack(net.init(np.random.default_rng(s)) for s in range(100))`."""
    points = list(points)
    if not points:
        raise ValueError("points is empty; expected at least one point, such as net.init(rng).")
    for point in points:
        if not isinstance(point, Params):
            raise TypeError(f"points holds a {type(point).__name__}; expected Params, such as net.init(rng).")
        if point.sizes != points[0].sizes:
            raise ValueError(f"points holds one of a {_dashes(points[0].sizes)} network and one of a {_dashes(point.sizes)} "
                             "network; expected points of one network.")
    return Stack(np.stack([point.vector for point in points], axis=1), points[0].sizes)


class _Sweep:
    """The arrays of one step of a block of networks: `A[l]`, `slope[l]`, `delta[l]` (D, n_l, S), and the gradient.

    `forward` and `backward` write into them; φ(Z) takes the place of Z. X is (D, n_0, S), or (D, n_0 + 1) as `_inputs_of`
    makes them of samples that all networks have: a matrix, so that the first layers of all networks are one product with it. Y is (D, n_L, S).
    """

    def __init__(self, net: Network, D: int, S: int):
        self.net = net
        self.A, self.slope, self.delta = ({l: np.empty((D, net.sizes[l], S)) for l in net.phi} for _ in range(3))
        self.grad = Stack(np.empty((_places(net.sizes)[0], S)), net.sizes)

    def forward(self, theta: Stack, X: np.ndarray) -> None:
        """A^l = φ_l(Z^l) and φ_l′(Z^l) with Z^l = A^{l−1} W^l + b^l, from A⁰ = X."""
        A, self.A[0] = self.A, X
        for l, phi in self.net.phi.items():
            if A[l - 1].ndim == 2:  # the samples of all, at l = 1
                np.dot(A[l - 1], _first(theta), out=A[l].reshape(len(X), -1))
            else:
                np.einsum("dis,ijs->djs", A[l - 1], theta.W[l], out=A[l])
                A[l] += theta.b[l]
            _KERNELS.get(phi, _any)(phi, A[l], self.slope[l])

    def backward(self, theta: Stack, Y: np.ndarray, loss: Loss) -> None:
        """The deltas and the gradient, after `forward`."""
        A, slope, delta, grad, L = self.A, self.slope, self.delta, self.grad, self.net.L
        _loss_gradient(loss, A[L], Y, delta[L])
        delta[L] *= slope[L]                                                        # (1)
        for l in range(L - 1, 0, -1):
            np.einsum("djs,ijs->dis", delta[l + 1], theta.W[l + 1], out=delta[l])
            delta[l] *= slope[l]                                                    # (2)
        for l in range(1, L + 1):
            if A[l - 1].ndim == 2:
                np.dot(A[l - 1].T, delta[l].reshape(len(Y), -1), out=_first(grad))      # (3) and (4)
            else:
                np.einsum("dis,djs->ijs", A[l - 1], delta[l], out=grad.W[l])        # (3)
                np.einsum("djs->js", delta[l], out=grad.b[l])                       # (4)


def _first(theta: Stack) -> np.ndarray:
    """W¹ and, below it, b¹ of all networks side by side, (n_0 + 1, n_1 S): what the 1 beside each sample meets is the bias."""
    n, m, *_ = theta.sizes
    return theta.array[: (n + 1) * m].reshape(n + 1, -1)


def _of_first(net: Network, D: int) -> int:
    """How many multiplications the first layer of one network takes."""
    return D * (net.sizes[0] + 1) * net.sizes[1]


def _inputs_of(net: Network, X: np.ndarray, here: np.ndarray) -> np.ndarray:
    """The samples of the networks `here`; shared ones as a matrix with a 1 beside each, if that makes small products."""
    if X.ndim == 3 or _of_first(net, len(X)) * _GROUP > _PRODUCT:
        return _beside(X, here)
    return np.column_stack([X, np.ones(len(X))])


def _product_is_finite(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two vectors hold finite numbers only: one that is not makes their product infinite or no number.

    In pieces, since OpenBLAS shares a product of two vectors of more than 10,000 numbers among threads as well.
    """
    pieces = (slice(first, first + _PIECE) for first in range(0, len(one), _PIECE))
    return all(math.isfinite(np.dot(one[piece], other[piece])) for piece in pieces)


def _loss_gradient(loss: Loss, y_hat: np.ndarray, Y: np.ndarray, out: np.ndarray) -> None:
    """∂C/∂ŷ of each network into `out`; all three are (D, n_L, S)."""
    D, K, S = y_hat.shape
    if isinstance(loss, SquaredError):
        np.subtract(y_hat, Y, out)
        out *= 2 * loss.c(D, K)
    elif isinstance(loss, CrossEntropy):
        out[...] = np.exp(y_hat - y_hat.max(axis=1, keepdims=True))
        out /= np.einsum("djs->ds", out)[:, np.newaxis]
        out -= Y
        out /= D
    else:
        for s in range(S):
            out[..., s] = loss.grad(y_hat[..., s], Y[..., s])


def _costs(loss: Loss, y_hat: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The cost of each network, (S,), from ŷ and Y, both (D, n_L, S)."""
    D, K, S = y_hat.shape
    if isinstance(loss, SquaredError):
        r = Y - y_hat
        return loss.c(D, K) * np.einsum("djs,djs->s", r, r)
    if isinstance(loss, CrossEntropy):
        shifted = y_hat - y_hat.max(axis=1, keepdims=True)
        log_sum = np.log(np.einsum("djs->ds", np.exp(shifted)))[:, np.newaxis]
        return np.einsum("djs,djs->s", Y, log_sum - shifted) / D
    return np.array([loss(y_hat[..., s], Y[..., s]) for s in range(S)])


class Ends(NamedTuple):
    """Where S descents ended; entry s, or column s, belongs to network s.

    `theta` and `cost` are those after `k` steps, and `why` names the rule that ended them: "steps", "solved", "plateau" or
    "diverged". `eta` has the rates, and `move` (P, S) the last moves v, with which `descend` goes on.
    """

    theta: Stack
    k: np.ndarray
    why: np.ndarray
    cost: np.ndarray
    eta: np.ndarray
    move: np.ndarray


class _Rules(NamedTuple):
    """How a network walks, and what ends its walk."""

    steps: int
    alpha: float
    decay: float
    mask: Params | None
    solved: float | None
    plateau: tuple[int, float] | None
    batches: tuple[int, Any] | None


def descend(net: Network, theta: Stack, X: Any, Y: Any, loss: Loss, *, eta: Any, steps: int, alpha: float = 0.0,
            decay: float = 0.0, move: Any = None, mask: Params | None = None, solved: float | None = None,
            plateau: tuple[int, float] | None = None, batches: tuple[int, Any] | None = None) -> Ends:
    """S descents of `training.descend`, each to its own end; nothing that is given is changed.

    `eta` is one rate, or (S,) with one for each. X (D, n_0) and Y (D, n_L) are shared, or have one axis more, of length S,
    with samples for each. Where the mask is 0 nothing moves (see `masks.confined`). `move` (P, S) is the v of an earlier
    descent; without it all begin from rest. A network stops, and the others go on, after the first step at which

    - its cost, gradient or point is not finite ("diverged": nothing is raised, and its k and η are kept),
    - all its outputs are nearer to their targets than `solved`, or
    - its cost has fallen, in as many steps as `plateau` says first, by no more than the share that it says then.

    With `batches=(size, rng)` the steps are those of `minibatch.descend`, in an order that a copy of rng draws for all; or,
    where rng is a list of S generators, a copy of its own for each. The last two rules then look after each epoch, at all
    samples.

    The result is the same to the last bit whatever S is split into; in memory is one block at a time.
    """
    _check(net, theta)
    S = len(theta)
    rules = _Rules(checks.count(steps, "steps"), checks.share(alpha, "alpha"), checks.share(decay, "decay"), mask,
                   None if solved is None else checks.positive(solved, "solved"), _plateau(plateau), _batches(batches, S))
    X, Y = _samples(net, X, Y, loss, S)
    if mask is not None:
        masked(theta[0], mask)  # refuses what is no mask of this network
    v = np.zeros(theta.array.shape) if move is None else np.array(checks.numbers(move, "move"), float)
    if v.shape != theta.array.shape:
        raise ValueError(f"move has shape {v.shape}; expected {theta.array.shape}, that of theta.array.")
    ends = Ends(Stack(np.array(theta.array, float), net.sizes), np.zeros(S, int), np.full(S, "steps", "U8"),
                np.zeros(S), _rates(eta, S), v)
    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is found, and told in `ends`
        for block in _blocks(net, len(X), S):
            _Walk(net, ends, block, X, Y, loss, rules).walk()
    return ends


class _Walk:
    """A block of networks on their way to `ends`: column c of every array is network `here[c]`.

    One that has stopped is parked: its point, move and rate are 0. When half of the columns are parked they are left out.
    """

    def __init__(self, net: Network, ends: Ends, block: np.ndarray, X: np.ndarray, Y: np.ndarray, loss: Loss,
                 rules: _Rules):
        self.net, self.ends, self.X, self.Y, self.loss, self.rules = net, ends, X, Y, loss, rules
        width = _whole(len(block))
        here = np.resize(block, width)  # some of them once more where there are too few
        self.orders, self.column = _orders(rules.batches, here, len(X)), np.arange(width)
        self.before, self.looked = np.full(width, np.inf), -1  # costs when the rule of the plateau looked last, and its k
        self._lay_out(here, np.arange(width) < len(block), ends.theta.array.take(here, axis=1),
                      ends.move.take(here, axis=1))

    def _lay_out(self, here: np.ndarray, going: np.ndarray, theta: np.ndarray, v: np.ndarray) -> None:
        self.here, self.going, self.theta, self.v = here, going, Stack(theta, self.net.sizes), v
        self.eta = self.ends.eta[here] * going
        own = self.rules.batches is not None and isinstance(self.rules.batches[1], list)  # each has an order of its own
        self.x, self.y = _beside(self.X, here) if own else _inputs_of(self.net, self.X, here), _beside(self.Y, here)
        self.sweeps: dict[int, _Sweep] = {}

    def walk(self) -> None:
        """All steps, or those until no network is going any more."""
        rules, L = self.rules, self.net.L
        epoch = -(-len(self.X) // rules.batches[0]) if rules.batches else 1
        for k in range(rules.steps + 1):
            x, y = (self.x, self.y) if rules.batches is None or k == rules.steps else self._batch()
            sweep = self._forward(x)
            sweep.backward(self.theta, y, self.loss)
            self._look_for_infinity(k, sweep.A[L], y, sweep.grad.array)
            if k == rules.steps or k % epoch == 0 and (rules.solved or rules.plateau):
                self._look(k, sweep.A[L] if x is self.x else self._forward(self.x).A[L])
            if not self.going.any():
                return
            self._step(sweep.grad.array)
            self._narrow()

    def _batch(self) -> tuple[np.ndarray, np.ndarray]:
        """The samples of the next step."""
        rows = next(self.orders)
        if rows.ndim == 1:
            return self.x[rows], _beside(self.Y[rows], self.here)
        rows = rows[:, np.newaxis].take(self.column, axis=-1)
        return np.take_along_axis(self.x, rows, axis=0), np.take_along_axis(self.y, rows, axis=0)

    def _forward(self, x: np.ndarray) -> _Sweep:
        if len(x) not in self.sweeps:
            self.sweeps[len(x)] = _Sweep(self.net, len(x), len(self.here))
        self.sweeps[len(x)].forward(self.theta, x)
        return self.sweeps[len(x)]

    def _step(self, grad: np.ndarray) -> None:
        rules, theta = self.rules, self.theta.array
        grad *= self.eta
        if rules.mask is not None:
            grad *= rules.mask.vector[:, np.newaxis]
        if rules.alpha:
            self.v *= rules.alpha
            self.v -= grad
            theta += self.v
        else:
            theta -= grad
        if rules.decay:
            theta *= 1 - rules.decay

    def _look_for_infinity(self, k: int, y_hat: np.ndarray, Y: np.ndarray, grad: np.ndarray) -> None:
        theta, of_ours = self.theta.array, isinstance(self.loss, (SquaredError, CrossEntropy))
        # Soon told, and nearly always so. Then the cost is finite as well, unless the loss is somebody else's.
        if of_ours and all(_product_is_finite(a.ravel(), b.ravel()) for a, b in ((y_hat, y_hat), (grad, theta))):
            return
        costs = _costs(self.loss, y_hat, Y)
        self._end(~(np.isfinite(costs) & np.isfinite(grad).all(axis=0) & np.isfinite(theta).all(axis=0)), "diverged", k, costs)

    def _look(self, k: int, y_hat: np.ndarray) -> None:
        """The other rules, for the predictions of all samples."""
        rules, costs = self.rules, None
        if rules.solved:
            near = np.abs(self.y - y_hat).max(axis=(0, 1)) < rules.solved
            if (near & self.going).any():
                costs = _costs(self.loss, y_hat, self.y)
                self._end(near, "solved", k, costs)
        if rules.plateau and (self.looked < 0 or k - self.looked >= rules.plateau[0]):
            costs = _costs(self.loss, y_hat, self.y) if costs is None else costs
            if self.looked >= 0:
                self._end(self.before - costs <= rules.plateau[1] * self.before, "plateau", k, costs)
            self.before, self.looked = costs, k
        if k == rules.steps:
            self._end(self.going, "steps", k, _costs(self.loss, y_hat, self.y) if costs is None else costs)

    def _end(self, which: np.ndarray, why: str, k: int, costs: np.ndarray) -> None:
        """Write down where these columns are, as far as they were going, and park them."""
        which = which & self.going
        ends, at = self.ends, self.here[which]
        ends.theta.array[:, at] = self.theta.array[:, which]
        ends.move[:, at] = self.v[:, which]
        ends.k[at], ends.why[at], ends.cost[at] = k, why, costs[which]
        self.theta.array[:, which] = self.v[:, which] = self.eta[which] = 0
        self.going &= ~which

    def _narrow(self) -> None:
        if len(self.here) == _GROUP or 2 * self.going.sum() > len(self.here):
            return
        keep = np.sort(np.argsort(~self.going, kind="stable")[: _whole(self.going.sum())])
        self.column, self.before = self.column[keep], self.before[keep]
        self._lay_out(self.here[keep], self.going[keep], self.theta.array.take(keep, axis=1),
                      self.v.take(keep, axis=1))


def backward(net: Network, theta: Stack, X: Any, Y: Any, loss: Loss) -> tuple[Layers, Layers, Stack]:
    """The activations A[0 … L] and the deltas of every network, (D, n_l, S), and the gradients; nothing is left out of memory."""
    _check(net, theta)
    X, Y = _samples(net, X, Y, loss, len(theta))
    points, here, S = _columns(theta, np.arange(len(theta)))
    sweep = _Sweep(net, len(X), len(here))
    sweep.forward(points, _beside(X, here))
    sweep.backward(points, _beside(Y, here), loss)
    A, delta = ({l: array[..., :S] for l, array in arrays.items()} for arrays in (sweep.A, sweep.delta))
    return A, delta, Stack(sweep.grad.array[:, :S], net.sizes)


def predictions(net: Network, theta: Stack, X: Any) -> np.ndarray:
    """ŷ of every network, (D, n_L, S), for samples X (D, n_0) or (D, n_0, S)."""
    _check(net, theta)
    X = _inputs(net, X, len(theta))
    found = np.empty((len(X), net.sizes[-1], len(theta)))
    for block in _blocks(net, len(X), len(theta)):
        points, here, S = _columns(theta, block)
        sweep = _Sweep(net, len(X), len(here))
        sweep.forward(points, _inputs_of(net, X, here))
        found[..., block] = sweep.A[net.L][..., :S]
    return found


def costs(net: Network, theta: Stack, X: Any, Y: Any, loss: Loss) -> np.ndarray:
    """C(θ) of every network, (S,)."""
    _check(net, theta)
    X, Y = _samples(net, X, Y, loss, len(theta))
    y_hat = predictions(net, theta, X)
    here = np.resize(np.arange(len(theta)), _whole(len(theta)))
    return _costs(loss, y_hat.take(here, axis=-1), _beside(Y, here))[: len(theta)]


def _columns(theta: Stack, block: np.ndarray) -> tuple[Stack, np.ndarray, int]:
    """The points of a block, made up to a width of `_whole`, which they are, and how many of them count."""
    here = np.resize(block, _whole(len(block)))
    return Stack(theta.array.take(here, axis=1).astype(float, copy=False), theta.sizes), here, len(block)


def _whole(S: int) -> int:
    """How many networks the groups have that hold S."""
    return -(-S // _GROUP) * _GROUP


def _blocks(net: Network, D: int, S: int) -> Iterator[np.ndarray]:
    """The numbers 0 … S − 1 in pieces whose arrays have about _BLOCK numbers, and whose products are small ones."""
    numbers = 3 * D * sum(net.sizes[1:]) + 3 * _places(net.sizes)[0]
    width = _whole(max(1, min(_BLOCK // numbers, _PRODUCT // _of_first(net, D)) - _GROUP + 1))
    return (np.arange(first, min(S, first + width)) for first in range(0, S, width))


def _beside(samples: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Samples (D, n) or (D, n, S) as those of the networks `here`, (D, n, len(here)); of shared ones there is one copy."""
    if samples.ndim == 3:
        return samples.take(here, axis=-1)
    return np.broadcast_to(samples[..., np.newaxis], (*samples.shape, len(here)))


def _orders(batches: tuple[int, Any] | None, here: np.ndarray, D: int) -> Iterator[np.ndarray]:
    """The rows of each step, as `minibatch.batches` would draw them: (rows,) for all, or (rows, len(here))."""
    if batches is None:
        return
    size, rng = batches
    shared = isinstance(rng, np.random.Generator)
    copies = [copy.deepcopy(rng)] if shared else [copy.deepcopy(rng[s]) for s in here]
    while True:
        order = np.stack([one.permutation(D) for one in copies], axis=1)
        yield from ((order[:, 0] if shared else order)[first : first + size] for first in range(0, D, size))


# Arguments.


def _check(net: Network, theta: Any) -> None:
    if not isinstance(theta, Stack):
        raise TypeError(f"theta is of type {type(theta).__name__}; expected a Stack, such as many.stack([theta]).")
    net.check(Params(theta.array[:, 0], theta.sizes))  # whether it is a point of this network
    checks.finite(theta.array, "theta.array")


def _inputs(net: Network, X: Any, S: int) -> np.ndarray:
    return _of_each(X, net.sizes[0], S, "X") if np.ndim(X) == 3 else checks.batch(X, net.sizes[0])


def _samples(net: Network, X: Any, Y: Any, loss: Loss, S: int) -> tuple[np.ndarray, np.ndarray]:
    X, K = _inputs(net, X, S), net.sizes[-1]
    if np.ndim(Y) == 3:
        Y = _of_each(Y, K, S, "Y")
        if len(Y) != len(X):
            raise ValueError(f"X has {len(X)} rows and Y has {len(Y)}; expected a row of each for every sample.")
        rows = Y.transpose(2, 0, 1).reshape(-1, K)
    else:
        rows = Y = checks.targets(Y, (len(X), K))
    if isinstance(loss, CrossEntropy):
        loss.grad(np.zeros(rows.shape), rows)  # refuses what are no probabilities
    return X, Y


def _of_each(samples: Any, n: int, S: int, name: str) -> np.ndarray:
    samples = checks.numbers(samples, name)
    if samples.shape[1:] != (n, S) or len(samples) == 0:
        raise ValueError(f"{name} has shape {samples.shape}; expected (D, {n}) for all networks, or (D, {n}, {S}) with samples "
                         "for each.")
    checks.finite(samples, name)
    return samples


def _rates(eta: Any, S: int) -> np.ndarray:
    if np.ndim(eta) == 0:
        return np.full(S, checks.learning_rate(eta))
    rates = np.array(checks.numbers(eta, "eta"), float)
    if rates.shape != (S,):
        raise ValueError(f"eta has shape {rates.shape}; expected one number, or ({S},) with one for each network.")
    for s in np.flatnonzero(~(np.isfinite(rates) & (rates > 0)))[:1]:
        raise ValueError(f"eta[{s}] is {rates[s]}; expected a positive finite number for each network.")
    return rates


def _plateau(rule: Any) -> tuple[int, float] | None:
    if rule is None:
        return None
    if not isinstance(rule, tuple) or len(rule) != 2:
        raise TypeError(f"plateau is {rule!r}; expected a number of steps and a share, such as (1000, 1e-6).")
    return checks.count(rule[0], "plateau[0]", least=1), checks.share(rule[1], "plateau[1]")


def _batches(rule: Any, S: int) -> tuple[int, Any] | None:
    if rule is None:
        return None
    if not isinstance(rule, tuple) or len(rule) != 2:
        raise TypeError(f"batches is {rule!r}; expected how many samples and a generator, such as (32, rng).")
    size, rng = checks.count(rule[0], "batches[0]", least=1), rule[1]
    if isinstance(rng, list) and len(rng) != S:
        raise ValueError(f"batches[1] has {len(rng)} generators; expected one for all, or one for each of {S} networks.")
    for one in rng if isinstance(rng, list) else [rng]:
        checks.generator(one)
    return size, rng
