#!/usr/bin/env bash
# torch_optimizer: Shampoo moves a bias fifty times as far for the gradient 0.01 as for the gradient 1.
#
# Guess:      a preconditioned step does not depend on the size of the gradient, as with Adam and
#             Adagrad, or grows with it.
# Behaviour:  the gradient of a vector is divided by its second moment and not by the root of that:
#             the gradient 1 moves a parameter by 0.1, 0.1 by 0.99 and 0.01 by 5, at a learning rate
#             of 0.1; below that a small constant takes over. A matrix of one entry moves by 0.1 for
#             all of these gradients.
# Versions:   Python 3.11; torch 2.13.0, torch_optimizer 0.3.0, numpy 2.4.6
# Matters:    biases jump where the loss is flat, and the usual remedy, a smaller gradient by a
#             smaller loss, makes it worse.
# Documented: no; the paper that it names has the exponent -1/(2k) for a tensor of order k, which is
#             the root for a vector.
# Output:
#   shape (1,) gradient 1.0 first step 0.1
#   shape (1,) gradient 0.1 first step 0.99
#   shape (1,) gradient 0.01 first step 5
#   shape (1,) gradient 0.001 first step 0.99
#   shape (1, 1) gradient 1.0 first step 0.1
#   shape (1, 1) gradient 0.1 first step 0.1
#   shape (1, 1) gradient 0.01 first step 0.1
#   shape (1, 1) gradient 0.001 first step 0.099
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 torch_optimizer==0.3.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import torch
from torch_optimizer import Shampoo

for shape in ((1,), (1, 1)):
    for gradient in (1.0, 0.1, 0.01, 0.001):
        w = torch.nn.Parameter(torch.zeros(shape, dtype=torch.float64))
        optimizer = Shampoo([w], lr=0.1)
        w.grad = torch.full(shape, gradient, dtype=torch.float64)
        optimizer.step()
        print("shape", shape, "gradient", gradient, "first step", f"{-w.item():.2g}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
