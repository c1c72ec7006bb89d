#!/usr/bin/env bash
# PyTensor: the slopes of a maximum with a tie sum to 2.
#
# Guess:      one of the tied entries gets the slope 1, or they share it; a step along (1, 1, 1)
#             raises the maximum by 1 in any case.
# Behaviour:  each of the tied entries gets 1, in max over a vector; no subgradient of the maximum is
#             that large. maximum(x, y) of two scalars gives (1, 0), so maximum(x, 0) and maximum(0,
#             x) differ at 0. PyTorch's amax shares, its max with an axis takes one.
# Versions:   Python 3.11; pytensor 3.0.7, torch 2.13.0, numpy 2.4.6
# Matters:    a maximum over equal entries, such as a background of zeros, multiplies the gradient
#             that goes on by their number.
# Documented: no.
# Output:
#   pytensor max of (1, 3, 3): [0.0, 1.0, 1.0]
#   pytensor maximum(x, 0) at 0: 1.0  maximum(0, x): 0.0
#   torch amax of (1, 3, 3): [0.0, 0.5, 0.5]
#   torch max(dim=0) of (1, 3, 3): [0.0, 1.0, 0.0]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile pytensor==3.0.7 torch==2.13.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import numpy as np
import pytensor
import pytensor.tensor as pt
import torch

x, s = pt.dvector("x"), pt.dscalar("s")
python = pytensor.compile.mode.Mode(linker="py")


def slope(expression, by, at):
    return pytensor.function([by], pytensor.grad(expression, by), mode=python)(at).tolist()


print("pytensor max of (1, 3, 3):", slope(pt.max(x), x, np.array([1.0, 3.0, 3.0])))
print("pytensor maximum(x, 0) at 0:", slope(pt.maximum(s, 0.0), s, 0.0), " maximum(0, x):", slope(pt.maximum(0.0, s), s, 0.0))
for name, f in {"amax": torch.amax, "max(dim=0)": lambda x: x.max(dim=0).values}.items():
    v = torch.tensor([1.0, 3.0, 3.0], requires_grad=True)
    print(f"torch {name} of (1, 3, 3):", torch.autograd.grad(f(v), v)[0].tolist())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
