#!/usr/bin/env bash
# TensorFlow's cumprod has a wrong gradient where one factor is 0.
#
# Guess:      the derivative of a running product by one of its factors is the product of the others,
#             0 or not.
# Behaviour:  where a factor is exactly 0 the derivative by that factor comes out as 0, without a
#             warning; with a factor of 1e-3 it is right. Keras' cumprod on TensorFlow inherits it.
#             tf.reduce_prod handles the same zero.
# Versions:   Python 3.11; tensorflow 2.21.0, keras 3.15.1, numpy 2.4.6
# Matters:    a mask, a dropped unit or a survival probability of 0 in a running product then never
#             learns, and a gradient check at random points does not see it.
# Documented: no; not on the page of tf.math.cumprod.
# Output:
#   cumprod at (2, 0.001, 3):      [1.004, 8.0, 0.002]
#   cumprod at (2, 0, 3):          [1.0, 0.0, 0.0] should be [1, 8, 0]
#   keras.ops.cumprod:             [1.0, 0.0, 0.0]
#   reduce_prod at (2, 0, 3):      [0.0, 6.0, 0.0]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile tensorflow==2.21.0 keras==3.15.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import tensorflow as tf
from keras import ops


def gradient(function, values):
    x = tf.Variable(values)
    with tf.GradientTape() as tape:
        y = tf.reduce_sum(function(x))
    return [float(f"{v:.4g}") for v in tape.gradient(y, x).numpy()]


# For a + ab + abc the derivatives are 1 + b + bc, a + ac, ab.
print("cumprod at (2, 0.001, 3):     ", gradient(tf.math.cumprod, [2.0, 0.001, 3.0]))
print("cumprod at (2, 0, 3):         ", gradient(tf.math.cumprod, [2.0, 0.0, 3.0]), "should be [1, 8, 0]")
print("keras.ops.cumprod:            ", gradient(ops.cumprod, [2.0, 0.0, 3.0]))
print("reduce_prod at (2, 0, 3):     ", gradient(tf.reduce_prod, [2.0, 0.0, 3.0]))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
