#!/usr/bin/env bash
# Difference quotients of a function that computes in float32 are exactly 0, and nothing warns.
#
# Guess:      a checker chooses a step that the function can see, or says that it cannot.
# Behaviour:  scipy.optimize.approx_fprime and statsmodels' approx_fprime step by 1.5e-8, which
#             float32 rounds away: all slopes are 0. check_grad reports the whole norm of the gradient
#             as its error. JAX's check_grads in float32 accepts a factor of 1.002.
# Versions:   Python 3.11; scipy 1.17.1, statsmodels 0.15.0, jax 0.10.2, numpy 2.4.6
# Matters:    networks compute in float32 by default; a right gradient looks completely wrong, and a
#             gradient of zeros looks right.
# Documented: no.
# Output:
#   scipy:       [0.0, 0.0]  true [0.955, 0.765]
#   statsmodels: [0.0, 0.0]
#   check_grad of the right gradient: 1.224  of zeros: 0.0
#   jax check_grads, float32, factor 1.002: passes
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile scipy==1.17.1 statsmodels==0.15.0 jax==0.10.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import jax
import jax.numpy as jnp
import numpy as np
from jax.test_util import check_grads
from scipy.optimize import approx_fprime, check_grad
from statsmodels.tools.numdiff import approx_fprime as sm_fprime

x = np.array([0.3, 0.7])


def loss(x):
    return float(np.sin(x.astype(np.float32)).sum())


print("scipy:      ", approx_fprime(x, loss).tolist(), " true", np.cos(x).round(3).tolist())
print("statsmodels:", sm_fprime(x, loss).tolist())
print("check_grad of the right gradient:", round(float(check_grad(loss, np.cos, x)), 3), " of zeros:", float(check_grad(loss, np.zeros_like, x)))


@jax.custom_jvp
def sine(x):
    return jnp.sin(x)


sine.defjvp(lambda primals, tangents: (sine(*primals), 1.002 * jnp.cos(primals[0]) * tangents[0]))
check_grads(sine, (0.7,), order=1)
print("jax check_grads, float32, factor 1.002: passes")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
