#!/usr/bin/env bash
# Flax and jax.nn.standardize: four numbers around 10,000 are normalised to -1500 and 1500.
#
# Guess:      a layer normalisation subtracts the mean, so (9999, 10000, 10001, 10002) becomes
#             (-1.34, -0.45, 0.45, 1.34), like (-1, 0, 1, 2): float32 holds all of these numbers
#             exactly.
# Behaviour:  the variance is computed as the mean of the squares minus the square of the mean,
#             which cancels to 0 in float32: Flax's LayerNorm and BatchNorm return values of
#             hundreds and thousands. use_fast_variance=False mends both; jax.nn.standardize has no
#             such option. PyTorch and ONNX Runtime are right.
# Versions:   Python 3.11; flax 0.12.8, jax 0.10.2, torch 2.13.0, onnxruntime 1.32.0, onnx 1.23.2,
#             numpy 2.4.6
# Matters:    a feature whose spread is small beside its mean, such as a time in seconds since 1970,
#             is blown up a thousandfold by the layer that should tame it.
# Documented: Flax: the option is described as less stable, and is on by default.
#             jax.nn.standardize: its page gives the other formula.
# Output:
#   mean     0 LayerNorm              -1.34    -0.45     0.45     1.34
#   mean     0 BatchNorm              -1.34    -0.45     0.45     1.34
#   mean     0 LayerNorm, exact       -1.34    -0.45     0.45     1.34
#   mean     0 jax.nn.standardize     -1.34    -0.45     0.45     1.34
#   mean     0 PyTorch                -1.34    -0.45     0.45     1.34
#   mean     0 ONNX Runtime           -1.34    -0.45     0.45     1.34
#   mean 10000 LayerNorm           -1500.00  -500.00   500.00  1500.00
#   mean 10000 BatchNorm            -474.34  -158.11   158.11   474.34
#   mean 10000 LayerNorm, exact       -1.34    -0.45     0.45     1.34
#   mean 10000 jax.nn.standardize   -474.34  -158.11   158.11   474.34
#   mean 10000 PyTorch                -1.34    -0.45     0.45     1.34
#   mean 10000 ONNX Runtime           -1.34    -0.45     0.45     1.34
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile flax==0.12.8 jax==0.10.2 torch==2.13.0 onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import flax.linen as nn
import jax
import numpy as np
import onnxruntime
import torch
from onnx import TensorProto, helper


def by_flax(layer, x, **how):
    return layer.apply(layer.init(jax.random.key(0), x, **how), x, mutable=["batch_stats"], **how)[0]


def by_runtime(x):
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, x.shape) for name in "xy"]
    scale = helper.make_tensor("scale", TensorProto.FLOAT, [4], [1.0] * 4)
    graph = helper.make_graph([helper.make_node("LayerNormalization", ["x", "scale"], ["y"])], "g", ends[:1], ends[1:], [scale])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    return onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": x})[0]


for mean in (0, 10_000):
    x = np.array([[-1, 0, 1, 2]], np.float32) + np.float32(mean)
    normed = {
        "LayerNorm": by_flax(nn.LayerNorm(), x),
        "BatchNorm": by_flax(nn.BatchNorm(use_running_average=False), x.T).T,
        "LayerNorm, exact": by_flax(nn.LayerNorm(use_fast_variance=False), x),
        "jax.nn.standardize": jax.nn.standardize(x),
        "PyTorch": torch.nn.functional.layer_norm(torch.tensor(x), (4,)).numpy(),
        "ONNX Runtime": by_runtime(x),
    }
    for name, y in normed.items():
        print(f"mean {mean:5} {name:19}", " ".join(f"{v:8.2f}" for v in np.asarray(y).ravel()))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
