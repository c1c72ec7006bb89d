"""PyTorch, on the processor, in float64 unless float32 is asked for."""

import torch
from torch.nn import functional as F

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes

TYPES = {"64": torch.float64, "32": torch.float32}
probes = Probes(globals(), torch=torch.__version__.partition("+")[0])


def at(point, bits="64"):
    return [torch.tensor(v, dtype=TYPES[bits], requires_grad=True) for v in point]


def gradient(f, *point, bits="64"):
    xs = at(point, bits)
    return torch.cat([g.reshape(-1) for g in torch.autograd.grad(f(*xs).sum(), xs)]).tolist()


zero = torch.zeros((), dtype=torch.float64)
probes.slopes(gradient, "torch.autograd.grad(f(x), x)", {
    "relu": "F.relu(x)", "maximum(x, 0)": "torch.maximum(x, zero)", "maximum(0, x)": "torch.maximum(zero, x)",
    "clamp(x, 0)": "x.clamp(min=0)", "where(x > 0, x, 0)": "torch.where(x > 0, x, 0.0)", "abs": "x.abs()",
    "leaky relu": "F.leaky_relu(x)", "relu6 at 6": "F.relu6(x)", "clip to [-1, 1] at 1": "x.clamp(-1, 1)",
    "hard tanh at 1": "F.hardtanh(x)", "max of (2, 2, 1)": "x.max()", "maximum(x, y) of (1, 1)": "torch.maximum(x, y)",
    "norm of (0, 0)": "torch.linalg.vector_norm(x)", "logaddexp(x, y) of (1, 1)": "torch.logaddexp(x, y)",
    "x ** 0.0 at 0": "x ** 0.0", "x ** y of (0, 2)": "x ** y",
    "where(x > 0, sqrt(x), 0) at -1": "torch.where(x > 0, x.sqrt(), 0.0)",
    "where(x > 0, log(x), 0) at -1": "torch.where(x > 0, x.log(), 0.0)", "x / (1 + abs(x)) at 0": "x / (1 + x.abs())",
    "prod of (2, 0, 3)": "x.prod()", "prod of (0, 0, 3)": "x.prod()", "sum of cumprod of (2, 0, 3)": "x.cumprod(0).sum()"})

for bits in "64", "32":
    one = torch.ones((), dtype=TYPES[bits])
    probes.tails(lambda f, *p, bits=bits: f(*at(p, bits)).item(), lambda f, *p, bits=bits: gradient(f, *p, bits=bits), {
        "exp": "x.exp()", "softplus": "F.softplus(x)", "sigmoid": "torch.sigmoid(x)", "tanh": "torch.tanh(x)",
        "log sigmoid": "F.logsigmoid(x)", "binary cross-entropy": "F.binary_cross_entropy_with_logits(x, one)",
        "cross-entropy": "F.cross_entropy(x, torch.tensor(1))"}, bits)


def loss(P, T):
    P = torch.tensor(P, dtype=torch.float64, requires_grad=True)
    L = F.mse_loss(P, torch.tensor(T, dtype=torch.float64))
    return L.item(), torch.autograd.grad(L, P)[0][0, 0].item()


probes.loss(loss, "F.mse_loss(P, T)")
probes.shapes({"p - t": "p - t", "squared error": "F.mse_loss(p, t)", "absolute error": "F.l1_loss(p, t)", "huber": "F.huber_loss(p, t)",
               "binary cross-entropy": "F.binary_cross_entropy_with_logits(p, t)"},
              lambda: torch.tensor(c.COLUMN)[:, None], lambda: torch.tensor(c.ROW), lambda r: (r.mean().item(), tuple(r.shape)))


class Sine(torch.autograd.Function):
    factor, scale = 1.0, 1.0

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (Sine.scale * x.sin()).sum()

    @staticmethod
    def backward(ctx, g):
        return g * Sine.factor * Sine.scale * ctx.saved_tensors[0].cos()


def check(f, *point, bits="64"):
    return torch.autograd.gradcheck(f, at(point, bits), raise_exception=False)


def planted(factor, scale=1.0, bits="64"):
    Sine.factor, Sine.scale = factor, scale
    return check(Sine.apply, c.SINES, bits=bits)


probes.checker(planted, "torch.autograd.gradcheck(f, x)")
probes.verdict("relu at 0", lambda: check(F.relu, 0.0))
probes.verdict("maximum(x, 0) at 0", lambda: check(lambda x: torch.maximum(x, zero), 0.0))
probes.verdict("a right gradient of sin in float32", lambda: planted(1.0, bits="32"))
probes.verdict("0 for a gradient of 9e-6", lambda: planted(0.0, 9e-6))


def steps(kind, loss=lambda w: w.square() / 2, rates=(c.RATE,) * c.STEPS, **settings):
    w = torch.nn.Parameter(torch.ones((), dtype=torch.float64))
    optimizer, places = kind([w], lr=c.RATE, **settings), []
    for rate in rates:
        optimizer.param_groups[0]["lr"] = rate
        optimizer.zero_grad()
        loss(w).backward()
        optimizer.step()
        places.append(w.item())
    return places


O = torch.optim
probes.path("momentum", lambda: steps(O.SGD, momentum=0.9), "SGD([w], lr=0.1, momentum=0.9)")
probes.path("nesterov", lambda: steps(O.SGD, momentum=0.9, nesterov=True), "SGD([w], lr=0.1, momentum=0.9, nesterov=True)")
probes.path("adam", lambda: steps(O.Adam), "Adam([w], lr=0.1)")
probes.path("descent with decay", lambda: steps(O.SGD, weight_decay=0.1), "SGD([w], lr=0.1, weight_decay=0.1)")
probes.path("adam with decay, gradient 0", lambda: steps(O.Adam, lambda w: 0 * w, weight_decay=0.1), "Adam([w], lr=0.1, weight_decay=0.1)")
probes.path("adamw, gradient 0", lambda: steps(O.AdamW, lambda w: 0 * w, weight_decay=0.1), "AdamW([w], lr=0.1, weight_decay=0.1)")
probes.path("rate drop", lambda: steps(O.SGD, lambda w: w, c.DROP, momentum=0.9), "SGD, momentum=0.9, its lr set before each step")

torch.manual_seed(0)
layer = torch.nn.Linear(c.INPUTS, c.OUTPUTS)
probes.init(layer.weight.flatten().tolist(), layer.bias.tolist(), "torch.nn.Linear(1000, 500)")
probes.write()
