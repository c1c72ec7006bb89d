#!/usr/bin/env bash
# pytorch-optimizer: under AdamS a layer that gets no gradient is multiplied by -999 at each step.
#
# Guess:      a gradient of 0 leaves the weights, up to a decay of some thousandths.
# Behaviour:  AdamS divides its weight decay, 1e-4 by default, by the root of the mean square
#             gradient of the layer, without a bound but epsilon. Without gradient that is 1e-4 /
#             1e-8 = 10000 times the rate: 1 becomes -999, then 998001.
# Versions:   Python 3.11; pytorch-optimizer 4.1.0, torch 2.14.1, numpy 2.4.6
# Matters:    dead ReLUs, a head that a batch does not use, a factor 0 behind a layer: its weights
#             explode in three steps.
# Documented: that the decay is divided so, by the paper; not what comes where there is no gradient.
# Output:
#   adams gradient 1: 1.0 0.9 0.8 0.7 0.6
#   adams gradient 0.0001: 1.0 0.8 0.62 0.458 0.3123
#   adams gradient 0: 1.0 -999 9.98e+05 -9.97e+08 9.96e+11
#   adamw gradient 1: 1.0 0.899 0.7981 0.6973 0.5966
#   adamw gradient 0.0001: 1.0 0.899 0.7981 0.6973 0.5966
#   adamw gradient 0: 1.0 0.999 0.998 0.997 0.996
#   adam  gradient 1: 1.0 0.9 0.8 0.7 0.6
#   adam  gradient 0.0001: 1.0 0.9 0.8 0.7 0.6
#   adam  gradient 0: 1.0 1 1 1 1
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


def path(name, gradient, steps=4):
    w = torch.nn.Parameter(torch.ones(3))
    optimizer, seen = load_optimizer(name)([w], lr=0.1), [1.0]
    for _ in range(steps):
        w.grad = torch.full((3,), gradient)
        optimizer.step()
        seen.append(f"{w[0].item():.4g}")
    return " ".join(map(str, seen))


for name in ("adams", "adamw", "adam"):
    for gradient in (1.0, 1e-4, 0.0):
        print(f"{name:5} gradient {gradient:g}: {path(name, gradient)}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
