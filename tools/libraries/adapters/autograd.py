"""Autograd, the NumPy that differentiates itself."""

from importlib.metadata import version

import autograd
import autograd.numpy as np
from autograd.extend import defvjp, primitive
from autograd.misc import optimizers
from autograd.scipy import special
from autograd.test_util import check_grads

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes

TYPES = {"64": np.float64, "32": np.float32}
probes = Probes(globals(), autograd=version("autograd"), numpy=version("numpy"))


def at(point, bits="64"):
    return [TYPES[bits](v) if np.ndim(v) == 0 else np.array(v, dtype=TYPES[bits]) for v in point]


def gradient(f, *point, bits="64"):
    return [float(v) for k in range(len(point)) for v in np.ravel(autograd.grad(f, k)(*at(point, bits)))]


probes.slopes(gradient, "autograd.grad(f)(x)", {
    "maximum(x, 0)": "np.maximum(x, 0)", "maximum(0, x)": "np.maximum(0, x)", "clamp(x, 0)": "np.clip(x, 0, np.inf)",
    "where(x > 0, x, 0)": "np.where(x > 0, x, 0)", "abs": "np.abs(x)", "clip to [-1, 1] at 1": "np.clip(x, -1, 1)",
    "max of (2, 2, 1)": "np.max(x)", "maximum(x, y) of (1, 1)": "np.maximum(x, y)", "norm of (0, 0)": "np.linalg.norm(x)",
    "logaddexp(x, y) of (1, 1)": "np.logaddexp(x, y)", "x ** 0.0 at 0": "x ** 0.0", "x ** y of (0, 2)": "x ** y",
    "where(x > 0, sqrt(x), 0) at -1": "np.where(x > 0, np.sqrt(x), 0)", "where(x > 0, log(x), 0) at -1": "np.where(x > 0, np.log(x), 0)",
    "x / (1 + abs(x)) at 0": "x / (1 + np.abs(x))", "prod of (2, 0, 3)": "np.prod(x)", "prod of (0, 0, 3)": "np.prod(x)"})

for bits in "64", "32":
    probes.tails(lambda f, *p, bits=bits: float(f(*at(p, bits))), lambda f, *p, bits=bits: gradient(f, *p, bits=bits), {
        "exp": "np.exp(x)", "softplus": "np.logaddexp(0, x)", "sigmoid": "special.expit(x)", "tanh": "np.tanh(x)"}, bits)


def sine(factor, scale=1.0):
    @primitive
    def f(x):
        return (scale * np.sin(x)).sum()
    defvjp(f, lambda ans, x: lambda g: g * factor * scale * np.cos(x))
    return f


def check(f, point, bits="64"):
    check_grads(f, modes=["rev"], order=1)(np.array(point, dtype=TYPES[bits]))
    return True


def planted(factor, scale=1.0, bits="64"):
    try:
        return check(sine(factor, scale), c.SINES, bits)
    except AssertionError:
        return False


autograd.numpy.random.seed(0)  # check_grads draws its direction from there
probes.checker(planted, 'autograd.test_util.check_grads(f, modes=["rev"], order=1)(x)')
probes.verdict("maximum(x, 0) at 0", lambda: check(lambda x: np.maximum(x, 0.0), 0.0))
probes.verdict("a right gradient of sin in float32", lambda: planted(1.0, bits="32"))
probes.verdict("0 for a gradient of 9e-6", lambda: planted(0.0, 9e-6))


def steps(optimizer, **settings):
    places = []
    last = optimizer(lambda w, k: w, np.ones(1), callback=lambda w, k, g: places.append(float(w[0])), num_iters=c.STEPS, **settings)
    return [*places[1:], float(last[0])]


probes.path("momentum", lambda: steps(optimizers.sgd, step_size=0.1, mass=0.9), "autograd.misc.optimizers.sgd(…, step_size=0.1, mass=0.9)")
probes.path("adam", lambda: steps(optimizers.adam, step_size=0.1), "autograd.misc.optimizers.adam(…, step_size=0.1)")
probes.shapes({"p - t": "p - t"}, lambda: np.array(c.COLUMN)[:, None], lambda: np.array(c.ROW), lambda r: (float(r.mean()), r.shape))
probes.write()
