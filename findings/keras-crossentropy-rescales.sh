#!/usr/bin/env bash
# Keras: the cross-entropy of the prediction (0.2, 0.2) for the first class is ln 2, not ln 5.
#
# Guess:      minus the logarithm of the predicted 0.2, which is 1.609, with slope -5 by that entry
#             and 0 by the other.
# Behaviour:  the predictions are divided by their sum first, so the loss is 0.693 with slopes (-2.5,
#             2.5), and a prediction of (0.9, 0.9) is as good. BinaryCrossentropy on the same numbers
#             does not rescale.
# Versions:   Python 3.11; keras 3.15.1, jax 0.10.2, numpy 2.4.6
# Matters:    sigmoid outputs used with the categorical loss are trained on their ratio only and may
#             all drift to 0 or to 1; and the slopes differ from -y / p, which every textbook derives.
# Documented: the page says that predictions should be probabilities; that they are rescaled, it does
#             not.
# Output:
#   categorical [0.2, 0.2]: loss 0.693, slopes [-2.5, 2.5]
#   categorical [0.9, 0.9]: loss 0.693, slopes [-0.556, 0.556]
#   categorical [0.2, 0.8]: loss 1.609, slopes [-4.0, 1.0]
#   binary      [0.2, 0.2]: loss 0.916, which is (ln 5 + ln 1.25) / 2
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
import jax
import jax.numpy as jnp
import keras

hot = jnp.array([[1.0, 0.0]])
for p in ([0.2, 0.2], [0.9, 0.9], [0.2, 0.8]):
    loss, slopes = jax.value_and_grad(lambda p: keras.losses.CategoricalCrossentropy()(hot, p))(jnp.array([p]))
    print(f"categorical {p}: loss {float(loss):.3f}, slopes {[round(float(v), 3) for v in slopes[0]]}")
loss = keras.losses.BinaryCrossentropy()(hot, jnp.array([[0.2, 0.2]]))
print(f"binary      [0.2, 0.2]: loss {float(loss):.3f}, which is (ln 5 + ln 1.25) / 2")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
