#!/usr/bin/env bash
# In float32 the slope of the sigmoid at 20 is 0, at -20 it is right, though the function is
# symmetric.
#
# Guess:      the logistic function is computed with care in both tails, so its slope is 2.06e-9 at 20
#             and at -20.
# Behaviour:  PyTorch, JAX and MLX use s * (1 - s), and s rounds to 1 above about 17: the slope is
#             exactly 0 at 20 and right at -20. In float64 the same happens at 40.
# Versions:   Python 3.11; torch 2.13.0, jax 0.10.2, mlx 0.32.4, mlx-cpu 0.32.4
# Matters:    a unit saturated at the upper end gets no gradient at all, one at the lower end a small
#             one: training is not symmetric under a change of sign, and a logarithm of the slope is
#             -inf.
# Documented: no.
# Output:
#   at -20.0  torch: 2.06e-09  jax: 2.06e-09  mlx: 2.06e-09
#   at  20.0  torch: 0.00e+00  jax: 0.00e+00  mlx: 0.00e+00
#   at -40.0  torch, float64: 4.25e-18
#   at  40.0  torch, float64: 0.00e+00
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 jax==0.10.2 mlx==0.32.4 mlx-cpu==0.32.4
env/bin/python - >seen <<'PYTHON'
import jax
import jax.numpy as jnp
import mlx.core as mx
import torch


def torch_slope(z, dtype):
    x = torch.tensor(z, dtype=dtype, requires_grad=True)
    return torch.autograd.grad(torch.sigmoid(x), x)[0].item()


mx.set_default_device(mx.cpu)
for z in (-20.0, 20.0):
    print(f"at {z:5}  torch: {torch_slope(z, torch.float32):.2e}  jax: {float(jax.grad(jax.nn.sigmoid)(z)):.2e}",
          f" mlx: {mx.grad(mx.sigmoid)(mx.array(z)).item():.2e}")
for z in (-40.0, 40.0):
    print(f"at {z:5}  torch, float64: {torch_slope(z, torch.float64):.2e}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
