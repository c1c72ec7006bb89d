#!/usr/bin/env bash
# TensorFlow: for labels that do not sum to 1 the cross-entropy's gradient is not the gradient of its
# value.
#
# Guess:      the loss is -sum t log p, its slope by the logits p * sum(t) - t, as in PyTorch and
#             optax.
# Behaviour:  the slope is p - t, whatever the sum of t. For t = (2, 0) the value is twice that of (1,
#             0), and the slopes (-1.38, 0.38) are no multiple of a derivative: a difference quotient
#             gives (-0.76, 0.76). Keras on TensorFlow hands it on.
# Versions:   Python 3.11; tensorflow 2.21.0, keras 3.15.1
# Matters:    labels are multiplied by sample weights, or several classes are marked 1; descent then
#             follows something else than the loss that is printed.
# Documented: yes for TensorFlow's function (labels that are no distribution make the gradient
#             incorrect), not for Keras' loss.
# Output:
#   tensorflow:          loss 0.948, slopes [-1.38, 0.38]
#   keras:               loss 0.948, slopes [-1.38, 0.38]
#   -sum t log_softmax:  loss 0.948, slopes [-0.76, 0.76]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile tensorflow==2.21.0 keras==3.15.1
env/bin/python - >seen <<'PYTHON'
import keras
import tensorflow as tf

logits, labels = tf.Variable([[0.3, -0.2]]), tf.constant([[2.0, 0.0]])


def report(name, loss):
    with tf.GradientTape() as tape:
        value = tf.reduce_sum(loss(logits))
    print(name, f"loss {float(value):.3f}, slopes", [round(float(v), 2) for v in tape.gradient(value, logits)[0]])


report("tensorflow:         ", lambda z: tf.nn.softmax_cross_entropy_with_logits(labels, z))
report("keras:              ", lambda z: keras.losses.CategoricalCrossentropy(from_logits=True)(labels, z))
report("-sum t log_softmax: ", lambda z: -tf.reduce_sum(labels * tf.nn.log_softmax(z)))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
