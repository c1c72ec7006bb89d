#!/usr/bin/env bash
# Thinc: the loss of CategoricalCrossentropy is a squared error, and its gradient belongs to neither.
#
# Guess:      for the predictions 0.7, 0.6, 0.8 of the right classes the loss is minus their mean
#             logarithm, 0.364.
# Behaviour:  it is 0.064, and L2Distance returns the same loss and the same slopes. The slopes are (p
#             - t) / n, the loss is the sum of their squares, so each slope is n / 2 times the
#             derivative of the loss, here 1.5 times.
# Versions:   Python 3.11; thinc 9.1.1, numpy 2.4.6
# Matters:    the printed loss is no likelihood and cannot be compared with another library's; a
#             gradient check of the pair fails.
# Documented: the gradient, yes (it is meant for a softmax layer, whose backward pass does nothing);
#             the loss, no.
# Output:
#   mean of -log p: 0.364, mean of squares: 0.097
#   CategoricalCrossentropy: loss 0.064, first slope -0.100, difference quotient of the loss -0.067
#   L2Distance: loss 0.064, first slope -0.100, difference quotient of the loss -0.067
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile thinc==9.1.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import numpy as np
from thinc.api import CategoricalCrossentropy, L2Distance

p = np.array([[0.7, 0.3], [0.4, 0.6], [0.2, 0.8]], dtype=np.float32)
t = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], dtype=np.float32)
print(f"mean of -log p: {-np.log((p * t).sum(axis=1)).mean():.3f}, mean of squares: {((p - t) ** 2).mean():.3f}")
for loss in (CategoricalCrossentropy(), L2Distance()):
    slopes, value = loss(p, t)
    moved = p.copy()
    moved[0, 0] += 1e-2
    back = p.copy()
    back[0, 0] -= 1e-2
    quotient = (loss.get_loss(moved, t) - loss.get_loss(back, t)) / 2e-2
    print(f"{type(loss).__name__}: loss {value:.3f}, first slope {slopes[0, 0]:.3f}, difference quotient of the loss {quotient:.3f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
