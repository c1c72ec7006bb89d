"""tinygrad, on the device that is written in Python and needs no compiler."""

import os

os.environ["DEV"] = "PYTHON"

from importlib.metadata import version

from tinygrad import Context, Tensor, dtypes, nn

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes

TYPES = {"64": dtypes.float64, "32": dtypes.float32}
probes = Probes(globals(), tinygrad=version("tinygrad"))


def at(point, bits="32"):
    return [Tensor(v if isinstance(v, list) else [v], dtype=TYPES[bits]) for v in point]  # a constant would ask for a compiler


def flat(t):
    values = t.tolist()
    return values if isinstance(values, list) else [values]


def gradient(f, *point, bits="32"):
    xs = at(point, bits)
    return [v for g in f(*xs).sum().gradient(*xs) for v in flat(g)]


probes.slopes(gradient, "f(x).gradient(x)", {
    "relu": "x.relu()", "maximum(x, 0)": "x.maximum(0)", "maximum(0, x)": "Tensor([0.0]).maximum(x)", "clamp(x, 0)": "x.clamp(min_=0)",
    "where(x > 0, x, 0)": "(x > 0).where(x, 0)", "abs": "x.abs()", "leaky relu": "x.leaky_relu()", "relu6 at 6": "x.relu6()",
    "clip to [-1, 1] at 1": "x.clip(-1, 1)", "hard tanh at 1": "x.hardtanh()", "max of (2, 2, 1)": "x.max()",
    "maximum(x, y) of (1, 1)": "x.maximum(y)", "logaddexp(x, y) of (1, 1)": "x.stack(y).logsumexp(0)",
    "x ** 0.0 at 0": "x ** 0.0", "x ** y of (0, 2)": "x ** y", "norm of (0, 0)": "x.square().sum().sqrt()",
    "where(x > 0, sqrt(x), 0) at -1": "(x > 0).where(x.sqrt(), 0)", "where(x > 0, log(x), 0) at -1": "(x > 0).where(x.log(), 0)",
    "x / (1 + abs(x)) at 0": "x / (1 + x.abs())", "prod of (2, 0, 3)": "x.prod()", "prod of (0, 0, 3)": "x.prod()",
    "sum of cumprod of (2, 0, 3)": "x.cumprod(0).sum()"})

for bits in "64", "32":
    probes.tails(lambda f, *p, bits=bits: f(*at(p, bits)).item(), lambda f, *p, bits=bits: gradient(f, *p, bits=bits), {
        "exp": "x.exp()", "softplus": "x.softplus()", "sigmoid": "x.sigmoid()", "tanh": "x.tanh()", "log sigmoid": "x.logsigmoid()",
        "binary cross-entropy": "x.binary_crossentropy_logits(Tensor([1.0], dtype=x.dtype))",
        "cross-entropy": "x.reshape(1, 2).cross_entropy(Tensor([1]))"}, bits)


def loss(P, T):
    P = Tensor(P)
    L = (P - Tensor(T)).square().mean()
    return L.item(), L.gradient(P)[0].tolist()[0][0]


probes.loss(loss, "(P - T).square().mean()")
probes.shapes({"p - t": "p - t", "binary cross-entropy": "p.binary_crossentropy_logits(t)"},
              lambda: Tensor(c.COLUMN).reshape(4, 1), lambda: Tensor(c.ROW), lambda r: (r.mean().item(), r.shape))


def steps(kind, loss=lambda w: w.square().sum() / 2, rates=(c.RATE,) * c.STEPS, **settings):
    w, places = Tensor([1.0]), []
    optimizer = kind([w], lr=c.RATE, **settings)
    with Context(TRAINING=1):
        for rate in rates:
            optimizer.lr.assign(Tensor([rate], dtype=optimizer.lr.dtype)).realize()
            optimizer.zero_grad()
            loss(w).backward()
            optimizer.step()
            places.append(w.tolist()[0])
    return places


O = nn.optim
probes.path("momentum", lambda: steps(O.SGD, momentum=0.9), "SGD([w], lr=0.1, momentum=0.9)")
probes.path("nesterov", lambda: steps(O.SGD, momentum=0.9, nesterov=True), "SGD([w], lr=0.1, momentum=0.9, nesterov=True)")
probes.path("adam", lambda: steps(O.Adam), "Adam([w], lr=0.1)")
probes.path("descent with decay", lambda: steps(O.SGD, weight_decay=0.1), "SGD([w], lr=0.1, weight_decay=0.1)")
probes.path("adamw, gradient 0", lambda: steps(O.AdamW, lambda w: (0 * w).sum(), weight_decay=0.1), "AdamW([w], lr=0.1, weight_decay=0.1)")
probes.path("rate drop", lambda: steps(O.SGD, lambda w: w.sum(), c.DROP, momentum=0.9), "SGD, momentum=0.9, its lr set before each step")
probes.write()
