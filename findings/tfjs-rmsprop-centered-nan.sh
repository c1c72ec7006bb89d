#!/usr/bin/env bash
# TensorFlow.js: centered RMSProp is nan at the first small gradient.
#
# Guess:      epsilon is added to the variance so that the root exists; a small gradient makes a small
#             or a usual step.
# Behaviour:  epsilon is subtracted together with the squared mean: with a gradient of 1e-4 and
#             epsilon 1e-8 the root is that of a negative number, and the weight is nan from the first
#             step on. At a gradient of 1 it works; without centering it always does.
# Versions:   Node.js 20; @tensorflow/tfjs 4.22.0
# Matters:    gradients of that size are ordinary late in training, and one nan step cannot be undone.
# Documented: no.
# Output:
#   centered false, gradient 1: weight 1 becomes 0.00
#   centered false, gradient 0.0001: weight 1 becomes 0.90
#   centered true, gradient 1: weight 1 becomes -0.01
#   centered true, gradient 0.0001: weight 1 becomes NaN
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts @tensorflow/tfjs@4.22.0
node - >seen <<'NODE'
const tf = require("@tensorflow/tfjs");

tf.setBackend("cpu").then(() => {
  for (const centered of [false, true]) {
    for (const gradient of [1, 1e-4]) {
      const w = tf.variable(tf.tensor([1]));
      const optimizer = tf.train.rmsprop(0.1, 0.99, 0, 1e-8, centered);
      optimizer.applyGradients([{ name: w.name, tensor: tf.tensor([gradient]) }]);
      console.log(`centered ${centered}, gradient ${gradient}: weight 1 becomes ${w.dataSync()[0].toFixed(2)}`);
    }
  }
});
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
