"""How long a training step takes, here and elsewhere: writes course/studies/datasets/speed.json, which the page on speed shows.

`make bench` runs it in .venv-bench, with the packages of tools/bench-requirements.txt. The book and its tests need none
of them. It takes some minutes; nothing else should be running. With --quick it is over sooner and writes nothing. With
--many only the stacks of networks are measured, which stand in a file of their own, speed_many.json.
"""

import os

THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
           "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false"}
os.environ.update(THREADS)  # before NumPy and the others are loaded
CORES = os.cpu_count()
if hasattr(os, "sched_setaffinity"):  # JAX takes all cores that it sees, whatever its flags say: so it sees one
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import ctypes
import gc
import json
import platform
import re
import subprocess
import sys
import time
import tracemalloc
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import autograd
import autograd.numpy as anp
import jax
import jax.numpy as jnp
import numpy as np
import torch
from micrograd.engine import Value
from sklearn.neural_network import MLPClassifier, MLPRegressor

from nnlib import Network, Params, central_difference, cross_entropy, data, half_mse, half_sse, identity, many
from nnlib import minibatch, sigmoid, softplus, sse
from nnlib.inplace import InPlaceDescent, _product
from tools.checksums import record

torch.set_num_threads(1)
jax.config.update("jax_enable_x64", True)
FILE = Path(__file__).resolve().parent.parent / "course/studies/datasets/speed.json"
FILE_OF_MANY = FILE.parent / "speed_many.json"
ETA = 0.01
QUICK = "--quick" in sys.argv
CLOCK = time.process_time  # of all threads of this process: what a neighbour on the machine takes is not counted
ROUNDS, SLICE = (5, 0.005) if QUICK else (31, 0.02)  # rounds, and seconds for each competitor in a round
FITTED = 4  # points at the end of a curve, through which its slope is fitted


class Problem(NamedTuple):
    net: Network
    theta: Params
    X: np.ndarray
    Y: np.ndarray
    loss: object

    @property
    def dtype(self):
        return self.theta.vector.dtype

    @property
    def pairs(self):
        """[(W^1, b^1), …], copies."""
        return [(self.theta.W[l].copy(), self.theta.b[l].copy()) for l in self.theta.W]


def problems():
    """The six networks: hidden layers of sigmoids below an identity and half_mse, but for the worked examples."""
    S, I = sigmoid, identity
    yield problem((1, 2, 1), (softplus, I), sse, *data.dosage()[:2])
    yield problem((3, 2, 1), (S, S), half_sse, *data.han_kamber()[:2])
    for sizes, D in (((64, 32, 10), 32), ((784, 30, 10), 10), ((784, 128, 64, 10), 128), ((784, 1024, 1024, 10), 256)):
        rng = np.random.default_rng(D)
        yield problem(sizes, (*[S] * (len(sizes) - 2), I), half_mse, rng.random((D, sizes[0])), rng.random((D, 10)))


def problem(sizes, phi, loss, X, Y):
    net = Network(sizes, *phi)
    return Problem(net, net.init(np.random.default_rng(0)), X, Y, loss)


def as_dtype(p, dtype):
    return p._replace(theta=Params(p.theta.vector.astype(dtype), p.net.sizes), X=p.X.astype(dtype), Y=p.Y.astype(dtype))


def joined(pairs):
    """[(W, b), …] as a vector in the order of Params."""
    return np.concatenate([np.ravel(part) for pair in pairs for part in pair])


# The competitors: each takes a problem and gives a step without arguments and a way to read θ as a vector.


def by_nnlib(p):
    box = [p.theta.copy()]

    def step():
        box[0] = box[0] - ETA * p.net.grad(box[0], p.X, p.Y, p.loss)

    return step, lambda: box[0].vector


def by_inplace(p):
    stepper = InPlaceDescent(p.net, p.theta, p.loss)
    return lambda: stepper.step(p.X, p.Y, ETA), lambda: stepper.theta.vector


def by_torch(p):
    """As its tutorials write it: modules, a loss, and an optimiser."""
    named = {"identity": torch.nn.Identity, "sigmoid": torch.nn.Sigmoid, "softplus": torch.nn.Softplus}
    kind = getattr(torch, p.dtype.name)
    layers = [torch.nn.Linear(*W.shape, dtype=kind) for W, _ in p.pairs]
    with torch.no_grad():
        for layer, (W, b) in zip(layers, p.pairs):
            layer.weight.copy_(torch.from_numpy(W.T.copy()))
            layer.bias.copy_(torch.from_numpy(b))
    parts = [part for layer, phi in zip(layers, p.net.phi.values()) for part in (layer, named[phi.name]())]
    model = torch.nn.Sequential(*(part for part in parts if not isinstance(part, torch.nn.Identity)))
    optimiser = torch.optim.SGD(model.parameters(), lr=ETA)
    X, Y, c = torch.from_numpy(p.X), torch.from_numpy(p.Y), p.loss.c(*p.Y.shape)

    def step():
        optimiser.zero_grad()
        loss = torch.nn.functional.mse_loss(model(X), Y, reduction="sum")
        (loss if c == 1 else c * loss).backward()
        optimiser.step()

    return step, lambda: joined((layer.weight.detach().numpy().T, layer.bias.detach().numpy()) for layer in layers)


def by_torch_tensors(p):
    """Hardly more than PyTorch's differentiation itself: tensors, the cost's derivative put in, an update in place."""
    functions = {"sigmoid": torch.sigmoid, "softplus": torch.nn.functional.softplus}
    theta = [torch.from_numpy(part).requires_grad_() for pair in p.pairs for part in pair]
    X, Y, c, phis = torch.from_numpy(p.X), torch.from_numpy(p.Y), p.loss.c(*p.Y.shape), list(p.net.phi.values())

    def step():
        A = X
        for k, phi in enumerate(phis):
            A = torch.addmm(theta[2 * k + 1], A, theta[2 * k])
            if phi is not identity:
                A = functions[phi.name](A)
        gradient = torch.autograd.grad(A, theta, (A.detach() - Y).mul_(2 * c))
        with torch.no_grad():
            for part, slope in zip(theta, gradient):
                part.sub_(slope, alpha=ETA)

    return step, lambda: joined([[part.detach().numpy() for part in theta]])


def by_jax(p):
    functions = {"identity": lambda z: z, "sigmoid": jax.nn.sigmoid, "softplus": jax.nn.softplus}
    phis, c = [functions[phi.name] for phi in p.net.phi.values()], p.loss.c(*p.Y.shape)

    def cost(pairs, X, Y):
        A = X
        for phi, (W, b) in zip(phis, pairs):
            A = phi(A @ W + b)
        return c * jnp.sum((A - Y) ** 2)

    def update(pairs, X, Y):
        return jax.tree.map(lambda part, slope: part - ETA * slope, pairs, jax.grad(cost)(pairs, X, Y))

    compiled = jax.jit(update, donate_argnums=0)
    box, X, Y = [jax.tree.map(jnp.array, p.pairs)], jnp.array(p.X), jnp.array(p.Y)

    def step():
        box[0] = compiled(box[0], X, Y)

    step.finish = lambda: box[0][0][0].block_until_ready()  # one part is ready when all are
    return step, lambda: joined([[np.asarray(part) for part in pair] for pair in box[0]])


def by_autograd(p):
    functions = {"identity": lambda z: z, "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
                 "softplus": lambda z: anp.logaddexp(0, z)}
    phis, c = [functions[phi.name] for phi in p.net.phi.values()], p.loss.c(*p.Y.shape)

    def cost(pairs):
        A = p.X
        for phi, (W, b) in zip(phis, pairs):
            A = phi(anp.dot(A, W) + b)
        return c * anp.sum((A - p.Y) ** 2)

    gradient, box = autograd.grad(cost), [p.pairs]

    def step():
        box[0] = [(W - ETA * dW, b - ETA * db) for (W, b), (dW, db) in zip(box[0], gradient(box[0]))]

    return step, lambda: joined(box[0])


def by_sklearn(p):
    """One pass of partial_fit over one batch. It has half_mse below an identity and no softplus; else there is none."""
    if p.loss is not half_mse:
        return None
    model = MLPRegressor(hidden_layer_sizes=p.net.sizes[1:-1], activation="logistic", solver="sgd", alpha=0, batch_size=len(p.X),
                         learning_rate_init=ETA, momentum=0, nesterovs_momentum=False, shuffle=False, random_state=0)
    model.partial_fit(p.X, p.Y)
    for (W, b), weights, biases in zip(p.pairs, model.coefs_, model.intercepts_):
        weights[...], biases[...] = W, b
    return lambda: model.partial_fit(p.X, p.Y), lambda: joined(zip(model.coefs_, model.intercepts_))


def by_micrograd(p):
    """Single numbers, so the tiny networks only; it has no exponential, which is added here in its own manner."""
    if p.theta.vector.size > 20 or p.dtype != np.float64:
        return None

    def through(x, value, slope):
        out = Value(value, (x,))

        def backward():
            x.grad += slope * out.grad

        out._backward = backward
        return out

    def logistic(z):
        s = 1 / (1 + np.exp(-z.data))
        return through(z, s, s * (1 - s))

    functions = {"identity": lambda z: z, "sigmoid": logistic,
                 "softplus": lambda z: through(z, np.log1p(np.exp(z.data)), 1 / (1 + np.exp(-z.data)))}
    pairs = [([[Value(w) for w in row] for row in W.tolist()], [Value(x) for x in b.tolist()]) for W, b in p.pairs]
    parameters = [value for W, b in pairs for value in [*(w for row in W for w in row), *b]]
    X, Y, c = p.X.tolist(), p.Y.tolist(), p.loss.c(*p.Y.shape)

    def step():
        C = 0
        for x, y in zip(X, Y):
            for phi, (W, b) in zip(p.net.phi.values(), pairs):
                x = [functions[phi.name](sum((x[i] * W[i][j] for i in range(len(x))), b[j])) for j in range(len(b))]
            C = C + sum((a - t) ** 2 for a, t in zip(x, y))
        for value in parameters:
            value.grad = 0
        (C if c == 1 else c * C).backward()
        for value in parameters:
            value.data -= ETA * value.grad

    return step, lambda: np.array([value.data for value in parameters])


def floor(p):
    """No step: only its matrix products, the forward, the backward and those of the gradient, into arrays that are there.

    Each is made in the way that nnlib.inplace takes for arrays of that size.
    """
    W, A, delta, dW = for_products(p)

    wanted = [*((A[l], W[l], A[l + 1]) for l in range(len(W))),
              *((delta[l + 1], W[l].T, delta[l]) for l in range(len(W) - 1, 0, -1)),
              *((A[l].T, delta[l + 1], dW[l]) for l in range(len(W)))]
    products = [(_product(arrays[-1]), arrays) for arrays in wanted]

    def step():
        for product, arrays in products:
            product(*arrays)

    return step, None


def floor_of_torch(p):
    """The same products by PyTorch, which brings a library of its own for them."""
    W, A, delta, dW = ([torch.from_numpy(part) for part in parts] for parts in for_products(p))

    def step():
        for l in range(len(W)):
            torch.mm(A[l], W[l], out=A[l + 1])
        for l in range(len(W) - 1, 0, -1):
            torch.mm(delta[l + 1], W[l].T, out=delta[l])
        for l in range(len(W)):
            torch.mm(A[l].T, delta[l + 1], out=dW[l])

    return step, None


def for_products(p):
    """The weights, two arrays for each layer, and places for the gradient."""
    W = [weights for weights, _ in p.pairs]
    A, delta = ([np.random.default_rng(1).random((len(p.X), n)).astype(p.dtype) for n in p.net.sizes] for _ in range(2))
    return W, A, delta, [np.empty_like(weights) for weights in W]


COMPETITORS = {"nnlib": by_nnlib, "nnlib.inplace": by_inplace, "PyTorch": by_torch, "PyTorch, tensors": by_torch_tensors,
               "JAX": by_jax, "autograd": by_autograd, "scikit-learn": by_sklearn, "micrograd": by_micrograd,
               "products alone": floor, "products by PyTorch": floor_of_torch}


def agree(p, name, step, read):
    """Three steps lead to nnlib's point: to a few roundings of the largest parameter and of the numbers on the way."""
    own, theta = by_nnlib(p)
    for _ in range(3):
        step(), own()
    apart = np.abs(read() - theta()).max() / np.abs(theta()).max()
    assert read().dtype == theta().dtype == p.dtype, f"{name} has turned {p.dtype} into {read().dtype}"
    assert apart < (1e-13 if p.dtype == np.float64 else 1e-5), f"{name} on {p.net} is {apart:.1e} away from nnlib"
    assert np.abs(theta() - p.theta.vector).max() > 1e3 * apart, "nothing has moved"
    return float(apart)


def steps_per_slice(step):
    """How many steps fill SLICE, after a first one that may compile."""
    finish = getattr(step, "finish", nothing)
    step(), finish()
    n = 1
    while True:
        start = CLOCK()
        for _ in range(n):
            step()
        finish()
        if (taken := CLOCK() - start) > SLICE / 4 or n > 10**5:
            return max(1, round(n * SLICE / taken))
        n *= 2


def rounds(steps, how_many=ROUNDS):
    """{name: seconds of a step by the processor, and by the clock on the wall, an entry for each round}.

    All take turns in each round, each round is begun by another, and each turn begins with a step that is not counted.
    """
    counts = {name: steps_per_slice(step) for name, step in steps.items()}
    times, wall, names = {name: [] for name in steps}, {name: [] for name in steps}, list(steps)
    gc.collect()
    gc.disable()
    for k in range(how_many):
        for name in names[k % len(names):] + names[: k % len(names)]:
            step, n = steps[name], counts[name]
            finish = getattr(step, "finish", nothing)
            step(), finish()
            since, start = time.perf_counter(), CLOCK()
            for _ in range(n):
                step()
            finish()
            times[name].append((CLOCK() - start) / n)
            wall[name].append((time.perf_counter() - since) / n)
    gc.enable()
    return times, wall


def nothing():
    """There is nothing to wait for."""


def race(p):
    """Agreement first, then the rounds: quartiles in microseconds, and how many times those of nnlib's two ways."""
    built = {name: built for name, build in COMPETITORS.items() if (built := build(p))}
    apart = {name: agree(p, name, *pair) for name, pair in built.items() if pair[1]}
    times, wall = rounds({name: step for name, (step, _) in built.items()})
    result = {}
    for name, seconds in times.items():
        entry = {"microseconds": quartiles(1e6 * np.array(seconds)),
                 "wall": significant(np.median(np.divide(wall[name], seconds)))}
        for own in ("nnlib", "nnlib.inplace"):
            entry[f"times {own}"] = quartiles(np.divide(seconds, times[own]))
        result[name] = entry | ({"apart": f"{apart[name]:.0e}"} if name in apart else {})
    return result


def quartiles(values):
    return [significant(q) for q in np.quantile(values, [0.25, 0.5, 0.75])]


def significant(value, digits=4):
    return float(f"{value:.{digits}g}")


# Many networks at once, of the worked examples and of 1986.

SIZES_OF_STACKS = (1, 10, 100, 1000, 10_000, 100_000)
STEPS = 50  # of nnlib.many in one call, which begins with a look at its arguments and ends with one more sweep


def problems_of_many():
    S, I = sigmoid, identity
    yield problem((3, 2, 1), (S, S), half_sse, *data.han_kamber()[:2])
    yield problem((1, 2, 1), (softplus, I), sse, *data.dosage()[:2])
    yield problem((8, 3, 8), (S, S), half_sse, *data.encoder(8)[:2])
    yield problem((6, 2, 1), (S, S), half_sse, *data.symmetry()[:2])


def stack_of(p, S):
    rng = np.random.default_rng(0)
    return many.Stack(0.5 * rng.standard_normal((p.theta.vector.size, S)), p.net.sizes)


def stacked_pairs(p, theta):
    """[(W^1, b^1), …] with the number of the network first, as vmap has it."""
    return [(np.moveaxis(theta.W[l], -1, 0).copy(), theta.b[l].T.copy()) for l in theta.W]


def unstacked(pairs):
    """The same as (P, S)."""
    return np.concatenate([np.reshape(part, (len(part), -1)) for pair in pairs for part in pair], axis=1).T


def many_by_nnlib(p, theta):
    box = [theta]

    def step(steps=STEPS):
        box[0] = many.descend(p.net, box[0], p.X, p.Y, p.loss, eta=ETA, steps=steps).theta

    step.steps = STEPS
    return step, lambda: box[0].array


def many_by_torch(p, theta):
    functions = {"identity": lambda z: z, "sigmoid": torch.sigmoid, "softplus": torch.nn.functional.softplus}
    phis, c = [functions[phi.name] for phi in p.net.phi.values()], p.loss.c(*p.Y.shape)
    parameters = [torch.from_numpy(part) for pair in stacked_pairs(p, theta) for part in pair]
    X, Y = torch.from_numpy(p.X), torch.from_numpy(p.Y)

    def cost(*parts):
        A = X
        for k, phi in enumerate(phis):
            A = phi(A @ parts[2 * k] + parts[2 * k + 1])
        return c * ((A - Y) ** 2).sum()

    gradient = torch.func.vmap(torch.func.grad(cost, argnums=tuple(range(len(parameters)))))

    def step():
        for part, slope in zip(parameters, gradient(*parameters)):
            part.sub_(slope, alpha=ETA)

    return step, lambda: unstacked([[part.numpy() for part in parameters]])


def many_by_jax(p, theta):
    functions = {"identity": lambda z: z, "sigmoid": jax.nn.sigmoid, "softplus": jax.nn.softplus}
    phis, c = [functions[phi.name] for phi in p.net.phi.values()], p.loss.c(*p.Y.shape)
    X, Y = jnp.array(p.X), jnp.array(p.Y)

    def cost(pairs):
        A = X
        for phi, (W, b) in zip(phis, pairs):
            A = phi(A @ W + b)
        return c * jnp.sum((A - Y) ** 2)

    def update(pairs):
        return jax.tree.map(lambda part, slope: part - ETA * slope, pairs, jax.grad(cost)(pairs))

    compiled, box = jax.jit(jax.vmap(update), donate_argnums=0), [jax.tree.map(jnp.array, stacked_pairs(p, theta))]

    def step():
        box[0] = compiled(box[0])

    step.finish = lambda: box[0][0][0].block_until_ready()
    return step, lambda: unstacked([[np.asarray(part) for part in pair] for pair in box[0]])


def limits(p, S):
    """What no step of nnlib.many can do without, each alone: its exponentials, and every number of its arrays moved once."""
    D, widths = len(p.X), [n for n, phi in zip(p.net.sizes[1:], p.net.phi.values()) if phi is not identity]
    z = np.random.default_rng(0).standard_normal(D * sum(widths) * S)
    out, a = np.empty_like(z), np.zeros((3 * D * sum(p.net.sizes[1:]) + 3 * p.theta.vector.size) * S)
    b = np.zeros_like(a)
    pieces = [slice(first, first + 2**15) for first in range(0, max(a.size, z.size), 2**15)]  # in a cache, as the blocks are

    def exponentials():
        for piece in pieces:
            np.exp(z[piece], out[piece])

    def moves():
        for piece in pieces:
            np.copyto(b[piece], a[piece])

    return {"exponentials alone": exponentials, "arrays alone": moves}


MANY = {"nnlib.many": many_by_nnlib, "PyTorch": many_by_torch, "JAX": many_by_jax}


def race_of_many(p, S, names):
    """Microseconds per network and step, and how many times as fast as one network by nnlib.inplace, in quartiles."""
    alone, _ = by_inplace(p)
    theta = stack_of(p, S)
    built, wanted = {name: MANY[name](p, theta) for name in names}, theta[0]
    for _ in range(2):
        wanted = wanted - ETA * p.net.grad(wanted, p.X, p.Y, p.loss)
    for name, (step, now) in built.items():
        [step(2)] if name == "nnlib.many" else [step(), step()]
        apart = np.abs(now()[:, 0] - wanted.vector).max()
        assert apart < 1e-13, f"{name} on {p.net} is {apart:.1e} away from nnlib"
    steps = {"nnlib.inplace": alone} | {name: step for name, (step, _) in built.items()} | limits(p, S)
    times, _ = rounds(steps, 5 if QUICK else 15 if S < 10_000 else 7)
    each = {name: np.array(seconds) / getattr(steps[name], "steps", 1) / (1 if name == "nnlib.inplace" else S)
            for name, seconds in times.items()}
    return {name: {"microseconds": quartiles(1e6 * seconds), "times faster": quartiles(each["nnlib.inplace"] / seconds)}
            for name, seconds in each.items()}


def stacks():
    """Writes speed_many.json: four networks, six sizes of a stack."""
    load, found = [os.getloadavg()[0]], []
    for p in problems_of_many():
        name, by_S = "-".join(map(str, p.net.sizes)), {}
        for S in SIZES_OF_STACKS[: 4 if QUICK else None]:
            names = list(MANY) if S <= 10_000 else ["nnlib.many"]  # the others have found their best by then
            by_S[str(S)] = race_of_many(p, S, names)
            say(f"{name}, D = {len(p.X)}, S = {S}, µs per network and step: " + ", ".join(
                f"{who} {r['microseconds'][1]:.3g} ({r['times faster'][1]:.3g})" for who, r in by_S[str(S)].items()))
        found.append({"net": name, "D": len(p.X), "parameters": p.theta.vector.size, "stacks": by_S})
    load.append(os.getloadavg()[0])
    if not QUICK:
        FILE_OF_MANY.write_text(as_text({
            "command": "make bench", "date": time.strftime("%Y-%m-%d"), "machine": machine(), "threads": THREADS,
            "load": [round(one, 1) for one in load], "nets": found}), encoding="utf8")
        record(FILE_OF_MANY)
        say(f"written: {FILE_OF_MANY.name}")


def as_text(measured):
    """JSON with a list of numbers on a line."""
    text = re.sub(r"\[[^\[\]{}]*\]", lambda m: " ".join(m[0].split()), json.dumps(measured, indent=1, ensure_ascii=False))
    return text + "\n"


# Memory: each measured in a process of its own.


def memory():
    """What a step needs at its peak beyond θ, X and Y, in megabytes (2^20 bytes), on the largest network, 64 bits."""
    found = {}
    for name in ("nnlib", "nnlib.inplace", "PyTorch", "PyTorch, tensors", "JAX"):
        runs = [subprocess.run([sys.executable, __file__, "--memory", name], capture_output=True, text=True, check=True)
                for _ in range(3)]
        each = [json.loads(run.stdout) for run in runs]
        found[name] = each[0] | {"peak": sorted(one["peak"] for one in each)}
        say(f"memory, {name}: {found[name]}")
    return found


def memory_of(name):
    """In this process: the most that is resident in a later step, minus what was before the first; of NumPy its arrays."""
    *_, small, large = problems()
    step, _ = COMPETITORS[name](small)
    for _ in range(3):
        step()  # loads what is loaded at the first use: libraries, buffers of the products
    step, _ = COMPETITORS[name](large)
    finish = getattr(step, "finish", nothing)
    finish()
    give_back()
    before = resident("VmRSS")
    step()  # compiles, where there is something to compile; from the second step on all are alike
    finish()
    give_back()
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    for _ in range(3):
        step(), finish()
    found = {"peak": round((resident("VmHWM") - before) / 1024, 1), "theta": round(large.theta.vector.nbytes / 2**20, 1)}
    if name.startswith("nnlib"):
        step, _ = COMPETITORS[name](large)
        tracemalloc.start()
        step()
        found["arrays"] = round(tracemalloc.get_traced_memory()[1] / 2**20, 1)
    return found


def give_back():
    """Memory that was freed goes back to the system; else a later step would find it there and look frugal."""
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)


def resident(what):
    """Kilobytes, as the kernel counts them."""
    return int(re.search(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text())[1])


# Growth: nnlib's gradient as one thing is made larger.


def growth():
    """{what grows: its values, the seconds of a gradient, and the slope through the last points, log against log}."""

    def made(sizes, D):
        rng = np.random.default_rng(0)
        return problem(sizes, (*[sigmoid] * (len(sizes) - 2), identity), half_mse, rng.random((D, sizes[0])), rng.random((D, sizes[-1])))

    def gradient(p):
        return lambda: p.net.grad(p.theta, p.X, p.Y, p.loss)

    def cost(p):
        return lambda: p.net.cost(p.theta, p.X, p.Y, p.loss)

    def differences(p):
        return lambda: central_difference(lambda theta: p.net.cost(theta, p.X, p.Y, p.loss), p.theta)

    depths, widths, batches = [2, 4, 8, 16, 32, 64], [8, 16, 32, 64, 128, 256, 512, 1024], [1, 4, 16, 64, 256, 1024, 4096]
    nets = [made((n, n, n), 64) for n in (2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)]
    few = nets[: 4 if QUICK else 6]  # differences of the others would take minutes
    P = [p.theta.vector.size for p in nets]
    found = {
        "depth": curve(depths, [gradient(made((64,) * (L + 1), 64)) for L in depths]),
        "width": curve(widths, [gradient(made((n, n, n, n), 64)) for n in widths]),
        "samples": curve(batches, [gradient(made((64, 64, 64, 64), D)) for D in batches]),
        "parameters, cost": curve(P, [cost(p) for p in nets]),
        "parameters, backpropagation": curve(P, [gradient(p) for p in nets]),
        "parameters, differences": curve(P[: len(few)], [differences(p) for p in few]),
    }
    for name, others in (("cost", nets), ("differences", few)):
        one, other = (found[f"parameters, {way}"]["seconds"][: len(others)] for way in (name, "backpropagation"))
        ratio = np.divide(one, other) if name == "differences" else np.divide(other, one)
        found["differences / backpropagation" if name == "differences" else "backpropagation / cost"] = {
            "values": P[: len(others)], "ratio": [significant(r) for r in ratio], "slope": [slope(P[: len(others)], ratio)]}
    return found


def curve(values, functions):
    """The medians of the rounds, and the quartiles of the slopes that each round has."""
    times, _ = rounds(dict(zip(values, functions)), 3 if QUICK else 15)
    seconds = [significant(np.median(times[value])) for value in values]
    slopes = [slope(values, one) for one in zip(*(times[value] for value in values))]
    say(f"growth: {dict(zip(values, seconds))}, slope {np.median(slopes):.2f}")
    return {"values": values, "seconds": seconds, "slope": quartiles(slopes)}


def slope(x, y):
    return round(float(np.polyfit(np.log(x[-FITTED:]), np.log(y[-FITTED:]), 1)[0]), 2)


# A whole training, beside scikit-learn's.


def training():
    """The 64-32-10 classifier of the digits, 20 epochs in batches of 32: seconds, and right answers on the test part."""
    X, Y = data.digits().X / 16, data.digits().Y
    order = np.random.default_rng(0).permutation(len(X))
    train, test = order[:1297], order[1297:]
    net, classes, epochs, size, eta = Network((64, 32, 10), sigmoid, identity), Y.argmax(axis=1), 20, 32, 0.5

    def by_nnlib(seed):
        rng = np.random.default_rng(seed)
        *_, last = minibatch.descend(net, net.init(rng), X[train], Y[train], cross_entropy, size=size, rng=rng, eta=eta,
                                     epochs=epochs)
        return net(last.theta, X[test]).argmax(axis=1)

    def by_inplace(seed):
        rng = np.random.default_rng(seed)
        stepper = InPlaceDescent(net, net.init(rng), cross_entropy)
        for _ in range(epochs):
            for x, y in minibatch.batches(X[train], Y[train], size, rng):
                stepper.step(x, y, eta)
        return net(stepper.theta, X[test]).argmax(axis=1)

    def by_sklearn(seed):
        model = MLPClassifier(hidden_layer_sizes=(32,), activation="logistic", solver="sgd", alpha=0, batch_size=size, momentum=0,
                              learning_rate_init=eta, nesterovs_momentum=False, max_iter=epochs, tol=0,
                              n_iter_no_change=epochs + 1, random_state=seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that 20 epochs are not the end is what was asked for
            return model.fit(X[train], classes[train]).predict(X[test])

    ways = {"nnlib": by_nnlib, "nnlib.inplace": by_inplace, "scikit-learn": by_sklearn}
    seconds, right = {name: [] for name in ways}, {name: [] for name in ways}
    by_sklearn(0)  # loads what is loaded at the first use
    for seed in range(3 if QUICK else 21):
        names = list(ways)
        for name in names[seed % 3:] + names[: seed % 3]:
            way = ways[name]
            start = CLOCK()
            guess = way(seed)
            seconds[name].append(CLOCK() - start)
            right[name].append(round(float((guess == classes[test]).mean()), 4))
        say(f"digits, run {seed}: " + ", ".join(f"{name} {seconds[name][-1]:.2f} s, {right[name][-1]:.1%}" for name in ways))
    return {name: {"seconds": quartiles(seconds[name]), "accuracy": quartiles(right[name]),
                   "times nnlib": quartiles(np.divide(seconds[name], seconds["nnlib"]))} for name in ways}


def machine():
    """The processor and the software, without names of hosts or places."""
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"model name\s*:\s*(.+)", info)
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {"processor": model[1].strip() if model else platform.machine(), "cores": CORES,
            "system": platform.system(), "products in NumPy": f"{blas['name']} {blas['version']}",
            "versions": {"Python": platform.python_version()} | {name: version(name) for name in (
                "numpy", "torch", "jax", "autograd", "scikit-learn", "micrograd")}}


def say(text):
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def main():
    """Measures everything, shows it line by line and as one table, and writes the file."""
    load = [os.getloadavg()[0]]
    say(f"threads: {THREADS}, torch {torch.get_num_threads()}, one of {CORES} cores; load before: {load[0]:.1f}")
    steps = []
    for p in problems():
        for dtype in ("float64", "float32"):
            name = "-".join(map(str, p.net.sizes))
            result = race(as_dtype(p, dtype))
            steps.append({"net": name, "D": len(p.X), "phi": [phi.name for phi in p.net.phi.values()], "loss": p.loss.name,
                          "parameters": p.theta.vector.size, "dtype": dtype, "times": result})
            say(f"{name}, D = {len(p.X)}, {dtype}, in µs: " + ", ".join(
                f"{who} {r['microseconds'][1]:.4g}" for who, r in result.items()))
    load.append(os.getloadavg()[0])
    measured = {"command": "make bench", "machine": machine(), "threads": THREADS, "rounds": ROUNDS,
                "load": [round(one, 1) for one in load], "steps": steps, "memory": memory(), "growth": growth(),
                "training": training()}
    print(as_table(steps))
    if not QUICK:
        FILE.write_text(as_text(measured), encoding="utf8")
        record(FILE)
        say(f"written: {FILE.name}")
    stacks()


def as_table(steps):
    """How many times as long as nnlib.inplace each takes, a line for each network and precision."""
    lines = [["times nnlib.inplace", *COMPETITORS]]
    for race in steps:
        ratios = (race["times"].get(name, {}).get("times nnlib.inplace", [0, None])[1] for name in COMPETITORS)
        lines.append([f"{race['net']}, {race['dtype']}", *("" if r is None else f"{r:.3g}" for r in ratios)])
    widths = [max(map(len, column)) for column in zip(*lines)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths)) for line in lines)


if __name__ == "__main__":
    if "--memory" in sys.argv:
        print(json.dumps(memory_of(sys.argv[-1])))
    elif "--many" in sys.argv:
        stacks()
    else:
        main()
