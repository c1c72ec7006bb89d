"""Small teaching packages, one a run: which expressions of the catalogue they differentiate, and where the slope is wrong.

    python -m tools.libraries.adapters.teaching NAME      with the package in the path

Each entry says by its code how the package is called: `gradient(f, *point)` gives the slopes, and `m` holds its functions. Most of
these packages were written by students, as course work, and say so; none claims to be a library for production.
"""

import math
import sys
from types import SimpleNamespace

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes, plain, tried

RENAMED = {"arcsin": "asin", "arccos": "acos", "arctan": "atan"}
PACKAGES = {
    "micrograd": """
from micrograd.engine import Value
def gradient(f, *point):
    xs = [Value(v) for v in point]; f(*xs).backward(); return [x.grad for x in xs]
m = SimpleNamespace(relu=lambda x: x.relu())""",
    "ad": """
from ad import adnumber, admath
def gradient(f, *point):
    xs = [adnumber(v) for v in point]; y = f(*xs); return [y.d(x) for x in xs]
m = renamed(admath)""",
    "uncertainties": """
from uncertainties import ufloat, umath
def gradient(f, *point):
    xs = [ufloat(v, 1) for v in point]; y = f(*xs); return [y.derivatives[x] for x in xs]
m = renamed(umath)""",
    "lazydiff": """
from lazydiff import ops
from lazydiff.vars import Var
def gradient(f, *point):
    xs = [Var(v) for v in point]; y = f(*xs); y.backward(); return [y.grad(x) for x in xs]
m = named(ops, sigmoid="logistic")""",
    "autodiff-cs207-24": """
from AutoDiff import autodiff
from AutoDiff.autodiff import AD_Object, derivative
def gradient(f, *point):
    xs = [AD_Object(v, n) for v, n in zip(point, "xy")]; y = f(*xs); return [derivative(y, n) for n in "xy"[:len(xs)]]
m = named(autodiff, exp="e")""",
    "farad": """
from farad import elem
from farad.dual import Dual
def gradient(f, *point):
    if len(point) == 1:
        return [f(Dual(point[0])).der]
    xs = [Dual(v, [float(k == j) for j in range(len(point))]) for k, v in enumerate(point)]; return list(f(*xs).der)
m = named(elem, sigmoid="logistic")""",
    "FADiff": """
from FADiff import Elems, FADiff
def gradient(f, *point):
    FADiff._fadscal_inputs = []
    xs = [FADiff.new_scal(v) for v in point]; return flat(f(*xs).der)
m = named(Elems, sigmoid="logistic")""",
    "hotad": """
from hotAD.AutoDiffObject import AutoDiff
from hotAD.ElementaryFunctions import ElementaryFunctions
def gradient(f, *point):
    xs = [AutoDiff(v, n) for v, n in zip(point, "xy")]; y = f(*xs); return [y.der[n] for n in "xy"[:len(xs)]]
m = named(ElementaryFunctions, sigmoid="logit")""",
    "easydiff": """
from EasyDiff.rev_var import Rev_Var
def gradient(f, *point):
    xs = [Rev_Var(v) for v in point]; f(*xs).grad_value = 1; return [x.grad() for x in xs]
m = named(Rev_Var, sigmoid="logistic")""",
    "coregrad": """
from coregrad import Scalar
def gradient(f, *point):
    xs = [Scalar(v) for v in point]; f(*xs).backward(); return [x.grad for x in xs]
m = SimpleNamespace(tanh=lambda x: x.tanh())""",
    "adlib27": """
from adlib27 import elem_function
from adlib27.autodiff import AutoDiff
def gradient(f, *point):
    xs = [AutoDiff([v], k, len(point)) for k, v in enumerate(point)]; return flat(f(*xs).der)
m = named(elem_function, sigmoid="logistic")""",
    "clumsygrad": """
from clumsygrad import activation, math as functions
from clumsygrad.tensor import Tensor, TensorType
def gradient(f, *point):
    xs = [Tensor([v], tensor_type=TensorType.PARAMETER) for v in point]; f(*xs).backward(); return flat([x.grad for x in xs])
m = SimpleNamespace(**{n: getattr(functions, n) for n in ("exp", "log", "sqrt", "sin", "cos", "tan")}, tanh=activation.tanh,
                    sigmoid=activation.sigmoid, relu=activation.relu)""",
    "graddog": """
import graddog, graddog.functions
def gradient(f, *point):
    g = (lambda x: f(x)) if len(point) == 1 else (lambda x, y: f(x, y))
    return flat(graddog.trace(g, point[0] if len(point) == 1 else list(point)))
m = graddog.functions""",
    "autodiff-team44": """
from autodiff_team44 import functions
from autodiff_team44.variable import Variable
import numpy as np
def gradient(f, *point):
    if len(point) == 1:
        return [f(Variable(point[0])).der]
    return flat(f(*Variable(np.array(point))).der)
m = named(functions, sigmoid="logis")""",
    "awesomediff": """
import awesomediff
from awesomediff import func
def gradient(f, *point):
    g = (lambda x: f(x)) if len(point) == 1 else (lambda x, y: f(x, y))
    return flat(awesomediff.evaluate(g, point[0] if len(point) == 1 else list(point))[1])
m = SimpleNamespace(**vars(func)); m.sigmoid = lambda x: func.logistic(x, 1, 1, 0); m.steeper = lambda x: func.logistic(x, 1, 2, 0)""",
    "cs107-autodiff": """
from cs107_autodiff.ad import AD
ad = None
def gradient(f, *point):
    global ad
    ad = AD(len(point)); xs = [ad.create_variable(v) for v in point]; y = f(*xs)
    return [ad.get_gradient(y, x) for x in xs]
class m:
    pass
for name in ("exp", "sqrt", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh"):
    setattr(m, name, staticmethod(lambda x, name=name: getattr(ad, name)(x)))
m.log = staticmethod(lambda x: ad.ln(x))""",
    "Dotua": """
from Dotua.autodiff import AutoDiff
from Dotua.operator import Operator
def gradient(f, *point):
    xs = AutoDiff().create_scalar(list(point)); xs = xs if isinstance(xs, list) else [xs]
    y = f(*xs); return [y.partial(x) for x in xs]
m = Operator""",
    "autodiffx": """
import ad
def gradient(f, *point):
    xs = [ad.Variable(n) for n in "xy"[:len(point)]]; found = f(*xs).d(dict(zip(xs, point)))
    return [found[x] for x in xs] if isinstance(found, dict) else [found]
m = SimpleNamespace(**{n.lower(): v for n, v in vars(ad).items()}); m.sigmoid = ad.Logistic""",
    "autodiffCST": """
from autodiffcst import AD as module, admath
def gradient(f, *point):
    n = len(point); return flat(f(*(module.AD(v, tag=k, size=n) for k, v in enumerate(point))).der)
m = admath""",
    "Bambanta": """
from Bambanta import AutoDiff
def gradient(f, *point):
    xs = [AutoDiff.rAD(v) for v in point]; f(*xs).outer(); return flat([x.get_grad() for x in xs])
m = named(AutoDiff, sigmoid="logistic")""",
    "derivealive": """
from DeriveAlive.DeriveAlive import Var
def gradient(f, *point):
    n = len(point); return flat(f(*(Var(v, [float(k == j) for j in range(n)]) for k, v in enumerate(point))).der)
m = named(Var, sigmoid="logistic"); m.log = lambda x: x.log(math.e)""",
    "gradpy": """
from gradpy import autodiff, math as functions
def gradient(f, *point):
    xs = [autodiff.Var(v) for v in point]; y = f(*xs); y.evaluate(); return [y.der(x) for x in xs]
m = SimpleNamespace(**{n.lower(): v for n, v in vars(functions).items()}); m.sigmoid = functions.Logistic
m.steeper = lambda x: functions.Logistic(x, 0, 1, 2)""",
    "centigrad": """
from centigrad.variable import Variable
def gradient(f, *point):
    xs = [Variable(v) for v in point]; f(*xs); return [x.grad() for x in xs]
m = SimpleNamespace(exp=lambda x: x.exp(), sigmoid=lambda x: x.sigmoid(), relu=lambda x: x.relu())""",
    "minitorch": """
from torch import minitorch
def gradient(f, *point):
    xs = [minitorch.Tensor(v, requires_grad=True) for v in point]; f(*xs).backward(); return flat([x.grad for x in xs])
m = SimpleNamespace(sigmoid=minitorch.Sigmoid(), relu=minitorch.ReLU(), tanh=minitorch.Tanh())""",
    "dragongrad": """
import autograd
from autograd.variable import Variable
autograd.set_mode("forward")
def gradient(f, *point):
    assert len(point) == 1  # several variables are taken as entries of a vector
    return flat(f(Variable(point[0])).gradient)
m = autograd""",
    "funAD": """
from funAD import operations
from funAD.function import function
def gradient(f, *point):
    g = (lambda x: f(x)) if len(point) == 1 else (lambda x, y: f(x, y))
    return flat(function(g, x_dim=len(point)).grad(*point))
m = operations""",
}


def named(module, **others):
    """The functions of a module, with the catalogue's names for those that have another one there."""
    return SimpleNamespace(**{name: getattr(module, name) for name in dir(module) if not name.startswith("__")},
                           **{name: getattr(module, other) for name, other in others.items() if not hasattr(module, name)})


def renamed(module):
    return named(module, **RENAMED)


def flat(value):
    """The numbers of anything that holds some."""
    if isinstance(value, dict):
        value = list(value.values())
    if hasattr(value, "tolist"):
        value = value.tolist()
    return [v for entry in value for v in flat(entry)] if isinstance(value, (list, tuple)) else [float(value)]


def quotients(f, *point):
    """The truth: central differences with a step of 1e-5, right to about ten digits where the function is smooth."""
    h = 1e-5
    return [(f(*(v + h * (k == j) for j, v in enumerate(point))) - f(*(v - h * (k == j) for j, v in enumerate(point)))) / (2 * h)
            for k in range(len(point))]


TRUE = SimpleNamespace(**{name: getattr(math, name) for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh")},
                       **{name: getattr(math, other) for name, other in RENAMED.items()},
                       sigmoid=lambda x: 1 / (1 + math.exp(-x)), relu=lambda x: max(x, 0.0), steeper=lambda x: 1 / (1 + math.exp(-2 * x)))


def main(name):
    """Try all that the catalogue holds; an expression that the package refuses is not counted against it."""
    namespace = {"math": math, "SimpleNamespace": SimpleNamespace, "flat": flat, "named": named, "renamed": renamed}
    probes = Probes(namespace)
    exec(PACKAGES[name], namespace)
    gradient, m = namespace["gradient"], namespace["m"]
    right, wrong, refused = [], {}, []
    for expression, points in [*((e, [(v,) for v in c.POINTS]) for e in c.ONE), *((e, c.PAIRS) for e in c.TWO)]:
        for point in points:
            arguments = "x, y"[: 3 * len(point) - 2]
            true, undefined = tried(lambda: quotients(eval(f"lambda {arguments}: {expression}", {"m": TRUE}), *point))
            if undefined or any(isinstance(v, complex) for v in true):
                continue
            found, refusal = tried(lambda: flat(list(gradient(eval(f"lambda {arguments}: {expression}", {"m": m}), *point))))
            if refusal or len(found) != len(true):
                refused.append(expression)
            elif all(abs(a - b) < 1e-6 * max(1, abs(b)) for a, b in zip(found, true)):
                right.append(expression)
            else:
                wrong.setdefault(expression, [list(point), plain(found), plain(true)])
    probes.seen["how"]["slopes"] = PACKAGES[name].strip()
    probes.seen["survey"] = {"right": len(right), "wrong": wrong, "refused": sorted(set(refused))}
    probes.write()


if __name__ == "__main__":
    main(sys.argv[1])
