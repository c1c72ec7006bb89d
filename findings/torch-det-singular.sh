#!/usr/bin/env bash
# The gradient of a determinant at a singular matrix: three answers, one of them right.
#
# Guess:      det is a polynomial in the entries, so it has a gradient everywhere: the matrix of
#             cofactors, here ((4, -2), (-2, 1)).
# Behaviour:  PyTorch and PaddlePaddle return zeros without a warning; JAX returns the cofactors.
# Versions:   Python 3.11; torch 2.13.0, jax 0.10.2, paddlepaddle 3.3.1, numpy 2.4.6
# Matters:    a penalty on det, or det of a Gram matrix, gets no slope exactly where it should push
#             the matrix away from singular.
# Documented: no. TensorFlow 2.21 raises an error for the same gradient.
# Output:
#   torch:  [[0.0, 0.0], [0.0, 0.0]]
#   jax:    [[4.0, -2.0], [-2.0, 1.0]]
#   paddle: [[0.0, 0.0], [0.0, 0.0]]
#   difference quotient by the first entry: 4.0
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 jax==0.10.2 paddlepaddle==3.3.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import jax
import jax.numpy as jnp
import torch

A = [[1.0, 2.0], [2.0, 4.0]]
x = torch.tensor(A, dtype=torch.float64, requires_grad=True)
print("torch: ", (torch.autograd.grad(torch.det(x), x)[0] + 0.0).tolist())
slopes = jax.grad(jnp.linalg.det)(jnp.array(A))
print("jax:   ", [[round(float(v), 3) for v in row] for row in slopes])
import paddle

x = paddle.to_tensor(A, dtype="float64", stop_gradient=False)
paddle.linalg.det(x).backward()
print("paddle:", (x.grad.numpy() + 0.0).tolist())
# By finite differences: the entry (0, 0) alone is moved.
h = 1e-6
moved = torch.tensor([[1.0 + h, 2.0], [2.0, 4.0]], dtype=torch.float64)
print("difference quotient by the first entry:", round(float(torch.det(moved)) / h, 3))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
