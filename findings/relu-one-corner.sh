#!/usr/bin/env bash
# One corner, three slopes: what max(x, 0) passes on at 0 depends on how it is written.
#
# Guess:      max(x, 0) has the slope 0 at x = 0 however it is written; a library may choose another
#             value between 0 and 1, but one.
# Behaviour:  within PyTorch relu gives 0, clamp(min=0) 1 and maximum 0.5; hardtanh at -1 gives 0
#             where clamp(-1, 1), the same function, gives 1. JAX gives 0, 0.5 and, for lax.clamp, 0;
#             Autograd 0.5 for maximum and 0 for where. PyTorch 2.14.1 has changed its clamp to 0, so
#             that a network trained on from a file may follow another gradient after an update.
# Versions:   Python 3.11; torch 2.13.0, jax 0.10.2, autograd 1.9.1, numpy 2.4.6
# Matters:    biases start at 0 and rows of zeros are common, so units sit on the corner; whether they
#             leave it depends on the spelling. Comparing with another library shows gradients that
#             differ, though no line is wrong.
# Documented: that relu has slope 0 at 0, yes (PyTorch's notes on autograd say that the subgradient of
#             least norm is taken); for clamp it is not taken.
# Output:
#   torch    relu: 0.0  maximum: 0.5  clamp(min=0): 1.0
#   torch    at -1, hardtanh: 0.0  clamp(-1, 1): 1.0
#   jax      relu: 0.0  maximum: 0.5  lax.clamp: 0.0
#   autograd maximum: 0.5  where: 0.0
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 jax==0.10.2 autograd==1.9.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import autograd
import autograd.numpy as anp
import jax
import jax.numpy as jnp
import torch


def slope(function, at):
    x = torch.tensor(at, requires_grad=True)
    return torch.autograd.grad(function(x), x)[0].item()


print("torch    relu:", slope(torch.relu, 0.0), " maximum:", slope(lambda x: torch.maximum(x, torch.zeros(())), 0.0),
      " clamp(min=0):", slope(lambda x: x.clamp(min=0), 0.0))
print("torch    at -1, hardtanh:", slope(torch.nn.functional.hardtanh, -1.0),
      " clamp(-1, 1):", slope(lambda x: x.clamp(-1, 1), -1.0))
print("jax      relu:", float(jax.grad(jax.nn.relu)(0.0)), " maximum:", float(jax.grad(lambda x: jnp.maximum(x, 0))(0.0)),
      " lax.clamp:", float(jax.grad(lambda x: jax.lax.clamp(0.0, x, 9.0))(0.0)))
print("autograd maximum:", float(autograd.grad(lambda x: anp.maximum(x, 0.0))(0.0)),
      " where:", float(autograd.grad(lambda x: anp.where(x > 0, x, 0.0))(0.0)))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
