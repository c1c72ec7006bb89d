#!/usr/bin/env bash
# Autograd's sgd with mass 0.9 moves by a tenth of classical momentum.
#
# Guess:      velocity = mass * velocity - gradient, and a step of rate * velocity, as in the
#             textbooks and PyTorch.
# Behaviour:  the gradient enters with the factor 1 - mass, so the first step at rate 0.1 is 0.01, and
#             the final speed under a constant gradient is the rate, not ten times it.
# Versions:   Python 3.11; autograd 1.9.1, torch 2.13.0, numpy 2.4.6
# Matters:    a rate copied from a paper or from PyTorch trains ten times as slowly.
# Documented: no; the docstring says momentum.
# Output:
#   autograd: first step 0.010, last step 0.100
#   torch:    first step 0.100, last step 1.000
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile autograd==1.9.1 torch==2.13.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import autograd.numpy as np
import torch
from autograd.misc.optimizers import sgd

path = []
sgd(lambda x, i: np.ones(1), np.zeros(1), callback=lambda x, i, g: path.append(float(x[0])), num_iters=201, step_size=0.1, mass=0.9)
print(f"autograd: first step {path[0] - path[1]:.3f}, last step {path[-2] - path[-1]:.3f}")
w = torch.nn.Parameter(torch.zeros(1))
optimizer, path = torch.optim.SGD([w], lr=0.1, momentum=0.9), [0.0]
for _ in range(200):
    w.grad = torch.ones(1)
    optimizer.step()
    path.append(w.item())
print(f"torch:    first step {path[0] - path[1]:.3f}, last step {path[-2] - path[-1]:.3f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
