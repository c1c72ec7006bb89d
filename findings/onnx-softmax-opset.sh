#!/usr/bin/env bash
# ONNX: the reference evaluator reads Softmax of opset 11 as that of opset 13.
#
# Guess:      the evaluator, which stands for the standard, follows the version that the model
#             declares.
# Behaviour:  up to opset 12 Softmax with axis=1 normalises over all axes from the first on; from 13
#             on over that axis alone. ONNX Runtime obeys, onnx.reference takes the new meaning for
#             the old model: its weights sum to 1 per column, where the whole sample should.
# Versions:   Python 3.11; onnx 1.23.2, onnxruntime 1.32.0, numpy 2.4.6
# Matters:    the same file gives different class probabilities and attention weights in the two
#             programs that are used to compare with each other.
# Documented: the change of the operator, yes; that the evaluator ignores it, no.
# Output:
#   opset 11 onnxruntime    [0.032, 0.087, 0.237, 0.644] sum 1.0
#   opset 11 onnx.reference [0.119, 0.119, 0.881, 0.881] sum 2.0
#   opset 13 onnxruntime    [0.119, 0.119, 0.881, 0.881] sum 2.0
#   opset 13 onnx.reference [0.119, 0.119, 0.881, 0.881] sum 2.0
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

x = np.arange(4, dtype=np.float32).reshape(1, 2, 2)
for opset in (11, 13):
    graph = helper.make_graph([helper.make_node("Softmax", ["x"], ["y"], axis=1)], "g",
                              [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 2, 2])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 2, 2])])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    for name, run in (("onnxruntime   ", session.run), ("onnx.reference", ReferenceEvaluator(model).run)):
        y = run(None, {"x": x})[0]
        print(f"opset {opset} {name}", [round(float(v), 3) for v in y.ravel()], "sum", round(float(y.sum()), 3))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
