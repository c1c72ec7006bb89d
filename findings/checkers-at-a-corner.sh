#!/usr/bin/env bash
# At a corner a gradient checker's verdict depends on the function's name.
#
# Guess:      a checker rejects relu at 0, where no derivative exists, or skips it, for all ways to
#             write it.
# Behaviour:  PyTorch's gradcheck and JAX's check_grads reject relu at 0 (claimed slope 0, quotient
#             0.5) and accept maximum(x, 0) (0.5); gradcheck accepts |x| at 0, which JAX rejects.
#             scipy.differentiate reports 0.5 for relu with success and an estimated error of exactly
#             0.
# Versions:   Python 3.11; torch 2.13.0, jax 0.10.2, scipy 1.17.1, numpy 2.4.6
# Matters:    passing says nothing about differentiability, and failing need not be an error: test
#             points have to stay away from corners by more than the step.
# Documented: PyTorch warns that non-differentiable points may fail; the others not.
# Output:
#   relu:         torch False  jax False
#   maximum(x, 0): torch True  jax True
#   |x|:          torch True  jax False
#   scipy, relu at 0: 0.5, success True, error 0
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 jax==0.10.2 scipy==1.17.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import jax
import jax.numpy as jnp
import numpy as np
import torch
from jax.test_util import check_grads
from scipy.differentiate import derivative


def by_torch(function):
    return torch.autograd.gradcheck(function, torch.zeros(1, dtype=torch.float64, requires_grad=True), raise_exception=False)


def by_jax(function):
    try:
        check_grads(function, (0.0,), order=1)
        return True
    except AssertionError:
        return False


print("relu:         torch", by_torch(torch.relu), " jax", by_jax(jax.nn.relu))
print("maximum(x, 0): torch", by_torch(lambda x: torch.maximum(x, torch.zeros_like(x))), " jax", by_jax(lambda x: jnp.maximum(x, 0.0)))
print("|x|:          torch", by_torch(torch.abs), " jax", by_jax(jnp.abs))
result = derivative(lambda x: np.maximum(x, 0.0), 0.0)
print(f"scipy, relu at 0: {float(result.df):.3g}, success {bool(result.success)}, error {float(result.error):.3g}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
