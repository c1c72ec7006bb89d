#!/usr/bin/env bash
# safetensors writes a transposed NumPy array with its numbers in the wrong order.
#
# Guess:      an array comes back equal, or is refused as PyTorch's front end refuses views that are
#             not contiguous.
# Behaviour:  the NumPy front end writes the memory as it lies and the shape of the view, so a
#             transposed or Fortran-ordered array comes back scrambled, without a warning. PyTorch's
#             front end raises an error for the same view.
# Versions:   Python 3.11; safetensors 0.8.0, numpy 2.4.6
# Matters:    weights are transposed whenever they move between libraries (out x in against in x out).
#             The file is valid, the shapes fit, and only the predictions are wrong.
# Documented: no. It is a known fault of 0.8.0: release 0.7.0 wrote such arrays rightly.
# Output:
#   W.T before:            [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]
#   W.T after:             [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]
#   asfortranarray before: [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
#   asfortranarray after:  [[0.0, 3.0, 1.0], [4.0, 2.0, 5.0]]
#   a copy of W.T after:   [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile safetensors==0.8.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import numpy as np
from safetensors.numpy import load, save

W = np.arange(6.0, dtype=np.float32).reshape(2, 3)
print("W.T before:           ", W.T.tolist())
print("W.T after:            ", load(save({"w": W.T}))["w"].tolist())
print("asfortranarray before:", np.asfortranarray(W).tolist())
print("asfortranarray after: ", load(save({"w": np.asfortranarray(W)}))["w"].tolist())
print("a copy of W.T after:  ", load(save({"w": np.ascontiguousarray(W.T)}))["w"].tolist())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
