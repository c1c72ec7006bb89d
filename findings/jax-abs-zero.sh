#!/usr/bin/env bash
# JAX: the slope of |x| at 0 is 1, so the slope of a perfect fit under the absolute error is 1.
#
# Guess:      0, as in PyTorch, TensorFlow and NumPy's sign(0); a subgradient of the smallest size.
# Behaviour:  jax.grad of abs is 1 at 0 and at -0, for jnp.abs, Python's abs and the 1-norm alike,
#             while jnp.sign(0) is 0. PyTorch gives 0.
# Versions:   Python 3.11; jax 0.10.2, torch 2.13.0
# Matters:    under an L1 loss a residual of exactly 0 is pushed away from 0, and an L1 penalty moves
#             weights that are already 0, all of them downwards.
# Documented: not that we know.
# Output:
#   jax.grad of jnp.abs at 0:           1.0
#   jax.grad of jnp.abs at -0:          1.0
#   jax.grad of the mean absolute error of a perfect fit: [0.5, 0.5]
#   jax.grad of the 1-norm of (0, -3):  [1.0, -1.0]
#   jnp.sign(0):                        0.0
#   torch at 0:                         0.0
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile jax==0.10.2 torch==2.13.0
env/bin/python - >seen <<'PYTHON'
import jax
import jax.numpy as jnp
import torch

print("jax.grad of jnp.abs at 0:          ", float(jax.grad(jnp.abs)(0.0)))
print("jax.grad of jnp.abs at -0:         ", float(jax.grad(jnp.abs)(-0.0)))
print("jax.grad of the mean absolute error of a perfect fit:",
      jax.grad(lambda y: jnp.mean(jnp.abs(y - 2.0)))(jnp.full(2, 2.0)).tolist())
print("jax.grad of the 1-norm of (0, -3): ", jax.grad(lambda w: jnp.linalg.norm(w, 1))(jnp.array([0.0, -3.0])).tolist())
print("jnp.sign(0):                       ", float(jnp.sign(0.0)))
x = torch.zeros((), requires_grad=True)
print("torch at 0:                        ", torch.autograd.grad(x.abs(), x)[0].item())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
