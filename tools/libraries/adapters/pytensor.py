"""PyTensor, by its Python linker, which needs no compiler."""

import numpy as np
import pytensor
import pytensor.tensor as pt
from pytensor.gradient import GradientError, verify_grad

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes

MODE = pytensor.compile.mode.Mode(linker="py")
TYPES = {"64": "float64", "32": "float32"}
probes = Probes(globals(), pytensor=pytensor.__version__)


def run(f, point, bits, slopes):
    xs = [(pt.vector if isinstance(v, list) else pt.scalar)(f"x{k}", dtype=TYPES[bits]) for k, v in enumerate(point)]
    y = f(*xs)
    wanted = pytensor.grad(y.sum(), xs) if slopes else [y]
    return pytensor.function(xs, wanted, mode=MODE)(*(np.array(v, dtype=TYPES[bits]) for v in point))


def value(f, *point, bits="64"):
    return float(run(f, point, bits, False)[0])


def gradient(f, *point, bits="64"):
    return [float(v) for g in run(f, point, bits, True) for v in np.ravel(g)]


probes.slopes(gradient, "pytensor.grad(f(x), x)", {
    "maximum(x, 0)": "pt.maximum(x, 0.0)", "maximum(0, x)": "pt.maximum(0.0, x)",
    "clamp(x, 0)": "pt.clip(x, 0, 9)", "where(x > 0, x, 0)": "pt.where(x > 0, x, 0)", "abs": "pt.abs(x)",
    "clip to [-1, 1] at 1": "pt.clip(x, -1, 1)", "max of (2, 2, 1)": "pt.max(x)", "maximum(x, y) of (1, 1)": "pt.maximum(x, y)",
    "norm of (0, 0)": "pt.linalg.norm(x)", "logaddexp(x, y) of (1, 1)": "pt.logaddexp(x, y)", "x ** 0.0 at 0": "x ** 0.0",
    "x ** y of (0, 2)": "x ** y", "where(x > 0, sqrt(x), 0) at -1": "pt.where(x > 0, pt.sqrt(x), 0)",
    "where(x > 0, log(x), 0) at -1": "pt.where(x > 0, pt.log(x), 0)", "x / (1 + abs(x)) at 0": "x / (1 + pt.abs(x))",
    "prod of (2, 0, 3)": "pt.prod(x)", "prod of (0, 0, 3)": "pt.prod(x)", "sum of cumprod of (2, 0, 3)": "pt.cumprod(x).sum()"})
for bits in "64", "32":
    probes.tails(lambda f, *p, bits=bits: value(f, *p, bits=bits), lambda f, *p, bits=bits: gradient(f, *p, bits=bits), {
        "exp": "pt.exp(x)", "softplus": "pt.softplus(x)", "sigmoid": "pt.sigmoid(x)", "tanh": "pt.tanh(x)",
        "log sigmoid": "pt.log(pt.sigmoid(x))"}, bits)
column, row = pt.dmatrix("p"), pt.dvector("t")


def numbers(result):
    seen = pytensor.function([column, row], result, mode=MODE)(np.array(c.COLUMN)[:, None], np.array(c.ROW))
    return float(seen.mean()), seen.shape


probes.shapes({"p - t": "p - t"}, lambda: column, lambda: row, numbers)


def check(f, point, bits="64"):
    try:
        verify_grad(f, [np.array(point, dtype=TYPES[bits])], n_tests=1, rng=np.random.default_rng(0), mode=MODE)
    except GradientError:
        return False
    return True


def planted(factor, scale=1.0, bits="64"):
    """sin with a wrong gradient: the difference has the slope of sin and the gradient is scaled where it passes."""
    wrong = pytensor.gradient.grad_scale
    return check(lambda x: wrong((scale * pt.sin(x)).sum(), factor), c.SINES, bits)


probes.checker(planted, "pytensor.gradient.verify_grad(f, [x], rng=rng)")
probes.verdict("maximum(x, 0) at 0", lambda: check(lambda x: pt.maximum(x, 0.0), 0.0))
probes.verdict("a right gradient of sin in float32", lambda: planted(1.0, bits="32"))
probes.verdict("0 for a gradient of 9e-6", lambda: planted(0.0, 9e-6))
probes.write()
