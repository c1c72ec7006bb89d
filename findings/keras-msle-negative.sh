#!/usr/bin/env bash
# Keras: the mean squared logarithmic error is flat for negative predictions.
#
# Guess:      (log(1 + y) - log(1 + p))^2 is defined down to p = -1, so at p = -0.5 it has a slope
#             that raises p.
# Behaviour:  predictions below 1e-7 are raised to 1e-7 first, so the loss at -0.5, at -5 and at 0 is
#             the same and its slope is 0.
# Versions:   Python 3.11; keras 3.15.1, jax 0.10.2, numpy 2.4.6
# Matters:    a linear output whose weights start negative for a sample gets no gradient from it,
#             without a warning; scikit-learn raises an error for the value -5 instead.
# Documented: no.
# Output:
#   prediction  0.5: loss 0.083, slope -0.384
#   prediction  0.0: loss 0.480, slope 0.000
#   prediction -0.5: loss 0.480, slope 0.000
#   prediction -5.0: loss 0.480, slope 0.000
#   the formula's slope at -0.5: -5.55
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

for p in (0.5, 0.0, -0.5, -5.0):
    loss, slope = jax.value_and_grad(lambda p: keras.losses.MeanSquaredLogarithmicError()(jnp.ones((1, 1)), p.reshape(1, 1)))(jnp.array(p))
    print(f"prediction {p:4}: loss {float(loss):.3f}, slope {float(slope) + 0.0:.3f}")
h, p = 1e-3, -0.5
formula = lambda p: float((jnp.log(2.0) - jnp.log1p(p)) ** 2)
print(f"the formula's slope at -0.5: {(formula(p + h) - formula(p - h)) / (2 * h):.2f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
