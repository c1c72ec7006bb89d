#!/usr/bin/env bash
# The norm of a zero vector and the deviation of a constant: PyTorch says slope 0, JAX nan, and
# PyTorch's Hessian nan again.
#
# Guess:      both are roots of 0, so either every library guards them or none does; and ||x||^2, a
#             polynomial, is safe.
# Behaviour:  PyTorch returns 0 for norm and std, JAX nan for both; with the root taken by hand
#             PyTorch gives nan too. The square of the norm has the gradient nan in JAX, and in
#             PyTorch the gradient 0 but the Hessian nan, where 2I is right.
# Versions:   Python 3.11; torch 2.13.0, jax 0.10.2
# Matters:    a batch whose column is constant, or a weight vector that starts at 0 under a norm
#             penalty, trains in one library and is nan in the other; a Newton step breaks in both.
# Documented: PyTorch documents subgradients for norms; JAX answers in its FAQ about nan in where, not
#             about norm.
# Output:
#   norm of (0, 0)   torch: [0.0, 0.0]  jax: [nan, nan]
#     by hand        torch: [nan, nan]
#   std of (1, 1)    torch: [0.0, 0.0]  jax: [nan, nan]
#   norm^2 at (0, 0) torch: [0.0, 0.0]  jax: [nan, nan]
#     its Hessian    torch: [[nan, nan], [nan, nan]]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 jax==0.10.2
env/bin/python - >seen <<'PYTHON'
import jax
import jax.numpy as jnp
import torch


def torch_slopes(function, values):
    x = torch.tensor(values, requires_grad=True)
    return torch.autograd.grad(function(x), x)[0].tolist()


norm, std = torch.linalg.vector_norm, torch.std
print("norm of (0, 0)   torch:", torch_slopes(norm, [0.0, 0.0]), " jax:", jax.grad(jnp.linalg.norm)(jnp.zeros(2)).tolist())
print("  by hand        torch:", torch_slopes(lambda x: (x * x).sum().sqrt(), [0.0, 0.0]))
print("std of (1, 1)    torch:", torch_slopes(std, [1.0, 1.0]), " jax:", jax.grad(jnp.std)(jnp.ones(2)).tolist())
print("norm^2 at (0, 0) torch:", torch_slopes(lambda x: norm(x) ** 2, [0.0, 0.0]),
      " jax:", jax.grad(lambda x: jnp.linalg.norm(x) ** 2)(jnp.zeros(2)).tolist())
print("  its Hessian    torch:", torch.autograd.functional.hessian(lambda x: norm(x) ** 2, torch.zeros(2)).tolist())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
