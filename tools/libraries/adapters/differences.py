"""Differences of SciPy, statsmodels and numdifftools: what they give where a checker relies on them."""

from importlib.metadata import version

import numdifftools as nd
import numpy as np
import scipy.differentiate
import scipy.optimize
from statsmodels.tools.numdiff import approx_fprime as sm_forward
from statsmodels.tools.numdiff import approx_fprime_cs as sm_complex

from tools.libraries import catalogue as c
from tools.libraries.probing import Probes, plain

probes = Probes(globals(), **{name: version(name) for name in ("scipy", "statsmodels", "numdifftools", "numpy")})
SINES = np.array(c.SINES)
CALLS = {
    "scipy, approx_fprime": ("scipy.optimize.approx_fprime(x, f)", lambda f, x: scipy.optimize.approx_fprime(x, f)),
    "scipy, derivative": ("scipy.differentiate.derivative(f, x).df", lambda f, x: np.array([scipy.differentiate.derivative(f, v).df for v in x])),
    "statsmodels, forward": ("approx_fprime(x, f)", lambda f, x: np.ravel(sm_forward(x, f))),
    "statsmodels, centered": ("approx_fprime(x, f, centered=True)", lambda f, x: np.ravel(sm_forward(x, f, centered=True))),
    "statsmodels, complex step": ("approx_fprime_cs(x, f)", lambda f, x: np.ravel(sm_complex(x, f))),
    "numdifftools": ("nd.Gradient(f)(x)", lambda f, x: np.ravel(nd.Gradient(f)(x))),
}
for name, (call, run) in CALLS.items():
    whole = name != "scipy, derivative"  # which takes a function of one number
    sine = (lambda x: np.sin(x).sum()) if whole else np.sin
    cast = (lambda x: np.sin(np.asarray(x).astype(np.float32)).sum()) if whole else (lambda x: np.sin(np.asarray(x).astype(np.float32)))
    relu = (lambda x: np.maximum(x, 0.0).sum()) if whole else (lambda x: np.maximum(x, 0.0))
    size = (lambda x: np.abs(x).sum()) if whole else np.abs
    probes.keep("differences", f"{name}: digits of sin' at 0.7", "half" if abs(run(sine, np.array([0.7]))[0] / np.cos(0.7) - 1) > 1e-9 else "two thirds or more", call)
    cast_slope = float(run(cast, np.array([0.7]))[0])
    probes.keep("differences", f"{name}: sin in float32 at 0.7", "zero" if cast_slope == 0 else "not zero")
    probes.keep("differences", f"{name}: max(x, 0) at 0", plain(float(run(relu, np.array([0.0]))[0])))
    probes.keep("differences", f"{name}: abs(x) at 1", plain(round(float(run(size, np.array([1.0]))[0]), 6)))
probes.write()
