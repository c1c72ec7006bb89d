#!/usr/bin/env bash
# After the learning rate drops, momentum goes on at the old rate in Keras, not in PyTorch and optax.
#
# Guess:      the two ways to write momentum (rate inside or outside of the velocity) are the same
#             method.
# Behaviour:  at a constant rate they are. When the rate falls from 0.1 to 0.01 under a gradient of 1,
#             PyTorch's and optax's next step falls at once to 0.027; Keras' velocity holds steps
#             already multiplied by the old rate, and the next step is 0.18.
# Versions:   Python 3.11; torch 2.13.0, keras 3.15.1, jax 0.10.2, optax 0.2.8, numpy 2.4.6
# Matters:    a schedule tuned in one library behaves otherwise in the other; after a drop Keras takes
#             some ten more steps of the old size.
# Documented: PyTorch: yes, in a note on the two forms; Keras: by its formula.
# Output:
#   torch steps: [0.1, 0.19, 0.0271, 0.0344]
#   keras steps: [0.1, 0.19, 0.181, 0.1729]
#   optax steps: [0.1, 0.19, 0.0271, 0.0344]
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

rates = [0.1, 0.1, 0.01, 0.01]
w = torch.nn.Parameter(torch.zeros(1))
optimizer = torch.optim.SGD([w], lr=0.1, momentum=0.9)
path = [0.0]
for rate in rates:
    optimizer.param_groups[0]["lr"] = rate
    w.grad = torch.ones(1)
    optimizer.step()
    path.append(w.item())
print("torch steps:", [round(a - b, 4) for a, b in zip(path, path[1:])])

v = keras.Variable([0.0])
optimizer = keras.optimizers.SGD(0.1, momentum=0.9)
path = [0.0]
for rate in rates:
    optimizer.learning_rate = rate
    optimizer.apply([jnp.ones(1)], [v])
    path.append(float(v.value[0]))
print("keras steps:", [round(a - b, 4) for a, b in zip(path, path[1:])])

optimizer = optax.sgd(optax.piecewise_constant_schedule(0.1, {2: 0.1}), momentum=0.9)
state = optimizer.init(jnp.zeros(1))
steps = []
for _ in rates:
    update, state = optimizer.update(jnp.ones(1), state)
    steps.append(round(-float(update[0]), 4))
print("optax steps:", steps)
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
