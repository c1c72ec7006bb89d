#!/usr/bin/env bash
# ONNX: the reference evaluator's LogSoftmax is -inf where the answer is -200.
#
# Guess:      the operator exists because log(softmax(x)) underflows; the implementation that defines
#             the standard avoids it.
# Behaviour:  onnx.reference takes the logarithm of the softmax: for (200, 0) in float32 it gives (0,
#             -inf), ONNX Runtime (0, -200).
# Versions:   Python 3.11; onnx 1.23.2, onnxruntime 1.32.0, numpy 2.4.6
# Matters:    a cross-entropy checked against the reference evaluator is inf for a confident wrong
#             answer, and the blame falls on the exporter.
# Documented: no.
# Output:
#   onnxruntime:    [[0.0, -200.0]]
#   onnx.reference: [[0.0, -inf]]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import warnings

import numpy as np
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

graph = helper.make_graph([helper.make_node("LogSoftmax", ["x"], ["y"], axis=-1)], "g",
                          [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 2])],
                          [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 2])])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
feed = {"x": np.array([[200.0, 0.0]], dtype=np.float32)}
session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
print("onnxruntime:   ", session.run(None, feed)[0].tolist())
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    print("onnx.reference:", ReferenceEvaluator(model).run(None, feed)[0].tolist())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
