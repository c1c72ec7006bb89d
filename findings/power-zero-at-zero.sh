#!/usr/bin/env bash
# The constant x ** 0 has the slope nan at x = 0 when the exponent is a float.
#
# Guess:      x ** 0 is 1, so its slope is 0; a library that special-cases it for 0 does so for 0.0.
# Behaviour:  JAX gives 0 for the integer 0 and nan for 0.0, so a row of powers x ** (0, 1, 2) has a
#             slope with integer exponents and nan with floats; jnp.vander, which makes such rows, is
#             nan at 0. PyTorch gives 0 and 1.
# Versions:   Python 3.11; jax 0.10.2, torch 2.13.0
# Matters:    polynomial features of data that contain a 0 (a black pixel, a centred value) turn the
#             whole gradient by x into nan.
# Documented: not that we know.
# Output:
#   jax   x ** 0:                 0.0
#   jax   x ** 0.0:               nan
#   jax   sum of x ** (0, 1, 2):   1.0
#   jax   sum of x ** (0., 1., 2.): nan
#   jax   sum of vander(x, 3):     nan
#   torch sum of x ** (0., 1., 2.): 1.0
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

print("jax   x ** 0:                ", float(jax.grad(lambda x: x**0)(0.0)))
print("jax   x ** 0.0:              ", float(jax.grad(lambda x: x**0.0)(0.0)))
print("jax   sum of x ** (0, 1, 2):  ", float(jax.grad(lambda x: (x ** jnp.arange(3)).sum())(0.0)))
print("jax   sum of x ** (0., 1., 2.):", float(jax.grad(lambda x: (x ** jnp.arange(3.0)).sum())(0.0)))
print("jax   sum of vander(x, 3):    ", float(jax.grad(lambda x: jnp.vander(x[None], 3).sum())(0.0)))
x = torch.zeros((), requires_grad=True)
print("torch sum of x ** (0., 1., 2.):", torch.autograd.grad((x ** torch.arange(3.0)).sum(), x)[0].item())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
