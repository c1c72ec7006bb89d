#!/usr/bin/env bash
# PyTorch: forward mode says that the determinant of a singular matrix has the slope 0; reverse mode is right.
#
# Guess:      both modes give the transposed adjugate, which is the derivative of the determinant
#             everywhere: forward and reverse differ in their order of multiplication only.
# Behaviour:  at an invertible matrix they agree. At a singular one forward mode returns zeros, in
#             which the slope by each entry is lost; reverse mode, and JAX in both modes, are right.
# Versions:   Python 3.11; torch 2.14.1, jax 0.10.2, numpy 2.4.6
# Matters:    a derivative of forward mode is the usual check of one of reverse mode; here the check
#             is what is wrong.
# Documented: no.
# Output:
#   [[2.0, 1.0], [1.0, 1.0]]
#     torch reverse [[1.0, -1.0], [-1.0, 2.0]]
#     torch forward [[1.0, -1.0], [-1.0, 2.0]]
#     jax reverse [[1.0, -1.0], [-1.0, 2.0]]
#     jax forward [[1.0, -1.0], [-1.0, 2.0]]
#   [[1.0, 2.0], [2.0, 4.0]]
#     torch reverse [[4.0, -2.0], [-2.0, 1.0]]
#     torch forward [[0.0, 0.0], [0.0, 0.0]]
#     jax reverse [[4.0, -2.0], [-2.0, 1.0]]
#     jax forward [[4.0, -2.0], [-2.0, 1.0]]
#   [[2.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 3.0]]
#     torch reverse [[0.0, 0.0, 0.0], [0.0, 6.0, 0.0], [0.0, 0.0, 0.0]]
#     torch forward [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
#     jax reverse [[0.0, 0.0, 0.0], [0.0, 6.0, 0.0], [0.0, 0.0, 0.0]]
#     jax forward [[0.0, 0.0, 0.0], [0.0, 6.0, 0.0], [0.0, 0.0, 0.0]]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.14.1 jax==0.10.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import jax
import jax.numpy as jnp
import numpy as np
import torch

jax.config.update("jax_enable_x64", True)
for matrix in ([[2.0, 1.0], [1.0, 1.0]], [[1.0, 2.0], [2.0, 4.0]], [[2.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 3.0]]):
    m, j = torch.tensor(matrix, dtype=torch.float64), jnp.array(matrix)
    answers = {"torch reverse": torch.func.jacrev(torch.linalg.det)(m), "torch forward": torch.func.jacfwd(torch.linalg.det)(m),
               "jax reverse": jax.jacrev(jnp.linalg.det)(j), "jax forward": jax.jacfwd(jnp.linalg.det)(j)}
    print(f"{matrix}", *(f"{name} {(np.asarray(a).round(6) + 0.0).tolist()}" for name, a in answers.items()), sep="\n  ")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
