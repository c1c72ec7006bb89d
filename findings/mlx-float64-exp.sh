#!/usr/bin/env bash
# MLX: exp and the sigmoid of float64 numbers are right to seven digits only.
#
# Guess:      float64 arrays, which MLX offers on the processor, are computed in float64.
# Behaviour:  quotients and tanh are; exp and sigmoid agree with the true values to about 1e-8 only,
#             the accuracy of float32, though the result has the type float64.
# Versions:   Python 3.11; mlx 0.32.4, mlx-cpu 0.32.4, numpy 2.4.6
# Matters:    who takes float64 for a gradient check gets differences with an error of 1e-7 / h, and
#             no step h that works.
# Documented: not that we know.
# Output:
#   1 / x    mlx.core.float64, relative error below 1e-14
#   exp      mlx.core.float64, relative error above 1e-9
#   tanh     mlx.core.float64, relative error below 1e-14
#   sigmoid  mlx.core.float64, relative error above 1e-9
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile mlx==0.32.4 mlx-cpu==0.32.4 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import math

import mlx.core as mx

mx.set_default_device(mx.cpu)
x = mx.array([0.7], dtype=mx.float64)
for name, value, true in (("1 / x", 1 / x, 1 / 0.7), ("exp", mx.exp(x), math.exp(0.7)), ("tanh", mx.tanh(x), math.tanh(0.7)),
                          ("sigmoid", mx.sigmoid(x), 1 / (1 + math.exp(-0.7)))):
    error = abs(value.item() / true - 1)
    print(f"{name.ljust(8)} {str(value.dtype)}, relative error", "below 1e-14" if error < 1e-14 else "above 1e-9" if error > 1e-9 else "between")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
