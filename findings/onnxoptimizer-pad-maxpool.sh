#!/usr/bin/env bash
# onnxoptimizer: padding by 0 before a max pooling becomes padding by minus infinity.
#
# Guess:      optimising a network leaves its results as they are.
# Behaviour:  a Pad in front of a MaxPool is merged into its attribute pads, which pads by nothing,
#             so that the maximum is taken over the pixels alone. Where all numbers at the border
#             are negative the results change from 0 to those numbers. The pass is one of the
#             defaults. Before an average pooling and a convolution the merged network is right.
# Versions:   Python 3.11; onnxoptimizer 0.4.2, onnx 1.23.2, onnxruntime 1.32.0, numpy 2.4.6
# Matters:    behind tanh, a normalisation or a logarithm numbers are negative half of the time; the
#             optimised network classifies otherwise, with no word about it.
# Documented: no.
# Output:
#   MaxPool as it is: [0.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, 0.0]
#   MaxPool optimised: [-1.0, -1.0, -2.0, -1.0, -1.0, -2.0, -3.0, -3.0, -4.0]
#   AveragePool as it is: [-0.25, -0.75, -0.5, -1.0, -2.5, -1.5, -0.75, -1.75, -1.0]
#   AveragePool optimised: [-0.25, -0.75, -0.5, -1.0, -2.5, -1.5, -0.75, -1.75, -1.0]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile onnxoptimizer==0.4.2 onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import numpy as np
import onnxoptimizer
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

x = np.array([[[[-1, -2], [-3, -4]]]], "f4")
for pooling in ("MaxPool", "AveragePool"):
    graph = helper.make_graph(
        [helper.make_node("Pad", ["x", "pads"], ["a"]), helper.make_node(pooling, ["a"], ["y"], kernel_shape=[2, 2])], "graph",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)], [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 1, 3, 3])],
        [numpy_helper.from_array(np.array([0, 0, 1, 1, 0, 0, 1, 1]), "pads")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    for name, network in (("as it is", model), ("optimised", onnxoptimizer.optimize(model))):
        y = onnxruntime.InferenceSession(network.SerializeToString()).run(None, {"x": x})[0]
        print(f"{pooling} {name}: {(y.ravel() + 0).tolist()}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
