"""Chainer, whose last release is of 2022, with the NumPy of its time."""

import chainer
import chainer.functions as F
import numpy as np
from chainer import gradient_check

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes

TYPES = {"64": np.float64, "32": np.float32}
probes = Probes(globals(), chainer=chainer.__version__, numpy=np.__version__)


def at(point, bits="64"):
    return [chainer.Variable(np.array(v, dtype=TYPES[bits])) for v in point]


def gradient(f, *point, bits="64"):
    xs = at(point, bits)
    return [float(v) for g in chainer.grad([F.sum(f(*xs))], xs) for v in g.array.ravel()]


zero = np.zeros(())
probes.slopes(gradient, "chainer.grad([f(x)], [x])", {
    "relu": "F.relu(x)", "maximum(x, 0)": "F.maximum(x, zero)", "maximum(0, x)": "F.maximum(zero, x)",
    "where(x > 0, x, 0)": "F.where(x.array > 0, x, zero)", "abs": "F.absolute(x)", "leaky relu": "F.leaky_relu(x)", "relu6 at 6": "F.relu6(x)",
    "clip to [-1, 1] at 1": "F.clip(x, -1.0, 1.0)", "max of (2, 2, 1)": "F.max(x)", "maximum(x, y) of (1, 1)": "F.maximum(x, y)",
    "logaddexp(x, y) of (1, 1)": "F.logsumexp(F.stack([x, y]))", "x ** 0.0 at 0": "x ** 0.0", "x ** y of (0, 2)": "x ** y",
    "where(x > 0, sqrt(x), 0) at -1": "F.where(x.array > 0, F.sqrt(x), zero)",
    "where(x > 0, log(x), 0) at -1": "F.where(x.array > 0, F.log(x), zero)", "x / (1 + abs(x)) at 0": "x / (1 + F.absolute(x))",
    "prod of (2, 0, 3)": "F.prod(x)", "prod of (0, 0, 3)": "F.prod(x)", "sum of cumprod of (2, 0, 3)": "F.sum(F.cumprod(x))"})
for bits in "64", "32":
    probes.tails(lambda f, *p, bits=bits: float(f(*at(p, bits)).array), lambda f, *p, bits=bits: gradient(f, *p, bits=bits), {
        "exp": "F.exp(x)", "softplus": "F.softplus(x)", "sigmoid": "F.sigmoid(x)", "tanh": "F.tanh(x)",
        "binary cross-entropy": "F.sigmoid_cross_entropy(F.reshape(x, (1, 1)), np.array([[1]]))",
        "cross-entropy": "F.softmax_cross_entropy(F.reshape(x, (1, 2)), np.array([1]))"}, bits)


def loss(P, T):
    P = chainer.Variable(np.array(P))
    L = F.mean_squared_error(P, np.array(T))
    return float(L.array), float(chainer.grad([L], [P])[0].array[0, 0])


probes.loss(loss, "F.mean_squared_error(P, T)")
probes.shapes({"p - t": "p - t", "squared error": "F.mean_squared_error(p, t)", "absolute error": "F.mean_absolute_error(p, t)"},
              lambda: chainer.Variable(np.array(c.COLUMN)[:, None]), lambda: chainer.Variable(np.array(c.ROW)),
              lambda r: (float(r.array.mean()), r.shape))


class Sine(chainer.Function):
    def __init__(self, factor, scale):
        self.factor, self.scale = factor, scale

    def forward(self, inputs):
        return (np.asarray(self.scale * np.sin(inputs[0]), dtype=inputs[0].dtype),)

    def backward(self, inputs, grads):
        return (np.asarray(grads[0] * self.factor * self.scale * np.cos(inputs[0]), dtype=inputs[0].dtype),)


def check(f, point, bits="64"):
    x = np.array(point, dtype=TYPES[bits])
    gradient_check.check_backward(f, x, np.ones_like(x))
    return True


def planted(factor, scale=1.0, bits="64"):
    try:
        return check(lambda x: Sine(factor, scale)(x), c.SINES, bits)
    except AssertionError:
        return False


gradient_check.numpy.random.seed(0)  # check_backward draws its direction from there
probes.checker(planted, "chainer.gradient_check.check_backward(f, x, ones)")
probes.verdict("relu at 0", lambda: check(F.relu, [0.0]))
probes.verdict("maximum(x, 0) at 0", lambda: check(lambda x: F.maximum(x, np.zeros(1)), [0.0]))
probes.verdict("a right gradient of sin in float32", lambda: planted(1.0, bits="32"))
probes.verdict("0 for a gradient of 9e-6", lambda: planted(0.0, 9e-6))


def steps(optimizer, slope=lambda w: w, rates=(c.RATE,) * c.STEPS, rate="lr"):
    link = chainer.Link()
    with link.init_scope():
        link.w = chainer.Parameter(np.ones(1))
    optimizer.setup(link)
    places = []
    for eta in rates:
        setattr(optimizer, rate, eta)
        link.w.grad = np.asarray(slope(link.w.array)) + 0.0
        optimizer.update()
        places.append(float(link.w.array[0]))
    return places


O = chainer.optimizers
probes.path("momentum", lambda: steps(O.MomentumSGD(0.1, 0.9)), "MomentumSGD(0.1, 0.9)")
probes.path("nesterov", lambda: steps(O.NesterovAG(0.1, 0.9)), "NesterovAG(0.1, 0.9)")
probes.path("adam", lambda: steps(O.Adam(0.1), rate="alpha"), "Adam(0.1)")
probes.path("rate drop", lambda: steps(O.MomentumSGD(0.1, 0.9), lambda w: np.ones(1), c.DROP), "MomentumSGD, its lr set before each step")
layer = chainer.links.Linear(c.INPUTS, c.OUTPUTS)
probes.init(layer.W.array.ravel().tolist(), layer.b.array.tolist(), "chainer.links.Linear(1000, 500)")
probes.write()
