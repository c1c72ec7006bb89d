#!/usr/bin/env bash
# NAdam and AMSGrad are other methods in each library.
#
# Guess:      names of published methods with the same constants give the same steps up to epsilon.
# Behaviour:  NAdam's first step at rate 0.1 is 0.106 in PyTorch and Keras, with a schedule of
#             momentum, and 0.147 in optax, without. AMSGrad keeps the largest mean of squares before
#             its correction in PyTorch and Keras, after it in optax: after one large gradient the
#             second step is 0.074 and 0.053.
# Versions:   Python 3.11; torch 2.13.0, keras 3.15.1, jax 0.10.2, optax 0.2.8, numpy 2.4.6
# Matters:    results named after the method cannot be repeated elsewhere, and a test that compares
#             two libraries fails for no error of its author.
# Documented: each library gives its own formula.
# Output:
#   NAdam   torch [0.106, 0.078] keras [0.106, 0.077] optax [0.147, 0.116]
#   AMSGrad torch [0.1, 0.074, 0.063] keras [0.1, 0.074, 0.063] optax [0.1, 0.053, 0.037]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 keras==3.15.1 jax==0.10.2 optax==0.2.8 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax.numpy as jnp
import keras
import optax
import torch


def steps(path):
    return [round(a - b, 3) for a, b in zip(path, path[1:])]


def by_torch(kind, gradients, **options):
    w = torch.nn.Parameter(torch.ones(1))
    optimizer, path = kind([w], lr=0.1, **options), [1.0]
    for gradient in gradients:
        w.grad = torch.tensor([gradient])
        optimizer.step()
        path.append(w.item())
    return steps(path)


def by_keras(optimizer, gradients):
    v, path = keras.Variable([1.0]), [1.0]
    for gradient in gradients:
        optimizer.apply([jnp.array([gradient])], [v])
        path.append(float(v.value[0]))
    return steps(path)


def by_optax(optimizer, gradients):
    w, path = jnp.ones(1), [1.0]
    state = optimizer.init(w)
    for gradient in gradients:
        update, state = optimizer.update(jnp.array([gradient]), state, w)
        w = optax.apply_updates(w, update)
        path.append(float(w[0]))
    return steps(path)


k = keras.optimizers
print("NAdam   torch", by_torch(torch.optim.NAdam, [1.0, 1.0]), "keras", by_keras(k.Nadam(0.1), [1.0, 1.0]),
      "optax", by_optax(optax.nadam(0.1), [1.0, 1.0]))
gradients = [1.0, 0.1, 0.1]
print("AMSGrad torch", by_torch(torch.optim.Adam, gradients, amsgrad=True), "keras", by_keras(k.Adam(0.1, amsgrad=True), gradients),
      "optax", by_optax(optax.amsgrad(0.1), gradients))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
