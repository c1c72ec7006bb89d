#!/usr/bin/env bash
# PaddlePaddle: relu turns NaN into 0.
#
# Guess:      NaN goes through every activation, as it does in PyTorch, JAX and TensorFlow, so a
#             diverged network shows it.
# Behaviour:  relu(nan) is 0 with slope 0, for one number and for many; relu6, leaky_relu, elu and
#             maximum of the same library keep it.
# Versions:   Python 3.11; paddlepaddle 3.3.1, setuptools 84.2.1, numpy 2.4.6
# Matters:    after a division 0 / 0 in the first layer the loss is finite, training goes on, and a
#             check for NaN at the end finds nothing.
# Documented: no.
# Output:
#   1 numbers, relu: [0.0]
#   100 numbers, relu: [0.0]
#   relu6: nan
#   leaky_relu: nan
#   elu: nan
#   gelu: nan
#   maximum(x, 0): nan
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile paddlepaddle==3.3.1 setuptools==84.2.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import math

import paddle
from paddle.nn import functional as F

for count in (1, 100):
    x = paddle.full([count], math.nan)
    print(f"{count} numbers, relu:", sorted(set(F.relu(x).numpy().tolist())))
x = paddle.full([1], math.nan)
for name in ("relu6", "leaky_relu", "elu", "gelu"):
    print(f"{name}:", getattr(F, name)(x).item())
print("maximum(x, 0):", paddle.maximum(x, paddle.zeros([1])).item())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
