"""DeZero, the framework that its readers build from zero."""

from importlib.metadata import version

import dezero.functions as F
import dezero.layers as L
import dezero.optimizers as O
import numpy as np
from dezero import Parameter, Variable
from dezero.utils import gradient_check

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes

TYPES = {"64": np.float64, "32": np.float32}
probes = Probes(globals(), dezero=version("dezero"), numpy=np.__version__)


def at(point, bits="64"):
    return [Variable(np.array(v, dtype=TYPES[bits])) for v in point]


def gradient(f, *point, bits="64"):
    xs = at(point, bits)
    F.sum(f(*xs)).backward()
    return [float(v) for x in xs for v in np.ravel(x.grad.data)]


probes.slopes(gradient, "y.backward(); x.grad", {
    "relu": "F.relu(x)", "leaky relu": "F.leaky_relu(x)", "clip to [-1, 1] at 1": "F.clip(x, -1, 1)", "max of (2, 2, 1)": "F.max(x)",
    "x ** 0.0 at 0": "x ** 0.0"})
for bits in "64", "32":
    probes.tails(lambda f, *p, bits=bits: float(f(*at(p, bits)).data), lambda f, *p, bits=bits: gradient(f, *p, bits=bits), {
        "exp": "F.exp(x)", "softplus": "F.log(1 + F.exp(x))", "sigmoid": "F.sigmoid(x)", "tanh": "F.tanh(x)",
        "cross-entropy": "F.softmax_cross_entropy(F.reshape(x, (1, 2)), np.array([1]))"}, bits)


def loss(P, T):
    P = Variable(np.array(P))
    value = F.mean_squared_error(P, Variable(np.array(T)))
    value.backward()
    return float(value.data), float(P.grad.data[0, 0])


probes.loss(loss, "F.mean_squared_error(P, T)")
probes.shapes({"p - t": "p - t", "squared error": "F.mean_squared_error(p, t)"}, lambda: Variable(np.array(c.COLUMN)[:, None]),
              lambda: Variable(np.array(c.ROW)), lambda r: (float(r.data.mean()), r.shape))


def steps(optimizer, slope=lambda w: w):
    model = L.Layer()
    model.w = Parameter(np.ones(1))
    optimizer.setup(model)
    places = []
    for _ in range(c.STEPS):
        model.w.grad = Variable(np.asarray(slope(model.w.data)) + 0.0)
        optimizer.update()
        places.append(float(model.w.data[0]))
    return places


probes.verdict("relu at 0", lambda: gradient_check(F.relu, np.zeros(1)), "dezero.utils.gradient_check(f, x)")
probes.path("momentum", lambda: steps(O.MomentumSGD(0.1, 0.9)), "MomentumSGD(0.1, 0.9)")
probes.path("adam", lambda: steps(O.Adam(0.1)), "Adam(0.1)")
layer = L.Linear(c.OUTPUTS, in_size=c.INPUTS)
probes.init(layer.W.data.ravel().tolist(), layer.b.data.tolist(), "dezero.layers.Linear(500, in_size=1000)")
probes.write()
