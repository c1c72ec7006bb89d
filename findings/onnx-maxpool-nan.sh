#!/usr/bin/env bash
# ONNX: max pooling throws NaN away, where the network that was exported keeps it.
#
# Guess:      the maximum of (1, nan, 2) is nan, as in NumPy, PyTorch and ONNX's own Max.
# Behaviour:  MaxPool gives 2 in ONNX Runtime and in the reference evaluator; torch's max_pool1d gives
#             nan, and so does the operator Max.
# Versions:   Python 3.11; onnx 1.23.2, onnxruntime 1.32.0, torch 2.13.0, numpy 2.4.6
# Matters:    a network that has diverged yields finite predictions after export, and the check for
#             nan at the output passes.
# Documented: no.
# Output:
#   MaxPool of (1, nan, 2), onnxruntime and onnx.reference: [2.0, 2.0]
#   torch max_pool1d:                                       nan
#   Max of nan and 2, onnxruntime and onnx.reference:       [nan, nan]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile onnx==1.23.2 onnxruntime==1.32.0 torch==2.13.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import numpy as np
import onnxruntime
import torch
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

x = np.array([[[1.0, np.nan, 2.0]]], dtype=np.float32)


def both(node, feed, shape):
    graph = helper.make_graph([node], "g", [helper.make_tensor_value_info(k, TensorProto.FLOAT, v.shape) for k, v in feed.items()],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return [float(run(None, feed)[0].ravel()[0]) for run in (session.run, ReferenceEvaluator(model).run)]


print("MaxPool of (1, nan, 2), onnxruntime and onnx.reference:",
      both(helper.make_node("MaxPool", ["x"], ["y"], kernel_shape=[3]), {"x": x}, [1, 1, 1]))
print("torch max_pool1d:                                      ", torch.nn.functional.max_pool1d(torch.from_numpy(x), 3).item())
print("Max of nan and 2, onnxruntime and onnx.reference:      ",
      both(helper.make_node("Max", ["a", "b"], ["y"]), {"a": x[0, 0, 1:2], "b": x[0, 0, 2:]}, [1]))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
