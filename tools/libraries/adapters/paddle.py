"""PaddlePaddle, on the processor."""

import paddle
from paddle.nn import functional as F

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes

TYPES = {"64": "float64", "32": "float32"}
probes = Probes(globals(), paddlepaddle=paddle.__version__)


def at(point, bits="64"):
    return [paddle.to_tensor(v, dtype=TYPES[bits], stop_gradient=False) for v in point]


def gradient(f, *point, bits="64"):
    xs = at(point, bits)
    return [float(v) for g in paddle.grad(f(*xs).sum(), xs) for v in g.numpy().ravel()]


zero = paddle.zeros([], "float64")
probes.slopes(gradient, "paddle.grad(f(x), x)", {
    "relu": "F.relu(x)", "maximum(x, 0)": "paddle.maximum(x, zero)", "maximum(0, x)": "paddle.maximum(zero, x)",
    "clamp(x, 0)": "paddle.clip(x, min=0.0)", "where(x > 0, x, 0)": "paddle.where(x > 0, x, zero)", "abs": "paddle.abs(x)",
    "leaky relu": "F.leaky_relu(x)", "relu6 at 6": "F.relu6(x)", "clip to [-1, 1] at 1": "paddle.clip(x, -1.0, 1.0)",
    "hard tanh at 1": "F.hardtanh(x)", "max of (2, 2, 1)": "paddle.max(x)", "maximum(x, y) of (1, 1)": "paddle.maximum(x, y)",
    "norm of (0, 0)": "paddle.linalg.norm(x)", "logaddexp(x, y) of (1, 1)": "paddle.logaddexp(x, y)",
    "x ** 0.0 at 0": "x ** 0.0", "x ** y of (0, 2)": "x ** y", "where(x > 0, sqrt(x), 0) at -1": "paddle.where(x > 0, x.sqrt(), zero)",
    "where(x > 0, log(x), 0) at -1": "paddle.where(x > 0, x.log(), zero)", "x / (1 + abs(x)) at 0": "x / (1 + paddle.abs(x))",
    "prod of (2, 0, 3)": "paddle.prod(x)", "prod of (0, 0, 3)": "paddle.prod(x)", "sum of cumprod of (2, 0, 3)": "paddle.cumprod(x, 0).sum()"})

for bits in "64", "32":
    one = paddle.ones([], TYPES[bits])
    probes.tails(lambda f, *p, bits=bits: float(f(*at(p, bits))), lambda f, *p, bits=bits: gradient(f, *p, bits=bits), {
        "exp": "x.exp()", "softplus": "F.softplus(x)", "sigmoid": "F.sigmoid(x)", "tanh": "paddle.tanh(x)",
        "log sigmoid": "F.log_sigmoid(x)", "binary cross-entropy": "F.binary_cross_entropy_with_logits(x, one)",
        "cross-entropy": "F.cross_entropy(x[None], paddle.to_tensor([1]))"}, bits)


def loss(P, T):
    P = paddle.to_tensor(P, dtype="float64", stop_gradient=False)
    L = F.mse_loss(P, paddle.to_tensor(T, dtype="float64"))
    return float(L), float(paddle.grad(L, P)[0].numpy()[0, 0])


probes.loss(loss, "F.mse_loss(P, T)")
probes.shapes({"p - t": "p - t", "squared error": "F.mse_loss(p, t)", "absolute error": "F.l1_loss(p, t)", "huber": "F.smooth_l1_loss(p, t)",
               "binary cross-entropy": "F.binary_cross_entropy_with_logits(p, t)"},
              lambda: paddle.to_tensor(c.COLUMN)[:, None], lambda: paddle.to_tensor(c.ROW), lambda r: (float(r.mean()), tuple(r.shape)))


def steps(kind, loss=lambda w: w.square().sum() / 2, rates=(c.RATE,) * c.STEPS, **settings):
    w = paddle.create_parameter([1], "float64", default_initializer=paddle.nn.initializer.Constant(1.0))
    optimizer, places = kind(learning_rate=c.RATE, parameters=[w], **settings), []
    for rate in rates:
        optimizer.set_lr(rate)
        loss(w).backward()
        optimizer.step()
        optimizer.clear_grad()
        places.append(float(w.numpy()[0]))
    return places


O = paddle.optimizer
probes.path("momentum", lambda: steps(O.Momentum, momentum=0.9), "Momentum(0.1, momentum=0.9)")
probes.path("nesterov", lambda: steps(O.Momentum, momentum=0.9, use_nesterov=True), "Momentum(0.1, momentum=0.9, use_nesterov=True)")
probes.path("adam", lambda: steps(O.Adam), "Adam(0.1)")
probes.path("descent with decay", lambda: steps(O.SGD, weight_decay=0.1), "SGD(0.1, weight_decay=0.1)")
probes.path("adam with decay, gradient 0", lambda: steps(O.Adam, lambda w: (0 * w).sum(), weight_decay=0.1), "Adam(0.1, weight_decay=0.1)")
probes.path("adamw, gradient 0", lambda: steps(O.AdamW, lambda w: (0 * w).sum(), weight_decay=0.1), "AdamW(0.1, weight_decay=0.1)")
probes.path("rate drop", lambda: steps(O.Momentum, lambda w: w.sum(), c.DROP, momentum=0.9), "Momentum, set_lr before each step")

paddle.seed(0)
layer = paddle.nn.Linear(c.INPUTS, c.OUTPUTS)
probes.init(layer.weight.numpy().ravel().tolist(), layer.bias.numpy().tolist(), "paddle.nn.Linear(1000, 500)")
probes.write()
