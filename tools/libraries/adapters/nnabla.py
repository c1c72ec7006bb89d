"""NNabla, on the processor; it computes in float32."""

import nnabla as nn
import nnabla.functions as F
import nnabla.parametric_functions as PF
import nnabla.solvers as S
import numpy as np

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes

nn.set_auto_forward(True)
probes = Probes(globals(), nnabla=nn.__version__)


def at(point):
    xs = []
    for v in point:
        v = np.atleast_1d(np.array(v, dtype=np.float32))
        xs.append(nn.Variable.from_numpy_array(v).apply(need_grad=True))
        xs[-1].grad.zero()
    return xs


def value(f, *point):
    return float(f(*at(point)).d.ravel()[0])


def gradient(f, *point):
    xs = at(point)
    y = F.sum(f(*xs))
    y.forward()
    y.backward()
    return [float(v) for x in xs for v in x.g.ravel()]


zero = nn.Variable.from_numpy_array(np.zeros(1))
probes.slopes(gradient, "y.backward(); x.g", {
    "relu": "F.relu(x)", "maximum(x, 0)": "F.maximum2(x, zero)", "maximum(0, x)": "F.maximum2(zero, x)", "clamp(x, 0)": "F.maximum_scalar(x, 0)",
    "where(x > 0, x, 0)": "F.where(F.greater_scalar(x, 0), x, zero)", "abs": "F.abs(x)", "leaky relu": "F.leaky_relu(x)",
    "relu6 at 6": "F.relu6(x)", "clip to [-1, 1] at 1": "F.minimum_scalar(F.maximum_scalar(x, -1), 1)", "hard tanh at 1": "F.hard_tanh(x)",
    "max of (2, 2, 1)": "F.max(x)", "maximum(x, y) of (1, 1)": "F.maximum2(x, y)", "norm of (0, 0)": "F.norm(x)", "x ** 0.0 at 0": "x ** 0.0",
    "x ** y of (0, 2)": "x ** y", "where(x > 0, sqrt(x), 0) at -1": "F.where(F.greater_scalar(x, 0), x ** 0.5, zero)",
    "where(x > 0, log(x), 0) at -1": "F.where(F.greater_scalar(x, 0), F.log(x), zero)", "x / (1 + abs(x)) at 0": "x / (1 + F.abs(x))",
    "prod of (2, 0, 3)": "F.prod(x)", "prod of (0, 0, 3)": "F.prod(x)", "sum of cumprod of (2, 0, 3)": "F.sum(F.cumprod(x))"})
second = nn.Variable.from_numpy_array(np.array([[1]]))
one = nn.Variable.from_numpy_array(np.array([1.0]))
probes.tails(value, gradient, {"exp": "F.exp(x)", "softplus": "F.softplus(x)", "sigmoid": "F.sigmoid(x)", "tanh": "F.tanh(x)",
                               "log sigmoid": "F.log_sigmoid(x)", "binary cross-entropy": "F.sigmoid_cross_entropy(x, one)",
                               "cross-entropy": "F.softmax_cross_entropy(F.reshape(x, (1, 2)), second)"}, "32")
probes.shapes({"p - t": "p - t", "squared error": "F.squared_error(p, t)", "absolute error": "F.absolute_error(p, t)",
               "huber": "F.huber_loss(p, t)"},
              lambda: nn.Variable.from_numpy_array(np.array(c.COLUMN)[:, None]), lambda: nn.Variable.from_numpy_array(np.array(c.ROW)),
              lambda r: (float(r.d.mean()), r.d.shape))


def steps(solver, loss=lambda w: F.sum(w ** 2) / 2, rates=(c.RATE,) * c.STEPS, decay=0.0):
    w = nn.Variable.from_numpy_array(np.ones(1)).apply(need_grad=True)
    solver.set_parameters({"w": w})
    places = []
    for rate in rates:
        solver.set_learning_rate(rate)
        solver.zero_grad()
        y = loss(w)
        y.forward()
        y.backward()
        if decay:
            solver.weight_decay(decay)
        solver.update()
        places.append(float(w.d[0]))
    return places


probes.path("momentum", lambda: steps(S.Momentum(0.1, 0.9)), "Momentum(0.1, 0.9)")
probes.path("nesterov", lambda: steps(S.Nesterov(0.1, 0.9)), "Nesterov(0.1, 0.9)")
probes.path("adam", lambda: steps(S.Adam(0.1)), "Adam(0.1)")
probes.path("descent with decay", lambda: steps(S.Sgd(0.1), decay=0.1), "Sgd(0.1), solver.weight_decay(0.1) before each step")
probes.path("rate drop", lambda: steps(S.Momentum(0.1, 0.9), lambda w: F.sum(w), c.DROP), "Momentum, set_learning_rate before each step")
PF.affine(nn.Variable((1, c.INPUTS)), c.OUTPUTS)
made = nn.get_parameters()
probes.init(made["affine/W"].d.ravel().tolist(), made["affine/b"].d.ravel().tolist(), "PF.affine(x, 500)")
probes.write()
