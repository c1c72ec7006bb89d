"""CasADi: symbolic expressions with derivatives by algorithm."""

import casadi as ca

from tools.libraries.probing import Probes

probes = Probes(globals(), casadi=ca.__version__)


def symbols(point):
    return [ca.SX.sym(f"x{k}", len(v) if isinstance(v, list) else 1) for k, v in enumerate(point)]


def value(f, *point):
    xs = symbols(point)
    return float(ca.Function("f", xs, [f(*xs)])(*point))


def gradient(f, *point):
    xs = symbols(point)
    found = ca.Function("f", xs, [ca.gradient(f(*xs), x) for x in xs]).call(list(map(ca.DM, point)))
    return [v for g in found for v in g.full().ravel().tolist()]


probes.slopes(gradient, "ca.gradient(f(x), x)", {
    "maximum(x, 0)": "ca.fmax(x, 0)", "maximum(0, x)": "ca.fmax(0, x)", "where(x > 0, x, 0)": "ca.if_else(x > 0, x, 0)", "abs": "ca.fabs(x)",
    "clip to [-1, 1] at 1": "ca.fmax(-1, ca.fmin(1, x))", "max of (2, 2, 1)": "ca.mmax(x)", "maximum(x, y) of (1, 1)": "ca.fmax(x, y)",
    "norm of (0, 0)": "ca.norm_2(x)", "logaddexp(x, y) of (1, 1)": "ca.logsumexp(ca.vertcat(x, y))", "x ** 0.0 at 0": "x ** 0.0",
    "x ** y of (0, 2)": "x ** y", "where(x > 0, sqrt(x), 0) at -1": "ca.if_else(x > 0, ca.sqrt(x), 0)",
    "where(x > 0, log(x), 0) at -1": "ca.if_else(x > 0, ca.log(x), 0)", "x / (1 + abs(x)) at 0": "x / (1 + ca.fabs(x))",
    "prod of (2, 0, 3)": "x[0] * x[1] * x[2]", "prod of (0, 0, 3)": "x[0] * x[1] * x[2]", "sum of cumprod of (2, 0, 3)": "ca.sum1(ca.vertcat(x[0], x[0] * x[1], x[0] * x[1] * x[2]))"})
probes.tails(value, gradient, {"exp": "ca.exp(x)", "softplus": "ca.log1p(ca.exp(x))", "sigmoid": "1 / (1 + ca.exp(-x))", "tanh": "ca.tanh(x)"}, "64")
probes.write()
