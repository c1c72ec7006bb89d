#!/usr/bin/env bash
# A truncated normal initializer of deviation 1 has the deviation 0.88, 1, or is not truncated at all.
#
# Guess:      the deviation asked for is the deviation of the numbers drawn, or that of the normal
#             before it is cut at two deviations, but the same everywhere.
# Behaviour:  truncated_normal of JAX, Keras and PaddlePaddle gives 0.88, the variance_scaling of the
#             same libraries (LeCun, Glorot, He) corrects for the cut and gives 1.00. PyTorch cuts at
#             -2 and 2 whatever the deviation: 0.88 for std=1, and for std=0.02 nothing is cut at all.
# Versions:   Python 3.11; torch 2.13.0, jax 0.10.2, keras 3.15.1, paddlepaddle 3.3.1, numpy 2.4.6
# Matters:    a network written over from one initializer or library to another starts with weights 12
#             % smaller or larger in each layer, a factor 3.6 over ten layers.
# Documented: the bounds of PyTorch are documented as absolute; the missing or present correction is
#             not where one looks for it.
# Output:
#   torch, std=1                 deviation 0.88, all within two deviations: True
#   torch, std=0.02              deviation 1.00, all within two deviations: False
#   jax, stddev=1                deviation 0.88, all within two deviations: True
#   jax variance_scaling         deviation 1.00, all within two deviations: False
#   keras TruncatedNormal        deviation 0.88, all within two deviations: True
#   keras VarianceScaling        deviation 1.00, all within two deviations: False
#   paddle, std=1                deviation 0.88, all within two deviations: True
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 jax==0.10.2 keras==3.15.1 paddlepaddle==3.3.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax
import keras
import numpy as np
import paddle
import torch

shape = (1000, 1000)


def show(name, draws, scale=1.0):
    draws = np.asarray(draws) / scale
    print(f"{name.ljust(28)} deviation {draws.std():.2f}, all within two deviations: {bool(np.abs(draws).max() <= 2.01)}")


torch.manual_seed(0)
paddle.seed(0)
show("torch, std=1", torch.nn.init.trunc_normal_(torch.empty(shape), std=1.0))
show("torch, std=0.02", torch.nn.init.trunc_normal_(torch.empty(shape), std=0.02), 0.02)
show("jax, stddev=1", jax.nn.initializers.truncated_normal(1.0)(jax.random.key(0), shape))
show("jax variance_scaling", jax.nn.initializers.lecun_normal()(jax.random.key(0), shape), 1000**-0.5)
show("keras TruncatedNormal", keras.initializers.TruncatedNormal(stddev=1.0, seed=0)(shape))
show("keras VarianceScaling", keras.initializers.VarianceScaling(1.0, "fan_in", "truncated_normal", seed=0)(shape), 1000**-0.5)
weight = paddle.create_parameter(shape, "float32", default_initializer=paddle.nn.initializer.TruncatedNormal(0.0, 1.0))
show("paddle, std=1", weight.numpy())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
