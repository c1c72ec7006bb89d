#!/usr/bin/env bash
# PyTorch: the stable loss from logits has a gradient of exactly 0 for a wrong-by-a-hair label 1, not
# for a label 0.
#
# Guess:      binary_cross_entropy_with_logits exists to be exact in the tails: the slope at z = 20, y
#             = 1 is -2.1e-9, the mirror image of z = -20, y = 0.
# Behaviour:  in float32 the slope is 0 for (20, 1) and 2.1e-9 for (-20, 0); the loss itself is 0 for
#             (-40, 0) and 4.2e-18 for (40, 1). Each tail loses either its value or its slope. JAX's
#             optax keeps all four.
# Versions:   Python 3.11; torch 2.13.0, jax 0.10.2, optax 0.2.8
# Matters:    swapping the names of the two classes changes what is trained, and a sum of many such
#             losses stops before it should.
# Documented: no; the page promises numerical stability.
# Output:
#   z =  20.0, y = 1.0:  torch loss 2.1e-09 slope +0.0e+00  optax loss 2.1e-09 slope -2.1e-09
#   z = -20.0, y = 0.0:  torch loss 0.0e+00 slope +2.1e-09  optax loss 2.1e-09 slope +2.1e-09
#   z =  40.0, y = 1.0:  torch loss 4.2e-18 slope +0.0e+00  optax loss 4.2e-18 slope -4.2e-18
#   z = -40.0, y = 0.0:  torch loss 0.0e+00 slope +4.2e-18  optax loss 4.2e-18 slope +4.2e-18
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 jax==0.10.2 optax==0.2.8
env/bin/python - >seen <<'PYTHON'
import jax
import jax.numpy as jnp
import optax
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as loss


def both(z, y):
    x = torch.tensor(z, requires_grad=True)
    value = loss(x, torch.tensor(y))
    ours = value.item(), torch.autograd.grad(value, x)[0].item()
    theirs = jax.value_and_grad(lambda z: optax.sigmoid_binary_cross_entropy(z, y))(z)
    row = "  ".join(f"{name} loss {float(v):.1e} slope {float(g):+.1e}" for name, (v, g) in
                    {"torch": ours, "optax": theirs}.items())
    print(f"z = {z:5}, y = {y}:  {row}")


both(20.0, 1.0)
both(-20.0, 0.0)
both(40.0, 1.0)
both(-40.0, 0.0)
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
