#!/usr/bin/env bash
# Keras' Ftrl throws the initial weights away at its first step.
#
# Guess:      the first step moves a weight by something like the learning rate; a weight of 1 under a
#             gradient of 1e-4 stays near 1.
# Behaviour:  the weight is computed anew from the sum of the gradients, as if it had started at 0: 1
#             becomes -0.00003, and so does 5. A gradient of exactly 0 sends it to 0.
# Versions:   Python 3.11; keras 3.15.1, jax 0.10.2, numpy 2.4.6
# Matters:    random weights, which are to make the units different, are gone after one batch, and a
#             pretrained network is wiped out by one step of fine-tuning.
# Documented: no; the formula on the page implies it.
# Output:
#   weight 1.0, gradient 0.0001, after one step: Ftrl -0.00003, Adagrad 0.99997
#   weight 1.0, gradient 0, after one step: Ftrl 0.00000, Adagrad 1.00000
#   weight 5.0, gradient 0.0001, after one step: Ftrl -0.00003, Adagrad 4.99997
#   weight 5.0, gradient 0, after one step: Ftrl 0.00000, Adagrad 5.00000
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile keras==3.15.1 jax==0.10.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax.numpy as jnp
import keras

for start in (1.0, 5.0):
    for gradient in (1e-4, 0.0):
        row = []
        for kind in (keras.optimizers.Ftrl, keras.optimizers.Adagrad):
            weight = keras.Variable([start])
            kind(learning_rate=0.1).apply([jnp.array([gradient])], [weight])
            row.append(f"{kind.__name__} {float(weight.value[0]) + 0.0:.5f}")
        print(f"weight {start}, gradient {gradient:g}, after one step:", ", ".join(row))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
