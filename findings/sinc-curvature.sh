#!/usr/bin/env bash
# PyTorch: the second derivative of sinc at 0 is nan, its first one there is right.
#
# Guess:      sinc is smooth, and the value 1 and the slope 0 at 0 are taken care of, so its curvature,
#             -pi^2 / 3, is too.
# Behaviour:  PyTorch's formula for the slope divides by x and is replaced by 0 at x = 0, and it is this
#             replaced formula that is differentiated again: nan. JAX gives -3.29, and so does PyTorch
#             beside 0, at 0.001.
# Versions:   Python 3.11; torch 2.13.0, jax 0.10.2, numpy 2.4.6
# Matters:    filters and Fourier features made of sinc have 0 among their arguments; a Hessian, or a loss
#             that holds a gradient, as a physics-informed network's does, is then nan altogether.
# Documented: no.
# Output:
#   torch  at 0.0    value 1.00  slope  0.00  curvature nan
#   torch  at 0.001  value 1.00  slope -0.00  curvature -3.29
#   jax    at 0.0    value 1.00  slope  0.00  curvature -3.29
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 jax==0.10.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import jax
import jax.numpy as jnp
import torch

jax.config.update("jax_enable_x64", True)
for at in (0.0, 0.001):
    x = torch.tensor(at, dtype=torch.float64, requires_grad=True)
    y = torch.sinc(x)
    (slope,) = torch.autograd.grad(y, x, create_graph=True)
    (curvature,) = torch.autograd.grad(slope, x)
    print(f"torch  at {at:<5}  value {y.item():.2f}  slope {slope.item():5.2f}  curvature {curvature.item():.2f}")
first = jax.grad(jnp.sinc)
print(f"jax    at 0.0    value {jnp.sinc(0.0):.2f}  slope {first(0.0):5.2f}  curvature {jax.grad(first)(0.0):.2f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
