"""Writes course/studies/datasets/experiments1986.json: the experiments of 1986, each from many starts.

    .venv/bin/python -m tools.experiments1986            # all of them
    .venv/bin/python -m tools.experiments1986 xor        # some, the others stay as they are in the file

All starts of a network descend together, by nnlib.many, with every rate and interval that is asked of it side by side. The
family trees alone have a loop of their own: their network fills NumPy's calls by itself, and a matrix product for each run is
quicker there. A start is `net.init_uniform(np.random.default_rng(seed), r)`, and tests/test_experiments1986.py runs a
sample of them again, each alone and by nnlib's loop for one network.
"""

import json
import platform
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from course.studies import families, published
from nnlib import Network, Params, data, half_sse, many, sigmoid
from nnlib.masks import masked, with_direct_connections
from tools.checksums import record

TARGET = Path(__file__).resolve().parent.parent / "course/studies/datasets/experiments1986.json"


def starts(net, seeds, r, mask=None):
    """The starts of these seeds as one stack."""
    points = [net.init_uniform(np.random.default_rng(seed), r) for seed in seeds]
    return many.stack(points if mask is None else [masked(point, mask) for point in points])


def walk(net, theta, sample, near, sweeps, eta, alpha, looks=(0,), mask=None):
    """The sweep at which all outputs of a run are first so near to their targets, (S,), and a stack for each of `looks`.

    −1 means that it did not happen. A look is so many sweeps later; where a run ends before, it is at its end.
    """
    go = partial(many.descend, net, X=sample[0], Y=sample[1], loss=half_sse, alpha=alpha, mask=mask)
    end = go(theta, eta=eta, steps=sweeps, solved=near)
    points, move, k, looked = end.theta.array, end.move, end.k, []
    for look in looks:
        due = np.minimum(end.k + look, sweeps)
        for steps in np.unique(due - k):
            some = due - k == steps
            on = go(many.Stack(points[:, some], net.sizes), eta=end.eta[some], steps=int(steps),
                    move=move[:, some])
            points[:, some], move[:, some] = on.theta.array, on.move
        k = due
        looked.append(many.Stack(points.copy(), net.sizes))
    return np.where(end.why == "solved", end.k, -1), looked


class Setting(NamedTuple):
    """What descends: a logistic network on a sample at eta and alpha, from starts between −r and r with the seeds 0, 1, …"""

    sizes: tuple[int, ...]
    sample: Any
    eta: float
    alpha: float
    r: float
    seeds: int
    sweeps: int

    @property
    def net(self):
        return Network(self.sizes, sigmoid, sigmoid)


def walks(settings, near, looks=(0,)):
    """What `walk` gives for each setting, by its name. Those of one network, momentum and length descend as one stack."""
    alike, found = {}, {}
    for name, setting in settings.items():
        alike.setdefault((setting.sizes, setting.alpha, setting.sweeps), []).append(name)
    for names in alike.values():
        some = [settings[name] for name in names]
        net, sample, alpha, ends = some[0].net, some[0].sample[:2], some[0].alpha, np.cumsum([one.seeds for one in some])
        theta = many.stack(point for one in some for point in starts(net, range(one.seeds), one.r))
        eta = np.repeat([one.eta for one in some], [one.seeds for one in some])
        sweeps, looked = walk(net, theta, sample, near, some[0].sweeps, eta, alpha, looks)
        parts = [np.split(stack.array, ends[:-1], axis=1) for stack in looked]
        for name, k, *points in zip(names, np.split(sweeps, ends[:-1]), *parts):
            found[name] = k, [many.Stack(array, net.sizes) for array in points]
    return {name: found[name] for name in settings}


def symmetry(settings):
    """Sweeps until every case is right, and until it is within 0.2; and the code then and 1,000 sweeps later.

    A code is the sizes of the three weights of hidden neuron 1, in order and with the largest as 4.
    """
    right, result = walks(settings, 0.5), {}
    for name, (within, looked) in walks(settings, 0.2, looks=(0, 1000)).items():
        w = [np.abs(end.W[1][:3, 0]).T for end in looked]
        code, later = (4 * np.sort(v, axis=1) / v.max(axis=1, keepdims=True) for v in w)
        result[name] = {"right": right[name][0], "within": within, "cost": cost(settings[name], looked[1]),
                        "code": code, "code later": later}
    return result


def cost(setting, theta):
    return many.costs(setting.net, theta, *setting.sample[:2], half_sse)


def small(settings):
    """The cost at the end as well, and the outputs of runs that did not learn."""
    result = {}
    for name, (sweeps, (end,)) in walks(settings, 0.2).items():
        answers = many.predictions(settings[name].net, end, settings[name].sample.X)
        result[name] = {"within": sweeps, "cost": cost(settings[name], end),
                        "outputs": [answers[..., s].ravel() if k < 0 else [] for s, k in enumerate(sweeps)]}
    return result


def one_sign(theta):
    """(S,) whether for some input all products of its weights with those to the output have one sign."""
    products = theta.W[1] * theta.W[2][:, 0]
    return (np.abs(np.sign(products).sum(axis=1)) == products.shape[1]).any(axis=0)


def leaving(settings, below=0.45):
    """The sweep from which on the cost stays below 0.45, and whether all products had one sign then."""
    return {name: _leaving(setting, below) for name, setting in settings.items()}


def _leaving(setting, below):
    net, (X, Y, *_) = setting.net, setting.sample
    theta, move = starts(net, range(setting.seeds), setting.r), None
    leaves, region, costs = np.zeros(setting.seeds, dtype=int), one_sign(theta), cost(setting, theta)
    for k in range(setting.sweeps):
        above = costs >= below
        on = many.descend(net, theta, X, Y, half_sse, eta=setting.eta, alpha=setting.alpha, steps=1, move=move)
        theta, move, costs = on.theta, on.move, on.cost
        leaves[above], region[above] = k + 1, one_sign(theta)[above]
    return {"below": below, "leaves": leaves, "in a region": region.astype(int)}


def direct(settings):
    """Sweeps until exclusive or with direct connections is as near to its targets as the printed network."""
    (X, Y, *_), printed = data.xor(), published.xor_direct()
    near = np.abs(Y - printed.net(printed.theta, X)).max()
    net, fixed, mask = with_direct_connections((2, 1, 1), sigmoid, sigmoid)
    result = {}
    for name, (alpha, r) in settings.items():
        theta = starts(net, range(25), r, mask)
        theta.array[...] += fixed.vector[:, np.newaxis]
        result[name] = {"within": walk(net, theta, (X, Y), near, 20_000, 0.5, alpha, mask=mask)[0]}
    return result


def encoder(settings):
    """Sweeps until all outputs are within 0.2, the cost, and how many outputs are below 0.2 for all patterns, at the end."""
    result = {}
    for name, (sweeps, (end,)) in walks(settings, 0.2).items():
        lost = many.predictions(settings[name].net, end, settings[name].sample.X).max(axis=0) < 0.2
        result[name] = {"within": sweeps, "cost": cost(settings[name], end), "lost": lost.sum(axis=0)}
    return result


def codes(settings, looks=(0, 100, 1000, 4000)):
    """The hidden activations when the encoder is within 0.2; and then, and so many sweeps later, of its 24 how many are
    between 0.2 and 0.8, and how many of its eight patterns differ when each is rounded to 0 or 1."""
    result = {}
    for name, (_, looked) in walks(settings, 0.2, looks).items():
        hidden = [many.backward(settings[name].net, end, *settings[name].sample[:2], half_sse)[0][1].transpose(2, 0, 1) for end in looked]
        result[name] = {"later": looks, "hidden": hidden[0].reshape(settings[name].seeds, -1),
                        "between": [(np.abs(a - 0.5) < 0.3).sum(axis=(1, 2)) for a in hidden],
                        "distinct": [[len({tuple(row) for row in run > 0.5}) for run in a] for a in hidden]}
    return result


def family(seeds, r):
    """For each seed a start, the rows of the four cases that its run holds out, drawn after it, and those that it sees.

    The starts are (S, P), the rows (S, 4) and (S, 100).
    """
    net, mask = families.network()
    points, held = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        points.append(masked(net.init_uniform(rng, r), mask).vector)
        held.append(np.sort(rng.choice(104, 4, replace=False)))
    return np.array(points), np.array(held), np.array([np.setdiff1d(np.arange(104), four) for four in held])


def views(vectors, sizes):
    """W[l] (S, n, m) and b[l] (S, 1, m) in an array (S, P)."""
    W, b, start = {}, {}, 0
    for l, (n, m) in enumerate(zip(sizes, sizes[1:]), start=1):
        W[l] = vectors[:, start : start + n * m].reshape(-1, n, m)
        b[l] = vectors[:, np.newaxis, start + n * m : start + n * m + m]
        start += n * m + m
    return W, b


def through(phases, theta, keep, tolerance, decay, every):
    """The descent of the family trees through phases (sweeps, eta, alpha), each from rest, by runs that see the rows `keep`
    (S, 100): θ (S, P) at each sweep that `every` divides. No output is asked more than to be within the tolerance."""
    (net, mask), (X, Y, *_) = families.network(), families.trees()
    theta, grad, move, L, k = theta.copy(), np.empty_like(theta), np.empty_like(theta), net.L, 1
    (W, b), (dW, db) = views(theta, net.sizes), views(grad, net.sizes)
    A, delta = ({l: np.empty((*keep.shape, n)) for l, n in enumerate(net.sizes)} for _ in range(2))
    A[0][...], Y = X[keep], Y[keep]
    for sweeps, eta, alpha in phases:
        rates, move[...] = eta * mask.vector, 0
        for now in range(k, k + sweeps):
            for l in W:
                np.matmul(A[l - 1], W[l], out=A[l])
                A[l] += b[l]
                np.exp(np.negative(A[l], out=A[l]), out=A[l])
                np.reciprocal(np.add(A[l], 1, out=A[l]), out=A[l])
            np.subtract(A[L], Y, out=delta[L])
            delta[L][np.abs(delta[L]) < tolerance] = 0
            for l in range(L, 0, -1):
                delta[l] *= A[l]
                delta[l] *= 1 - A[l]
                np.matmul(A[l - 1].swapaxes(1, 2), delta[l], out=dW[l])
                delta[l].sum(axis=1, keepdims=True, out=db[l])
                if l > 1:
                    np.matmul(delta[l], W[l].swapaxes(1, 2), out=delta[l - 1])
            grad *= rates
            move *= alpha
            move -= grad
            theta += move
            theta *= 1 - decay
            if now % every == 0:
                yield theta.copy()
        k += sweeps


def right_of(theta, rows):
    """(S, n) whether all outputs of a case are on the right side of one half, for its rows (S, n)."""
    (net, _), (X, Y, *_) = families.network(), families.trees()
    answers = many.predictions(net, many.Stack(theta.T, net.sizes), X).transpose(2, 0, 1)
    return np.take_along_axis(((answers > 0.5) == (Y > 0.5)).all(axis=2), rows, axis=1)


def trees(r, phases, decay, seeds, weights=False):
    """Cases right at the end, trained and held out; each run holds out four of its own."""
    net, mask = families.network()
    theta, held, keep = family(range(seeds), r)
    (end,) = through(phases, theta, keep, 0.2, decay, every=sum(sweeps for sweeps, *_ in phases))
    result = {"trained": right_of(end, keep).sum(axis=1), "held": held, "held_right": right_of(end, held),
              "size": np.sqrt((end**2).sum(axis=1) / mask.vector.sum())}
    return result | ({"people": [Params(vector, net.sizes).W[1][:24, :6] for vector in end]} if weights else {})


def apart(tolerance, seeds=10, every=100):
    """Two runs of `ours` from starts that differ by 1e-12 in one weight, for each seed, at every hundredth sweep.

    `exponent` is the power of ten of their largest difference, `right` the trained questions that the first has right.
    """
    theta, _, keep = family([*range(seeds), *range(seeds)], 1)
    theta[seeds:, 0] += 1e-12  # the first entry of the first matrix
    exponents, right = [], []
    for both in through(OURS, theta, keep, tolerance, 0.001, every):
        exponents.append(np.log10(np.abs(both[:seeds] - both[seeds:]).max(axis=1)).round(1))
        right.append(right_of(both[:seeds], keep[:seeds]).sum(axis=1))
    return {"sweep": range(every, every * len(right) + 1, every), "exponent": np.transpose(exponents), "right": np.transpose(right)}


PRINTED = [(20, 0.005, 0.5), (1480, 0.01, 0.9)]
OURS = [(20, 0.025, 0.5), (2980, 0.05, 0.9)]
XOR = [*((h, 0.9, r, 5000) for h in (2, 3, 4, 8) for r in (0.3, 1)), (2, 0, 1, 20_000), (4, 0, 1, 20_000)]
PARITY = [(4, 0.5, 0, 1), (4, 0.1, 0.9, 1), (4, 0.5, 0.9, 1), (4, 0.5, 0.9, 0.3), (8, 0.5, 0, 1), (8, 0.1, 0.9, 1)]
SETTINGS = {
    "symmetry": {f"eta {eta}": Setting((6, 2, 1), data.symmetry(), eta, 0.9, 0.3, 200, 10_000) for eta in (0.1, 0.05)},
    "xor": {f"2-{h}-1, alpha {alpha}, r {r}": Setting((2, h, 1), data.xor(), 0.5, alpha, r, 300, sweeps)
            for h, alpha, r, sweeps in XOR},
    "xor, leaving the plateau": {"2-2-1, alpha 0.9, r 1": Setting((2, 2, 1), data.xor(), 0.5, 0.9, 1, 300, 5000)},
    "direct": {f"alpha {alpha}, r {r}": (alpha, r) for alpha in (0, 0.9) for r in (0.3, 1)},
    "encoder": {f"eta {eta}, alpha {alpha}": Setting((8, 3, 8), data.encoder(8), eta, alpha, 0.5, 100, 8000)
                for eta, alpha in ((0.5, 0), (0.5, 0.9), (0.1, 0.9))},
    "encoder, codes": {"eta 0.5, alpha 0": Setting((8, 3, 8), data.encoder(8), 0.5, 0, 0.5, 100, 12_000)},
    "parity": {f"4-{h}-1, eta {eta}, alpha {alpha}, r {r}": Setting((4, h, 1), data.parity(4), eta, alpha, r, 100, 10_000)
               for h, eta, alpha, r in PARITY},
    "trees": {**{f"printed, r {r}": partial(trees, r, PRINTED, 0.002, 10) for r in (0.1, 0.3, 1, 2)},
              "printed without decay, r 1": partial(trees, 1, PRINTED, 0, 10),
              "ours": partial(trees, 1, OURS, 0.001, 50, weights=True)},
    "two nearly equal starts": {f"tolerance {tolerance}": partial(apart, tolerance) for tolerance in (0.2, 0)},
}


def each(settings):
    """What each setting gives when it is called."""
    return {name: run() for name, run in settings.items()}


RUNS = {"symmetry": symmetry, "xor": small, "xor, leaving the plateau": leaving, "direct": direct, "encoder": encoder,
        "encoder, codes": codes, "parity": small, "trees": each, "two nearly equal starts": each}


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
    for name in names or RUNS:
        began = time.process_time()
        stored[name] = {setting: {key: plain(value) for key, value in found.items()}
                        for setting, found in RUNS[name](SETTINGS[name]).items()}
        print(name, f"{time.process_time() - began:.1f} s", flush=True)
        ordered = {key: stored[key] for key in ("provenance", *RUNS) if key in stored}
        TARGET.write_text(json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).replace('},"', '},\n"') + "\n",
                          encoding="utf8")
        record(TARGET)


if __name__ == "__main__":
    main(sys.argv[1:])
