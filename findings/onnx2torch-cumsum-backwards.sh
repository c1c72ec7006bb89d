#!/usr/bin/env bash
# onnx2torch: a running sum is taken from the end.
#
# Guess:      CumSum without attributes sums from the beginning, as ONNX defines it: (1, 2, 3)
#             becomes (1, 3, 6).
# Behaviour:  a missing attribute reverse is read as 1, where the standard says 0: the network in
#             PyTorch gives (6, 5, 3). With reverse=0 written out it is right.
# Versions:   Python 3.11; onnx2torch 1.5.15, torch 2.14.1, torchvision 0.29.1, onnx 1.23.2,
#             onnxruntime 1.32.0, numpy 2.4.6
# Matters:    attributes with their default value are left out by most exporters; positions of
#             tokens, returns and attention masks are such sums.
# Documented: no.
# Output:
#   attributes {}: ONNX Runtime [1.0, 3.0, 6.0], PyTorch [6.0, 5.0, 3.0]
#   attributes {'reverse': 0}: ONNX Runtime [1.0, 3.0, 6.0], PyTorch [1.0, 3.0, 6.0]
#   attributes {'reverse': 1}: ONNX Runtime [6.0, 5.0, 3.0], PyTorch [6.0, 5.0, 3.0]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile onnx2torch==1.5.15 torch==2.14.1 torchvision==0.29.1 onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import warnings

import numpy as np
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from onnx2torch import convert

warnings.simplefilter("ignore")
x = np.array([1, 2, 3], "f4")
for attributes in ({}, {"reverse": 0}, {"reverse": 1}):
    graph = helper.make_graph(
        [helper.make_node("CumSum", ["x", "axis"], ["y"], **attributes)], "graph",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [3])], [helper.make_tensor_value_info("y", TensorProto.FLOAT, [3])],
        [numpy_helper.from_array(np.array(0), "axis")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    standard = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": x})[0]
    print(f"attributes {attributes}: ONNX Runtime {standard.tolist()}, PyTorch {convert(model)(torch.tensor(x)).tolist()}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
