#!/usr/bin/env bash
# torch.autograd.gradcheck accepts a gradient of 0 where it should be 9e-6, and a relative error of
# 0.9 per mille.
#
# Guess:      in float64, with a step of 1e-6, a wrong factor is found down to about 1e-6 in relative
#             size.
# Behaviour:  the absolute tolerance is 1e-5 and the relative one 1e-3, so any gradient below 1e-5
#             passes, one that is all zeros too, and a factor of 1.0009 at ordinary sizes.
# Versions:   Python 3.11; torch 2.13.0, numpy 2.4.6
# Matters:    a mean over many outputs, or a deep chain of sigmoids, has gradients of that size; a
#             custom backward pass is then approved whatever it returns.
# Documented: the tolerances are; what they let through is not spelt out.
# Output:
#   slopes near 1, factor 1.0009:   passes True
#   slopes near 1, factor 1.0020:   passes False
#   slopes near 9e-6, factor 0:     passes True
#   slopes near 9e-6, factor -0.1:  passes True
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import torch
from torch.autograd import Function, gradcheck


def passes(scale, factor):
    class Scaled(Function):
        @staticmethod
        def forward(context, x):
            context.save_for_backward(x)
            return scale * torch.sin(x)

        @staticmethod
        def backward(context, slopes):
            return factor * scale * torch.cos(context.saved_tensors[0]) * slopes

    x = torch.tensor([0.3, 0.7], dtype=torch.float64, requires_grad=True)
    return gradcheck(Scaled.apply, (x,), raise_exception=False)


print("slopes near 1, factor 1.0009:   passes", passes(1.0, 1.0009))
print("slopes near 1, factor 1.0020:   passes", passes(1.0, 1.002))
print("slopes near 9e-6, factor 0:     passes", passes(9e-6, 0.0))
print("slopes near 9e-6, factor -0.1:  passes", passes(9e-6, -0.1))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
