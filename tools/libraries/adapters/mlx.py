"""MLX, on the processor."""

from importlib.metadata import version

import mlx.core as mx
import mlx.nn as nn
import mlx.optimizers as O

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes

mx.set_default_device(mx.cpu)
TYPES = {"64": mx.float64, "32": mx.float32}
probes = Probes(globals(), mlx=version("mlx"))


def at(point, bits="32"):
    return [mx.array(v, dtype=TYPES[bits]) for v in point]


def gradient(f, *point, bits="32"):
    found = mx.grad(f, argnums=list(range(len(point))))(*at(point, bits))
    return [v for g in (found if isinstance(found, (list, tuple)) else [found]) for v in mx.reshape(g, (-1,)).tolist()]


zero = mx.array(0.0)
probes.slopes(gradient, "mx.grad(f)(x)", {
    "relu": "nn.relu(x)", "maximum(x, 0)": "mx.maximum(x, zero)", "maximum(0, x)": "mx.maximum(zero, x)",
    "clamp(x, 0)": "mx.clip(x, 0.0, None)", "where(x > 0, x, 0)": "mx.where(x > 0, x, 0.0)", "abs": "mx.abs(x)",
    "leaky relu": "nn.leaky_relu(x)", "relu6 at 6": "nn.relu6(x)", "clip to [-1, 1] at 1": "mx.clip(x, -1.0, 1.0)",
    "max of (2, 2, 1)": "mx.max(x)", "maximum(x, y) of (1, 1)": "mx.maximum(x, y)", "norm of (0, 0)": "mx.linalg.norm(x)",
    "logaddexp(x, y) of (1, 1)": "mx.logaddexp(x, y)", "x ** 0.0 at 0": "x ** 0.0", "x ** y of (0, 2)": "x ** y",
    "where(x > 0, sqrt(x), 0) at -1": "mx.where(x > 0, mx.sqrt(x), 0.0)", "where(x > 0, log(x), 0) at -1": "mx.where(x > 0, mx.log(x), 0.0)",
    "x / (1 + abs(x)) at 0": "x / (1 + mx.abs(x))", "prod of (2, 0, 3)": "mx.prod(x)", "prod of (0, 0, 3)": "mx.prod(x)",
    "sum of cumprod of (2, 0, 3)": "mx.cumprod(x).sum()"})

for bits in "64", "32":
    one, second = mx.array(1.0, dtype=TYPES[bits]), mx.array(1)
    probes.tails(lambda f, *p, bits=bits: f(*at(p, bits)).item(), lambda f, *p, bits=bits: gradient(f, *p, bits=bits), {
        "exp": "mx.exp(x)", "softplus": "nn.softplus(x)", "sigmoid": "mx.sigmoid(x)", "tanh": "mx.tanh(x)",
        "log sigmoid": "nn.log_sigmoid(x)", "binary cross-entropy": "nn.losses.binary_cross_entropy(x, one)",
        "cross-entropy": "nn.losses.cross_entropy(x, second)"}, bits)


def loss(P, T):
    L, g = mx.value_and_grad(lambda P: nn.losses.mse_loss(P, mx.array(T)))(mx.array(P))
    return L.item(), g[0, 0].item()


probes.loss(loss, "nn.losses.mse_loss(P, T)")
probes.shapes({"p - t": "p - t", "squared error": "nn.losses.mse_loss(p, t)", "absolute error": "nn.losses.l1_loss(p, t)",
               "huber": "nn.losses.huber_loss(p, t)", "binary cross-entropy": "nn.losses.binary_cross_entropy(p, t)"},
              lambda: mx.array(c.COLUMN)[:, None], lambda: mx.array(c.ROW), lambda r: (r.mean().item(), r.shape))


def steps(optimizer, slope=lambda w: w, rates=(c.RATE,) * c.STEPS):
    w, places = {"w": mx.array(1.0)}, []
    for rate in rates:
        optimizer.learning_rate = rate
        w = optimizer.apply_gradients({"w": slope(w["w"])}, w)
        places.append(w["w"].item())
    return places


probes.path("momentum", lambda: steps(O.SGD(0.1, momentum=0.9)), "SGD(0.1, momentum=0.9)")
probes.path("nesterov", lambda: steps(O.SGD(0.1, momentum=0.9, nesterov=True)), "SGD(0.1, momentum=0.9, nesterov=True)")
probes.path("adam", lambda: steps(O.Adam(0.1)), "Adam(0.1)")
probes.path("descent with decay", lambda: steps(O.SGD(0.1, weight_decay=0.1)), "SGD(0.1, weight_decay=0.1)")
probes.path("adamw, gradient 0", lambda: steps(O.AdamW(0.1, weight_decay=0.1), lambda w: 0 * w), "AdamW(0.1, weight_decay=0.1)")
probes.path("rate drop", lambda: steps(O.SGD(0.1, momentum=0.9), lambda w: mx.array(1.0), c.DROP), "SGD, momentum=0.9, its rate set before each step")

mx.random.seed(0)
layer = nn.Linear(c.INPUTS, c.OUTPUTS)
probes.init(mx.reshape(layer.weight, (-1,)).tolist(), layer.bias.tolist(), "nn.Linear(1000, 500)")
probes.write()
