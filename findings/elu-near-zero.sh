#!/usr/bin/env bash
# Beside 0 the ELU of three inference engines has one digit, then none: elu(-1e-8) is 0.
#
# Guess:      elu(x) is exp(x) - 1 below 0, which every mathematics library offers as expm1 without
#             loss, so that elu(-1e-5) is -0.9999950e-5, as in PyTorch or Keras.
# Behaviour:  ONNX Runtime, OpenVINO and ncnn subtract 1 from a rounded exponential: three digits
#             are left at -1e-4, one or two at -1e-5, and at -1e-8 the result is 0. ncnn's tanh does
#             likewise, though tanh has no such formula. ONNX's own reference is right.
# Versions:   Python 3.11; onnxruntime 1.32.0, openvino 2026.4.1, ncnn 1.0.20261020, onnx 1.23.2,
#             numpy 2.4.6
# Matters:    the ELU was proposed for a smooth passage through 0; in the engine it is a staircase
#             there with steps of 6e-8, so that differences of the exported function say slope 0 or
#             far too much.
# Documented: not that we know.
# Output:
#   Elu  ONNX Runtime -1e-04: off by more than 1e-04, -1e-05: off by more than 1e-03, -1e-08: 0
#   Elu  OpenVINO     -1e-04: off by more than 1e-04, -1e-05: off by more than 1e-03, -1e-08: 0
#   Elu  reference    -1e-04: right, -1e-05: right, -1e-08: right
#   Elu  ncnn         -1e-04: off by more than 1e-04, -1e-05: off by more than 1e-03, -1e-08: 0
#   Tanh ONNX Runtime -1e-04: right, -1e-05: right, -1e-08: right
#   Tanh OpenVINO     -1e-04: right, -1e-05: right, -1e-08: right
#   Tanh reference    -1e-04: right, -1e-05: right, -1e-08: right
#   Tanh ncnn         -1e-04: off by more than 1e-04, -1e-05: off by more than 1e-03, -1e-08: 0
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile onnxruntime==1.32.0 openvino==2026.4.1 ncnn==1.0.20261020 onnx==1.23.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import ncnn
import numpy as np
import onnx
import onnxruntime
import openvino
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator


def exported(op, z):
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, z.shape) for name in "xy")
    graph = helper.make_graph([helper.make_node(op, ["x"], ["y"])], "g", [x], [y])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.save(model, "model.onnx")
    compiled = openvino.Core().compile_model("model.onnx", "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return {"ONNX Runtime": onnxruntime.InferenceSession("model.onnx").run(None, {"x": z})[0],
            "OpenVINO": compiled(z)[0], "reference": ReferenceEvaluator(model).run(None, {"x": z})[0]}


def by_ncnn(op, z):
    with open("model.param", "w") as file:
        file.write(f"7767517\n2 2\nInput in 0 1 in\n{op} op 1 1 in out{' 0=1.0' * (op == 'ELU')}\n")
    open("model.bin", "wb").close()
    net = ncnn.Net()
    net.load_param("model.param")
    net.load_model("model.bin")
    run = net.create_extractor()
    run.input("in", ncnn.Mat(z.copy()).clone())
    return np.array(run.extract("out")[1])


z = np.array([-1e-4, -1e-5, -1e-8] * 16, np.float32)  # many at once, so that no engine treats a rest apart
for op, truth in (("Elu", np.expm1(z.astype(float))), ("Tanh", np.tanh(z.astype(float)))):
    for name, y in (exported(op, z) | {"ncnn": by_ncnn({"Elu": "ELU", "Tanh": "TanH"}[op], z)}).items():
        error = np.abs(y / truth - 1)[:3]
        print(f"{op:4} {name:12}", ", ".join(
            f"{x:.0e}: " + ("0" if v == 0 else "right" if e < 1e-6 else f"off by more than {10.0**np.floor(np.log10(e)):.0e}")
            for x, v, e in zip(z, y, error)))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
