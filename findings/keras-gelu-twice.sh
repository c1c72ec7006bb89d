#!/usr/bin/env bash
# Keras: keras.activations.gelu and keras.ops.gelu are two functions.
#
# Guess:      two names of one library for one function, of the same arguments, give the same numbers.
# Behaviour:  GELU is x times the normal distribution function, or its approximation by tanh, which differs
#             by up to 0.0005. keras.activations.gelu, and so the layer that names "gelu", takes the former,
#             keras.ops.gelu the latter. jax.nn.gelu approximates as well, PyTorch's gelu does not.
# Versions:   Python 3.11; keras 3.15.1, jax 0.10.2, torch 2.13.0, numpy 2.4.6
# Matters:    a model rewritten from layers to operations, or from PyTorch to JAX, computes other numbers
#             with the same weights, in each block anew, and no test of shapes or of training notices.
# Documented: each default on its own page; that they differ, no.
# Output:
#   keras.activations.gelu  0.84134  -0.04550
#   keras.ops.gelu          0.84119  -0.04540
#   jax.nn.gelu             0.84119  -0.04540
#   torch gelu              0.84134  -0.04550
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile keras==3.15.1 jax==0.10.2 torch==2.13.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax
import keras
import numpy as np
import torch

x = np.array([1.0, -2.0], dtype=np.float32)
for name, y in (("keras.activations.gelu", keras.activations.gelu(x)), ("keras.ops.gelu", keras.ops.gelu(x)), ("jax.nn.gelu", jax.nn.gelu(x)),
                ("torch gelu", torch.nn.functional.gelu(torch.tensor(x)))):
    one, two = np.asarray(y)
    print(f"{name.ljust(22)}  {one:.5f}  {two:.5f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
