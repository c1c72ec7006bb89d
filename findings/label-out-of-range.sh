#!/usr/bin/env bash
# A class label that does not exist: nan with a finite gradient, a loss of 0, or the last class.
#
# Guess:      an error, as in PyTorch and in Keras on TensorFlow; at the very least nan everywhere.
# Behaviour:  for three classes optax gives nan for the label 5, but a finite gradient that lowers all
#             three scores by their probability; -1 is the last class, in optax and MLX. Keras on JAX
#             gives the loss 0 and the gradient 0 for 5 and for -1.
# Versions:   Python 3.11; optax 0.2.8, jax 0.10.2, keras 3.15.1, torch 2.13.0, mlx 0.32.4, mlx-cpu
#             0.32.4, numpy 2.4.6
# Matters:    labels 1 to 10 instead of 0 to 9, or -1 for "unknown", are common. With Keras on JAX
#             such samples are left out, with optax they train the wrong class, and the loss looks
#             better than it is.
# Documented: not that we know.
# Output:
#   label  2 optax: loss 1.09, slopes [0.41, 0.25, -0.66]
#   label  2 keras: loss 1.09, slopes [0.41, 0.25, -0.66]
#   label  5 optax: loss nan, slopes [0.41, 0.25, 0.34]
#   label  5 keras: loss 0.00, slopes [0.0, 0.0, 0.0]
#   label -1 optax: loss 1.09, slopes [0.41, 0.25, -0.66]
#   label -1 keras: loss 0.00, slopes [0.0, 0.0, 0.0]
#   label -1 mlx:   loss 1.09
#   label  5 torch: Target 5 is out of bounds.
#   label -1 torch: Target -1 is out of bounds.
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile optax==0.2.8 jax==0.10.2 keras==3.15.1 torch==2.13.0 mlx==0.32.4 mlx-cpu==0.32.4 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax
import jax.numpy as jnp
import keras
import mlx.core as mx
import mlx.nn
import numpy as np
import optax
import torch

mx.set_default_device(mx.cpu)
scores = [[0.3, -0.2, 0.1]]
for label in (2, 5, -1):
    y = np.array([label])
    for name, f in {"optax": lambda z: optax.softmax_cross_entropy_with_integer_labels(z, y).sum(),
                    "keras": lambda z: keras.losses.SparseCategoricalCrossentropy(from_logits=True)(y, z)}.items():
        loss, slopes = jax.value_and_grad(f)(jnp.array(scores))
        print(f"label {label:2} {name}: loss {float(loss) + 0.0:.2f}, slopes {[round(float(v) + 0.0, 2) for v in slopes[0]]}")
print(f"label -1 mlx:   loss {mlx.nn.losses.cross_entropy(mx.array(scores), mx.array([-1])).item():.2f}")
for label in (5, -1):
    try:
        torch.nn.functional.cross_entropy(torch.tensor(scores), torch.tensor([label]))
    except IndexError as error:
        print(f"label {label:2} torch: {error}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
