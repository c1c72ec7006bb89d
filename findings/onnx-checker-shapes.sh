#!/usr/bin/env bash
# ONNX: check_model and infer_shapes pass a product of matrices that do not fit.
#
# Guess:      a 2 x 3 matrix times a 4 x 5 one is refused by the checker, or at least by the inference
#             of shapes.
# Behaviour:  both are silent; only full_check=True raises. A graph that declares a 3-vector for the
#             Relu of a 2-vector passes, too.
# Versions:   Python 3.11; onnx 1.23.2, numpy 2.4.6
# Matters:    a converter that forgets a transpose has its model approved; the error appears on the
#             user's machine, or for square weights nowhere.
# Documented: yes: shapes are checked with full_check only, and infer_shapes has strict_mode.
# Output:
#   (2 x 3)(4 x 5) passes
#   (2 x 3)(4 x 5) passes
#   (2 x 3)(4 x 5) is refused
#   Relu from 2 to 3 passes
#   Relu from 2 to 3 passes
#   Relu from 2 to 3 is refused
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile onnx==1.23.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def model(node, x, y, weights=()):
    return helper.make_model(helper.make_graph(
        [node], "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, x)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, y)], list(weights)))


product = model(helper.make_node("MatMul", ["x", "w"], ["y"]), [2, 3], [2, 5],
                [numpy_helper.from_array(np.ones((4, 5), np.float32), "w")])
relu = model(helper.make_node("Relu", ["x"], ["y"]), [2], [3])
for name, m in (("(2 x 3)(4 x 5)", product), ("Relu from 2 to 3", relu)):
    for check in (lambda: onnx.checker.check_model(m), lambda: onnx.shape_inference.infer_shapes(m),
                  lambda: onnx.checker.check_model(m, full_check=True)):
        try:
            check()
            print(name, "passes")
        except onnx.shape_inference.InferenceError:
            print(name, "is refused")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
