#!/usr/bin/env bash
# pytorch-optimizer: the first five steps of Ranger go uphill.
#
# Guess:      from w = 1 under the gradient 1, each step of a method of descent makes w smaller, or
#             leaves it.
# Behaviour:  Ranger adds the averaged gradient in its first five steps, where RAdam's correction is
#             not yet defined: w grows by the learning rate each time. RAdam of the same package
#             stands still there.
# Versions:   Python 3.11; pytorch-optimizer 4.1.0, torch 2.14.1, numpy 2.4.6
# Matters:    the first steps of a fine-tuning, which should change little, go in the wrong
#             direction at the full rate.
# Documented: no.
# Output:
#   ranger gradient 1: [1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.25, 1.25]
#   ranger C = w^2/2:  [1.0, 1.1, 1.21, 1.32, 1.43, 1.55, 1.28, 1.27]
#   radam  gradient 1: [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.99]
#   radam  C = w^2/2:  [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.99]
#   adam   gradient 1: [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3]
#   adam   C = w^2/2:  [1.0, 0.9, 0.8, 0.7, 0.6, 0.51, 0.41, 0.32]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile pytorch-optimizer==4.1.0 torch==2.14.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import torch
from pytorch_optimizer import load_optimizer


def path(name, steps, gradient):
    w = torch.nn.Parameter(torch.ones(4))
    optimizer, seen = load_optimizer(name)([w], lr=0.1), [1.0]
    for _ in range(steps):
        w.grad = gradient(w.detach())
        optimizer.step()
        seen.append(round(w[0].item(), 2))
    return seen


for name in ("ranger", "radam", "adam"):
    print(f"{name:6} gradient 1: {path(name, 7, torch.ones_like)}")
    print(f"{name:6} C = w^2/2:  {path(name, 7, lambda w: w)}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
