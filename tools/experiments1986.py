"""Writes course/studies/datasets/experiments1986.json: the experiments of 1986, each from many starts.

    .venv/bin/python -m tools.experiments1986            # all of them
    .venv/bin/python -m tools.experiments1986 xor        # some, the others stay as they are in the file

Many starts descend side by side as one array, which is why this is not nnlib's own loop. A start is nnlib's:
`net.init_uniform(np.random.default_rng(seed), r)`, and tests/test_experiments1986.py runs a sample of them through nnlib.
"""

import json
import platform
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np

import nnlib
from course.studies import families, published
from nnlib import Network, Params, data, half_sse, sigmoid, train
from nnlib.masks import confined, masked, with_direct_connections
from tools.checksums import record

TARGET = Path(__file__).resolve().parent.parent / "course/studies/datasets/experiments1986.json"


class Many:
    """S points of one logistic network, side by side in `theta` (S, P); W[l] (S, n, m) and b[l] (S, 1, m) are views."""

    def __init__(self, net, theta):
        self.net, self.theta, self.grad = net, theta, np.empty_like(theta)
        self.W, self.b = self._views(self.theta)
        self.dW, self.db = self._views(self.grad)

    def _views(self, vectors):
        W, b, start = {}, {}, 0
        for l, (n, m) in enumerate(zip(self.net.sizes, self.net.sizes[1:]), start=1):
            W[l] = vectors[:, start : start + n * m].reshape(-1, n, m)
            b[l] = vectors[:, np.newaxis, start + n * m : start + n * m + m]
            start += n * m + m
        return W, b

    def forward(self, X):
        A = {0: X[np.newaxis]}
        for l in self.W:
            A[l] = 1 / (1 + np.exp(-np.clip(A[l - 1] @ self.W[l] + self.b[l], -700, 700)))
        return A

    def backward(self, A, residual):
        delta = -residual * A[self.net.L] * (1 - A[self.net.L])
        for l in range(self.net.L, 0, -1):
            self.dW[l][...] = A[l - 1].swapaxes(1, 2) @ delta
            self.db[l][...] = delta.sum(axis=1, keepdims=True)
            delta = delta @ self.W[l].swapaxes(1, 2) * A[l - 1] * (1 - A[l - 1])


def starts(net, seeds, r, mask=None):
    """The starts of these seeds, (S, P)."""
    points = [net.init_uniform(np.random.default_rng(seed), r) for seed in seeds]
    return np.array([(point if mask is None else masked(point, mask)).vector for point in points])


def descend(net, theta, X, Y, phases, *, near=(), looks=(0,), mask=None, decay=0.0, tolerance=0.0, seen=None):
    """For each of `near`, the sweep at which all outputs are first so near to their targets, (S,); for each look θ, (S, P).

    `phases` are triples (sweeps, eta, alpha), each from rest. −1 means that it did not happen. A look is a number of sweeps
    after the last of `near`; where a run ends before, it is at its end. `seen` (S, D, 1) is 0 where a run does not see a
    sample.
    """
    S, looked = len(theta), [theta.copy() for _ in looks]
    first, active, many, k = np.full((len(near), S), -1), np.arange(S), Many(net, theta.copy()), 0
    share = 1 if mask is None else mask.vector
    for sweeps, eta, alpha in phases:
        move = np.zeros_like(many.theta)
        for step in range(sweeps + 1):
            if near and k % 50 == 0:  # what has been looked at for the last time goes on no further
                done = (first[-1, active] >= 0) & (k - first[-1, active] > max(looks))
                active, move, many = active[~done], move[~done], Many(net, many.theta[~done])
            A = many.forward(X)
            residual = Y - A[net.L]
            worst = np.abs(residual).max(axis=(1, 2)) if near else None
            for row, limit in zip(first, near):
                row[active[(row[active] < 0) & (worst < limit)]] = k
            for point, after in zip(looked, looks):
                due = (first[-1, active] < 0) | (k <= first[-1, active] + after) if near else np.ones(len(active), bool)
                point[active[due]] = many.theta[due]
            if step == sweeps or not len(active):
                break
            residual = np.where(np.abs(residual) < tolerance, 0, residual) if tolerance else residual
            many.backward(A, residual if seen is None else residual * seen)
            move = -eta * many.grad * share + alpha * move
            many.theta += move
            if decay:
                many.theta *= 1 - decay
            k += 1
    return first, looked


def cost(net, theta, X, Y):
    return 0.5 * ((Many(net, theta).forward(X)[net.L] - Y) ** 2).sum(axis=(1, 2))


def symmetry(eta, seeds=200, sweeps=10_000):
    """Sweeps until every case is right, and until it is within 0.2; and the code then and 1,000 sweeps later.

    A code is the sizes of the three weights of hidden neuron 1, in order and with the largest as 4.
    """
    net, (X, Y, *_) = Network((6, 2, 1), sigmoid, sigmoid), data.symmetry()
    phases = [(sweeps, eta, 0.9)]
    first, looked = descend(net, starts(net, range(seeds), 0.3), X, Y, phases, near=(0.5, 0.2), looks=(0, 1000))
    w = [np.abs(end[:, :6:2]) for end in looked]  # rows 1 to 3 of the column of hidden neuron 1
    code, later = (4 * np.sort(v, axis=1) / v.max(axis=1, keepdims=True) for v in w)
    return {"right": first[0], "within": first[1], "cost": cost(net, looked[1], X, Y), "code": code, "code later": later}


def learned(sizes, sample, eta, alpha, r, seeds, sweeps):
    """Sweeps until all outputs are within 0.2, and θ then, or at the end."""
    net, (X, Y, *_) = Network(sizes, sigmoid, sigmoid), sample
    (within,), (end,) = descend(net, starts(net, range(seeds), r), X, Y, [(sweeps, eta, alpha)], near=(0.2,))
    return net, X, Y, within, end


def within(*setting):
    return {"within": learned(*setting)[3]}


def small(*setting):
    """The cost at the end as well, and the outputs of runs that did not learn."""
    net, X, Y, sweeps, end = learned(*setting)
    outputs = [y.ravel() if k < 0 else [] for k, y in zip(sweeps, Many(net, end).forward(X)[2])]
    return {"within": sweeps, "cost": cost(net, end, X, Y), "outputs": outputs}


def one_sign(many):
    """(S,) whether for some input all products of its weights with those to the output have one sign."""
    products = many.W[1] * many.W[2].swapaxes(1, 2)
    return (np.abs(np.sign(products).sum(axis=2)) == products.shape[2]).any(axis=1)


def leaving(r=1, seeds=300, sweeps=5000, below=0.45):
    """2-2-1 at alpha 0.9: the sweep from which on the cost stays below 0.45, and whether all products had one sign then."""
    net, (X, Y, *_) = Network((2, 2, 1), sigmoid, sigmoid), data.xor()
    many, move = Many(net, starts(net, range(seeds), r)), 0
    leaves, region = np.zeros(seeds, dtype=int), one_sign(many)
    for k in range(sweeps):
        A = many.forward(X)
        above = 0.5 * ((Y - A[2]) ** 2).sum(axis=(1, 2)) >= below
        many.backward(A, Y - A[2])
        move = -0.5 * many.grad + 0.9 * move
        many.theta += move
        leaves[above], region[above] = k + 1, one_sign(many)[above]
    return {"below": below, "leaves": leaves, "in a region": region.astype(int)}


def direct(alpha, r, seeds=25, sweeps=20_000):
    """Sweeps until exclusive or with direct connections is as near to its targets as the printed network, by nnlib."""
    (X, Y, *_), printed = data.xor(), published.xor_direct()
    near = np.abs(Y - printed.net(printed.theta, X)).max()
    net, fixed, mask = with_direct_connections((2, 1, 1), sigmoid, sigmoid)
    objective, within = confined(net.objective(X, Y, half_sse), mask), []
    for seed in range(seeds):
        theta = fixed + masked(net.init_uniform(np.random.default_rng(seed), r), mask)
        run = nnlib.descend(objective, theta, eta=0.5, alpha=alpha, steps=sweeps)
        within.append(next((step.k for step in run if np.abs(Y - net(step.theta, X)).max() < near), -1))
    return {"within": within}


def encoder(eta, alpha, seeds=100, sweeps=8000):
    """Sweeps until all outputs are within 0.2, the cost, and how many outputs are below 0.2 for all patterns, at the end."""
    net, X, Y, sweeps, end = learned((8, 3, 8), data.encoder(8), eta, alpha, 0.5, seeds, sweeps)
    lost = (Many(net, end).forward(X)[2].max(axis=1) < 0.2).sum(axis=1)
    return {"within": sweeps, "cost": cost(net, end, X, Y), "lost": lost}


def codes(eta=0.5, alpha=0.0, seeds=100, sweeps=12_000, looks=(0, 100, 1000, 4000)):
    """The hidden activations when the encoder is within 0.2; and then, and so many sweeps later, of its 24 how many are
    between 0.2 and 0.8, and how many of its eight patterns differ when each is rounded to 0 or 1."""
    net, (X, Y, *_) = Network((8, 3, 8), sigmoid, sigmoid), data.encoder(8)
    _, looked = descend(net, starts(net, range(seeds), 0.5), X, Y, [(sweeps, eta, alpha)], near=(0.2,), looks=looks)
    hidden = [Many(net, end).forward(X)[1] for end in looked]
    return {"later": looks, "hidden": hidden[0].reshape(seeds, -1),
            "between": [(np.abs(a - 0.5) < 0.3).sum(axis=(1, 2)) for a in hidden],
            "distinct": [[len({tuple(row) for row in run > 0.5}) for run in a] for a in hidden]}


def trees(r, phases, decay, seeds, weights=False):
    """Cases right at the end, trained and held out; each run holds out four of its own, drawn after its start.

    Right is every output on the right side of one half.
    """
    (net, mask), (X, Y, *_) = families.network(), families.trees()
    seen, theta = np.ones((seeds, len(X), 1)), []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        theta.append(masked(net.init_uniform(rng, r), mask).vector)
        seen[seed, rng.choice(len(X), 4, replace=False)] = 0
    _, (end,) = descend(net, np.array(theta), X, Y, phases, mask=mask, decay=decay, tolerance=0.2, seen=seen)
    right = ((Many(net, end).forward(X)[net.L] > 0.5) == (Y > 0.5)).all(axis=2)
    held = [np.flatnonzero(row == 0) for row in seen[:, :, 0]]
    result = {"trained": [int(row[s[:, 0] == 1].sum()) for row, s in zip(right, seen)],
              "held": held, "held_right": [row[h] for row, h in zip(right, held)],
              "size": np.sqrt((end**2).sum(axis=1) / mask.vector.sum())}
    if weights:
        result["people"] = [Params(vector, net.sizes).W[1][:24, :6] for vector in end]
    return result


def apart(tolerance, seeds=10, every=100):
    """Two runs of `ours` from starts that differ by 1e-12 in one weight, for each seed, at every hundredth sweep.

    `exponent` is the power of ten of their largest difference, `right` the trained questions that the first has right.
    """
    (net, mask), (X, Y, *_) = families.network(), families.trees()
    loss = families.Tolerant(half_sse, tolerance) if tolerance else half_sse
    exponents, right = [], []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        pair = [masked(net.init_uniform(rng, 1), mask)] * 2
        keep = np.setdiff1d(np.arange(len(X)), rng.choice(len(X), 4, replace=False))
        pair[1] = pair[1].copy()
        pair[1].W[1][0, 0] += 1e-12
        objective, before = confined(net.objective(X[keep], Y[keep], loss), mask), 0
        exponents.append([])
        right.append([])
        for sweeps, eta, alpha in OURS:
            runs = [train(objective, p, eta=eta, alpha=alpha, decay=0.001, steps=sweeps, every=20) for p in pair]
            for a, b in zip(*runs):
                if a.k and (before + a.k) % every == 0:
                    exponents[-1].append(round(float(np.log10(np.abs((a.theta - b.theta).vector).max())), 1))
                    right[-1].append(int(((net(a.theta, X[keep]) > 0.5) == (Y[keep] > 0.5)).all(axis=1).sum()))
            pair, before = [run[-1].theta for run in runs], before + sweeps
    return {"sweep": range(every, before + 1, every), "exponent": exponents, "right": right}


PRINTED = [(20, 0.005, 0.5), (1480, 0.01, 0.9)]
OURS = [(20, 0.025, 0.5), (2980, 0.05, 0.9)]
XOR = [*((h, 0.9, r, 5000) for h in (2, 3, 4, 8) for r in (0.3, 1)), (2, 0, 1, 20_000), (4, 0, 1, 20_000)]
PARITY = [(4, 0.5, 0, 1), (4, 0.1, 0.9, 1), (4, 0.5, 0.9, 1), (4, 0.5, 0.9, 0.3), (8, 0.5, 0, 1), (8, 0.1, 0.9, 1)]
SWEEPS = {
    "symmetry": {f"eta {eta}": partial(symmetry, eta) for eta in (0.1, 0.05)},
    "xor": {f"2-{h}-1, alpha {alpha}, r {r}": partial(small, (2, h, 1), data.xor(), 0.5, alpha, r, 300, sweeps)
            for h, alpha, r, sweeps in XOR},
    "xor, leaving the plateau": {"2-2-1, alpha 0.9, r 1": leaving},
    "xor by rate": {f"eta {eta}, r {r}": partial(within, (2, 2, 1), data.xor(), eta, 0.9, r, 300, 10_000)
                    for r in (0.3, 1) for eta in (0.25, 0.5, 1, 2, 5)},
    "xor by hidden neurons": {f"2-{h}-1, r {r}": partial(within, (2, h, 1), data.xor(), 0.25, 0.9, r, 100, 10_000)
                              for r in (0.3, 1) for h in (2, 4, 8, 16, 32)},
    "direct": {f"alpha {alpha}, r {r}": partial(direct, alpha, r) for alpha in (0, 0.9) for r in (0.3, 1)},
    "encoder": {f"eta {eta}, alpha {alpha}": partial(encoder, eta, alpha)
                for eta, alpha in ((0.5, 0), (0.5, 0.9), (0.1, 0.9))},
    "encoder, codes": {"eta 0.5, alpha 0": codes},
    "parity": {f"4-{h}-1, eta {eta}, alpha {alpha}, r {r}": partial(small, (4, h, 1), data.parity(4), eta, alpha, r, 100, 10_000)
               for h, eta, alpha, r in PARITY},
    "trees": {**{f"printed, r {r}": partial(trees, r, PRINTED, 0.002, 10) for r in (0.1, 0.3, 1, 2)},
              "printed without decay, r 1": partial(trees, 1, PRINTED, 0, 10),
              "ours": partial(trees, 1, OURS, 0.001, 50, weights=True)},
    "two nearly equal starts": {f"tolerance {tolerance}": partial(apart, tolerance) for tolerance in (0.2, 0)},
}


def plain(value):
    """Arrays as lists, floats to four decimals."""
    if isinstance(value, (list, tuple, range, np.ndarray)):
        return [plain(v) for v in value]
    value = value.item() if isinstance(value, np.generic) else value
    return round(value, 4) + 0.0 if isinstance(value, float) else value


def main(names):
    stored = json.loads(TARGET.read_text(encoding="utf8")) if TARGET.exists() else {}
    stored["provenance"] = {
        "command": "python -m tools.experiments1986", "python": platform.python_version(), "numpy": np.__version__,
        "seeds": "run s starts from net.init_uniform(np.random.default_rng(s), r), s = 0, 1, …; r is 0.3 for symmetry, "
                 "0.5 for the encoder, 1 for the two nearly equal starts and as named elsewhere",
    }
    for name in names or SWEEPS:
        stored[name], began = {}, time.process_time()
        for setting, run in SWEEPS[name].items():
            stored[name][setting] = {key: plain(value) for key, value in run().items()}
            print(name, setting, f"{time.process_time() - began:.0f} s", flush=True)
        ordered = {key: stored[key] for key in ("provenance", *SWEEPS) if key in stored}
        TARGET.write_text(json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).replace('},"', '},\n"') + "\n",
                          encoding="utf8")
        record(TARGET)


if __name__ == "__main__":
    main(sys.argv[1:])
