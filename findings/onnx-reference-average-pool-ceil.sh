#!/usr/bin/env bash
# ONNX: with ceil_mode the reference evaluator's average pooling is wrong in every window, those inside the picture
# too.
#
# Guess:      ceil_mode adds a row or column of windows that stand out over the edge; the mean of a
#             window that lies inside is what it was.
# Behaviour:  where a window stands out, all means are wrong: for windows of 4 by 4 on a picture of
#             6 by 6 the first one, which lies inside, is 7 in place of 10.5. Where all windows fit,
#             ceil_mode does no harm. ONNX Runtime is right.
# Versions:   Python 3.11; onnx 1.23.2, onnxruntime 1.32.0, numpy 2.4.6
# Matters:    the reference is what converters of pooling layers are tested against.
# Documented: no.
# Output:
#   windows of 3 x 3, step 3, ceil_mode 0: means [7.0, 10.0, 25.0, 28.0]
#     runtime   [7.0, 10.0, 25.0, 28.0]
#     reference [7.0, 10.0, 25.0, 28.0]
#   windows of 3 x 3, step 3, ceil_mode 1: means [7.0, 10.0, 25.0, 28.0]
#     runtime   [7.0, 10.0, 25.0, 28.0]
#     reference [7.0, 10.0, 25.0, 28.0]
#   windows of 4 x 4, step 4, ceil_mode 1: means [10.5, 13.5, 28.5, 31.5]
#     runtime   [10.5, 13.5, 28.5, 31.5]
#     reference [7.0, 9.5, 22.0, 24.5]
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

x = np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6)
for name, size, ceil in (("3 x 3, step 3", 3, 0), ("3 x 3, step 3", 3, 1), ("4 x 4, step 4", 4, 1)):
    node = helper.make_node("AveragePool", ["x"], ["y"], kernel_shape=[size, size], strides=[size, size], ceil_mode=ceil)
    inputs, outputs = (helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in (("x", x.shape), ("y", None)))
    model = helper.make_model(helper.make_graph([node], "g", [inputs], [outputs]), opset_imports=[helper.make_opsetid("", 19)], ir_version=9)
    truth = [x[0, 0, i:i + size, j:j + size].mean() for i in (0, size) for j in (0, size)]
    print(f"windows of {name}, ceil_mode {ceil}: means {np.round(truth, 2).tolist()}")
    print("  runtime  ", onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": x})[0].ravel().round(2).tolist())
    print("  reference", ReferenceEvaluator(model).run(None, {"x": x})[0].ravel().round(2).tolist())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
