#!/usr/bin/env bash
# ONNX: the reference evaluator's LpNormalization with p = 1 changes signs, and its LRN treats as many channels as
# there are samples.
#
# Guess:      the evaluator that ONNX ships as its reference computes what the operators'
#             definitions say, as ONNX Runtime does.
# Behaviour:  LpNormalization with p = 1 divides by the sum of the entries and not of their absolute
#             values: (1, -3, 1) becomes (-1, 3, -1). LRN, which divides each channel by the squares
#             of its neighbours, counts channels by the size of the batch: with one sample, it
#             leaves all but the first of four as they are.
# Versions:   Python 3.11; onnx 1.23.2, onnxruntime 1.32.0, numpy 2.4.6
# Matters:    converters and engines are tested against the reference; who trusts it mends what is
#             right.
# Documented: no; the definitions are as one would guess.
# Output:
#   divided by |x1| + |x2| + |x3|: [0.2, -0.6, 0.2]
#   runtime   LpNormalization, p = 1: [0.2, -0.6, 0.2]
#   reference LpNormalization, p = 1: [-1.0, 3.0, -1.0]
#   LRN of (1, 2, 3, 4): [0.479, 0.545, 0.508, 0.749]
#   runtime   LRN: [0.479, 0.545, 0.508, 0.749]
#   reference LRN: [0.479, 2.0, 3.0, 4.0]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import numpy as np
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator


def shown(y):
    return [round(float(v), 3) for v in y.ravel()]


def runs(node, x):
    """What ONNX Runtime and ONNX's reference make of x."""
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, x.shape) for name in "xy"]
    model = helper.make_model(helper.make_graph([node], "g", values[:1], values[1:]), opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return (("runtime  ", onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": x})[0]),
            ("reference", ReferenceEvaluator(model).run(None, {"x": x})[0]))


x = np.array([[1.0, -3.0, 1.0]], np.float32)
print("divided by |x1| + |x2| + |x3|:", shown(x / np.abs(x).sum()))
for who, y in runs(helper.make_node("LpNormalization", ["x"], ["y"], p=1, axis=1), x):
    print(f"{who} LpNormalization, p = 1:", shown(y))
x = np.array([1.0, 2.0, 3.0, 4.0], np.float32).reshape(1, 4, 1, 1)
squares = [sum(v * v for v in x.ravel()[max(0, c - 1):c + 2]) for c in range(4)]
print("LRN of (1, 2, 3, 4):", [round(float(v / (1 + s / 3) ** 0.75), 3) for v, s in zip(x.ravel(), squares)])
for who, y in runs(helper.make_node("LRN", ["x"], ["y"], size=3, alpha=1.0, beta=0.75, bias=1.0), x):
    print(f"{who} LRN:", shown(y))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
