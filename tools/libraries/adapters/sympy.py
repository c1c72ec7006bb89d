"""SymPy: the derivative as an expression, evaluated at the point."""

import sympy as sp
from sympy import Abs, Max, Min, Piecewise, exp, log, sqrt, tanh

from tools.libraries.probing import Probes

probes = Probes(globals(), sympy=sp.__version__)
FULL = 17  # digits of evalf


def gradient(f, *point):
    names = sp.symbols("x y", real=True)[: len(point)]
    value = f(*names)
    return [float(value.diff(name).subs(dict(zip(names, map(sp.Float, point))), simultaneous=True).evalf(FULL)) for name in names]


def entries(f, point):
    names = sp.symbols(f"x:{len(point)}", real=True)
    return [float(f(names).diff(name).subs(dict(zip(names, point)), simultaneous=True)) for name in names]


probes.slopes(lambda f, *p: entries(f, p[0]) if isinstance(p[0], list) else gradient(f, *p), "f(x).diff(x).subs(x, at)", {
    "maximum(x, 0)": "Max(x, 0)", "maximum(0, x)": "Max(0, x)", "where(x > 0, x, 0)": "Piecewise((x, x > 0), (0, True))", "abs": "Abs(x)",
    "clip to [-1, 1] at 1": "Max(-1, Min(1, x))", "max of (2, 2, 1)": "Max(*x)", "maximum(x, y) of (1, 1)": "Max(x, y)",
    "norm of (0, 0)": "sqrt(x[0] ** 2 + x[1] ** 2)", "logaddexp(x, y) of (1, 1)": "log(exp(x) + exp(y))",
    "x ** 0.0 at 0": "x ** 0.0", "x ** y of (0, 2)": "x ** y",
    "where(x > 0, sqrt(x), 0) at -1": "Piecewise((sqrt(x), x > 0), (0, True))",
    "where(x > 0, log(x), 0) at -1": "Piecewise((log(x), x > 0), (0, True))", "x / (1 + abs(x)) at 0": "x / (1 + Abs(x))",
    "prod of (2, 0, 3)": "sp.prod(x)", "prod of (0, 0, 3)": "sp.prod(x)",
    "sum of cumprod of (2, 0, 3)": "x[0] + x[0] * x[1] + x[0] * x[1] * x[2]"})


def value(f, at):
    x = sp.Symbol("x", real=True)
    return float(f(x).subs(x, sp.Float(at)).evalf(FULL))


probes.tails(value, gradient, {"exp": "exp(x)", "softplus": "log(1 + exp(x))", "sigmoid": "1 / (1 + exp(-x))", "tanh": "tanh(x)",
                               "log sigmoid": "-log(1 + exp(-x))"}, "64")
probes.write()
