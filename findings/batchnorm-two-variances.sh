#!/usr/bin/env bash
# Batch normalisation: PyTorch normalises by one variance and remembers another.
#
# Guess:      the running variance is the mean of the variances by which the batches were normalised.
# Behaviour:  PyTorch normalises by the variance with divisor n and stores the one with divisor n - 1.
#             The batch (0, 2) becomes (-1, 1) in training and (-0.71, 0.71) in evaluation with the
#             statistics of that very batch. Keras and PaddlePaddle store the divisor n; ONNX asks for
#             n, so its reference differs from the network that was exported.
# Versions:   Python 3.11; torch 2.13.0, keras 3.15.1, jax 0.10.2, paddlepaddle 3.3.1, onnx 1.23.2,
#             numpy 2.4.6
# Matters:    for small batches the outputs shrink when training ends, by the root of (n - 1) / n.
# Documented: yes in PyTorch, in one sentence; the consequence is not drawn.
# Output:
#   torch   training [-1.0, 1.0], stored variance 2.00, evaluation [-0.71, 0.71]
#   keras   training [-1.0, 1.0], stored variance 1.00, evaluation [-1.0, 1.0]
#   paddle  training [-1.0, 1.0], stored variance 1.00, evaluation [-1.0, 1.0]
#   onnx    training [-1.0, 1.0], stored variance 1.00
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 keras==3.15.1 jax==0.10.2 paddlepaddle==3.3.1 onnx==1.23.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import os

os.environ["KERAS_BACKEND"] = "jax"
import keras
import numpy as np
import onnx
import paddle
import torch
from onnx.reference import ReferenceEvaluator

batch = np.array([[0.0], [2.0]], dtype=np.float32)


def show(name, training, variance, evaluation=None):
    line = f"{name.ljust(7)} training {[round(float(v), 2) for v in np.ravel(training)]}, stored variance {float(variance):.2f}"
    print(line if evaluation is None else line + f", evaluation {[round(float(v), 2) for v in np.ravel(evaluation)]}")


t = torch.nn.BatchNorm1d(1, eps=1e-12, momentum=1.0, affine=False)
show("torch", t(torch.from_numpy(batch)), t.running_var[0], t.eval()(torch.from_numpy(batch)))
k = keras.layers.BatchNormalization(momentum=0.0, epsilon=0.0)
show("keras", k(batch, training=True), k.moving_variance.value[0], k(batch, training=False))
p = paddle.nn.BatchNorm1D(1, momentum=0.0, epsilon=0.0)
trained, stored = p(paddle.to_tensor(batch)).numpy(), p._variance.numpy()[0]
p.eval()
show("paddle", trained, stored, p(paddle.to_tensor(batch)).numpy())
node = onnx.helper.make_node("BatchNormalization", ["x", "s", "b", "m", "v"], ["y", "mean", "var"], training_mode=1,
                             momentum=0.0, epsilon=0.0)
one, zero = np.ones(1, np.float32), np.zeros(1, np.float32)
y, _, variance = ReferenceEvaluator(node).run(None, {"x": batch, "s": one, "b": zero, "m": zero, "v": one})
show("onnx", y, variance[0])
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
