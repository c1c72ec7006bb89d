#!/usr/bin/env bash
# JAX: logaddexp(inf, b) has a slope by b that is exp(b), not 0.
#
# Guess:      (1, 0), the limit of the two softmax weights, which always sum to 1.
# Behaviour:  the slope by the second argument is exp(b): 1 for b = 0 and 148 for b = 5. At a = 80 the
#             slopes are (1, 0), and PyTorch gives (1, 0) at infinity as well.
# Versions:   Python 3.11; jax 0.10.2, torch 2.13.0
# Matters:    a score of inf stands for certainty (a forced state in a recursion over paths, the
#             mirror of the -inf of a mask); here a path of weight 0 gets a gradient larger than the
#             certain one.
# Documented: no.
# Output:
#   jax   logaddexp(80.0, 5.0): [1.0, 0.0]
#   jax   logaddexp(inf, 0.0): [1.0, 1.0]
#   jax   logaddexp(inf, 5.0): [1.0, 148.4]
#   torch logaddexp(inf, 5.0): [1.0, 0.0]
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

for a, b in ((80.0, 5.0), (jnp.inf, 0.0), (jnp.inf, 5.0)):
    slopes = jax.grad(jnp.logaddexp, (0, 1))(a, b)
    print(f"jax   logaddexp({a}, {b}):", [round(float(v), 1) for v in slopes])
x = torch.tensor([torch.inf, 5.0], requires_grad=True)
print("torch logaddexp(inf, 5.0):", torch.autograd.grad(torch.logaddexp(x[0], x[1]), x)[0].tolist())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
