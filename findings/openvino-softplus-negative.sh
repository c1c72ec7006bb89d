#!/usr/bin/env bash
# OpenVINO: the softplus of -20 is negative, and ncnn's is 0.
#
# Guess:      softplus is positive everywhere, and float32 has the numbers: softplus(-20) is 2.1e-9.
# Behaviour:  OpenVINO returns a small negative number at -18 and -20, whose logarithm is nan, 0
#             below that, and is off by more than one percent at -10. ncnn is off by less there and
#             returns 0 at -20. Both are as good as float32 allows for positive arguments.
# Versions:   Python 3.11; openvino 2026.4.1, ncnn 1.0.20261020, onnx 1.23.2, numpy 2.4.6
# Matters:    a variance that comes out of a softplus, as in networks that predict their own
#             uncertainty, is divided by and its logarithm taken: what was positive in training is
#             not in the engine.
# Documented: not that we know.
# Output:
#   OpenVINO  20: right, -10: off by more than 1 %, -18: negative, -20: negative, -40: zero
#   ncnn      20: right, -10: off by less than 1 %, -18: zero, -20: zero, -40: zero
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile openvino==2026.4.1 ncnn==1.0.20261020 onnx==1.23.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import ncnn
import numpy as np
import onnx
import openvino
from onnx import TensorProto, helper


def by_openvino(z):
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, z.shape) for name in "xy")
    graph = helper.make_graph([helper.make_node("Softplus", ["x"], ["y"])], "g", [x], [y])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9), "model.onnx")
    return openvino.Core().compile_model("model.onnx", "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(z)[0]


def by_ncnn(z):
    with open("model.param", "w") as file:
        file.write("7767517\n2 2\nInput in 0 1 in\nSoftplus op 1 1 in out\n")
    open("model.bin", "wb").close()
    net = ncnn.Net()
    net.load_param("model.param")
    net.load_model("model.bin")
    run = net.create_extractor()
    run.input("in", ncnn.Mat(z.copy()).clone())
    return np.array(run.extract("out")[1])


def what(value, truth):
    if value <= 0:
        return "zero" if value == 0 else "negative"
    error = abs(value / truth - 1)
    return "right" if error < 1e-6 else f"off by {'more' if error > 0.01 else 'less'} than 1 %"


z = np.array([20, -10, -18, -20, -40] * 16, np.float32)  # many at once, so that no engine treats a rest apart
truth = np.logaddexp(0, z.astype(float))
for name, engine in (("OpenVINO", by_openvino), ("ncnn", by_ncnn)):
    print(f"{name:9}", ", ".join(f"{x:.0f}: {what(v, t)}" for x, v, t in list(zip(z, engine(z), truth))[:5]))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
