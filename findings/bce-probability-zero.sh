#!/usr/bin/env bash
# Binary cross-entropy of the probability 0 for label 1: 100 in PyTorch and PaddlePaddle, 16 in Keras,
# and slopes from 0 to -1e12.
#
# Guess:      the loss is inf, or clipped and then flat.
# Behaviour:  PyTorch and PaddlePaddle clip the logarithm at -100 but divide the slope by 1e-12: a
#             loss of 100, bounded, with a slope of -1e12. Keras clips the probability to 1e-7: a loss
#             of 16.1 and the slope 0, so the worst errors teach nothing at all.
# Versions:   Python 3.11; torch 2.13.0, keras 3.15.1, jax 0.10.2, paddlepaddle 3.3.1, numpy 2.4.6
# Matters:    after a saturated sigmoid one library explodes (unless the slope 0 of the sigmoid
#             cancels it) and the other is stuck for ever.
# Documented: PyTorch documents the clipping of the logarithm, not the slope; Keras neither.
# Output:
#   torch:  loss 100, slope -1e+12
#   paddle: loss 100, slope -1e+12
#   keras at 0: loss 16.12, slope 0
#   keras at 1e-09: loss 16.12, slope 0
#   keras at 1e-06: loss 13.82, slope -1e+06
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 keras==3.15.1 jax==0.10.2 paddlepaddle==3.3.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax
import jax.numpy as jnp
import keras
import paddle
import torch

x = torch.tensor([0.0], dtype=torch.float64, requires_grad=True)
loss = torch.nn.functional.binary_cross_entropy(x, torch.ones(1, dtype=torch.float64))
print(f"torch:  loss {loss.item():.4g}, slope {torch.autograd.grad(loss, x)[0].item():.3g}")
x = paddle.to_tensor([0.0], dtype="float64", stop_gradient=False)
loss = paddle.nn.functional.binary_cross_entropy(x, paddle.ones([1], "float64"))
loss.backward()
print(f"paddle: loss {loss.item():.4g}, slope {x.grad.item():.3g}")
for p in (0.0, 1e-9, 1e-6):
    loss, slope = jax.value_and_grad(lambda p: keras.losses.BinaryCrossentropy()(jnp.ones((1, 1)), p.reshape(1, 1)))(jnp.array(p))
    print(f"keras at {p:g}: loss {float(loss):.4g}, slope {float(slope) + 0.0:.3g}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
