#!/usr/bin/env bash
# Keras on TensorFlow: logaddexp(x, x) and hypot(x, x) have wrong gradients.
#
# Guess:      both functions are smooth there; by symmetry the slopes are (0.5, 0.5) for logaddexp and
#             (0.707, 0.707) for hypot.
# Behaviour:  (1, 0) for logaddexp and logaddexp2 and (1.414, 0) for hypot: the maximum inside, which
#             the formula subtracts again, takes its whole slope to one side. At unequal arguments all
#             is right.
# Versions:   Python 3.11; tensorflow 2.21.0, keras 3.15.1
# Matters:    equal scores are the rule at the start of training (all weights 0), and this is no
#             corner where a choice is allowed: the derivative exists and is another one.
# Documented: no.
# Output:
#   logaddexp(1, 2):  [0.269, 0.731]
#   logaddexp(1, 1):  [1.0, 0.0]
#   logaddexp2(1, 1): [1.0, 0.0]
#   hypot(3, 4):      [0.6, 0.8]
#   hypot(3, 3):      [1.414, 0.0]
#   logsumexp(1, 1):  [0.5, 0.5]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile tensorflow==2.21.0 keras==3.15.1
env/bin/python - >seen <<'PYTHON'
import tensorflow as tf
from keras import ops


def slopes(function, *values):
    xs = [tf.Variable(v) for v in values]
    with tf.GradientTape() as tape:
        y = function(*xs)
    return [round(float(g), 3) for g in tape.gradient(y, xs)]


print("logaddexp(1, 2): ", slopes(ops.logaddexp, 1.0, 2.0))
print("logaddexp(1, 1): ", slopes(ops.logaddexp, 1.0, 1.0))
print("logaddexp2(1, 1):", slopes(ops.logaddexp2, 1.0, 1.0))
print("hypot(3, 4):     ", slopes(ops.hypot, 3.0, 4.0))
print("hypot(3, 3):     ", slopes(ops.hypot, 3.0, 3.0))
x = tf.Variable([1.0, 1.0])
with tf.GradientTape() as tape:
    y = ops.logsumexp(x)
print("logsumexp(1, 1): ", tape.gradient(y, x).numpy().round(3).tolist())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
