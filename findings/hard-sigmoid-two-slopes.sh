#!/usr/bin/env bash
# The hard sigmoid of ONNX is not the hard sigmoid of PyTorch, Keras and JAX, nor the one inside
# ONNX's HardSwish.
#
# Guess:      clip(x / 6 + 1 / 2, 0, 1), one formula under one name.
# Behaviour:  ONNX's HardSigmoid rises by 0.2 and reaches 1 at 2.5; in the others it rises by 1 / 6
#             and reaches 1 at 3. HardSwish in the same ONNX standard is x times the one with 1 / 6.
# Versions:   Python 3.11; onnx 1.23.2, torch 2.13.0, jax 0.10.2, numpy 2.4.6
# Matters:    a reader who rebuilds a network from the operator's name gets values that are off by up
#             to 0.08 and slopes by 20 %, and zero slope between 2.5 and 3.
# Documented: yes, on each page; that the two differ, on none.
# Output:
#   at 1.0: onnx 0.700, inside onnx HardSwish 0.667, torch 0.667, jax 0.667
#   at 2.5: onnx 1.000, inside onnx HardSwish 0.917, torch 0.917, jax 0.917
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile onnx==1.23.2 torch==2.13.0 jax==0.10.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import jax
import numpy as np
import torch
from onnx import helper
from onnx.reference import ReferenceEvaluator

for x in (1.0, 2.5):
    feed = {"x": np.array([x], dtype=np.float32)}
    sigmoid, swish = (ReferenceEvaluator(helper.make_node(op, ["x"], ["y"])).run(None, feed)[0][0] for op in ("HardSigmoid", "HardSwish"))
    print(f"at {x}: onnx {sigmoid:.3f}, inside onnx HardSwish {swish / x:.3f},",
          f"torch {torch.nn.functional.hardsigmoid(torch.tensor(x)).item():.3f}, jax {float(jax.nn.hard_sigmoid(x)):.3f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
