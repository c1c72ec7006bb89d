#!/usr/bin/env bash
# ONNX: the version converter changes what Resize and Hardmax compute.
#
# Guess:      convert_version brings a model to another version of the operators, with the same
#             results; what cannot be kept is refused, as it is on the way down.
# Behaviour:  Resize of version 10 puts the corner of the new grid on that of the old one, version
#             11 takes the centre of the pixel unless told otherwise, and the converter does not
#             tell it: a picture enlarged by linear interpolation has other numbers in it. Hardmax,
#             once taken over all remaining axes, is afterwards taken over one. Softmax, changed in
#             the same way, is converted rightly.
# Versions:   Python 3.11; onnx 1.23.2, onnxruntime 1.32.0, numpy 2.4.6
# Matters:    old networks are brought up to date with it before they are run or compared; a shift
#             by part of a pixel moves every value a little, which looks like rounding.
# Documented: no.
# Output:
#   Resize, version 10: [0.0, 2.0, 4.0, 4.0]
#   Resize, converted to 13: [0.0, 1.0, 3.0, 4.0]
#   Hardmax, version 11: [0.0, 0.0, 1.0, 0.0]
#   Hardmax, converted to 13: [0.0, 1.0, 1.0, 0.0]
#   Softmax, version 11: [0.029999999329447746, 0.09000000357627869, 0.6399999856948853, 0.23999999463558197]
#   Softmax, converted to 13: [0.029999999329447746, 0.09000000357627869, 0.6399999856948853, 0.23999999463558197]
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
from onnx import TensorProto, helper, numpy_helper, version_converter


def results(operator, version, x, constants, **attributes):
    names = [f"c{number}" for number in range(len(constants))]
    graph = helper.make_graph(
        [helper.make_node(operator, ["x", *names], ["y"], **attributes)], "graph",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)], [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(value, name) for name, value in zip(names, constants)],
    )
    old = helper.make_model(graph, opset_imports=[helper.make_opsetid("", version)], ir_version=7)
    for name, model in ((f"version {version}", old), ("converted to 13", version_converter.convert_version(old, 13))):
        y = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": x})[0]
        print(f"{operator}, {name}: {y.ravel().round(2).tolist()}")


results("Resize", 10, np.array([[[[0, 4]]]], "f4"), [np.array([1, 1, 1, 2], "f4")], mode="linear")
results("Hardmax", 11, np.array([[[1, 2], [4, 3]]], "f4"), [])
results("Softmax", 11, np.array([[[1, 2], [4, 3]]], "f4"), [])
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
