#!/usr/bin/env bash
# TensorFlow.js: Adadelta is plain gradient descent.
#
# Guess:      Adadelta scales each step by the ratio of two running means, so gradients of 1 and of
#             0.01 give steps of like size.
# Behaviour:  each step is the learning rate times the gradient, whatever the gradients and decay
#             rates: the ratio uses the mean of squares of the step before, and both means, which
#             start at 0, stay equal for ever.
# Versions:   Node.js 20; @tensorflow/tfjs 4.22.0
# Matters:    a page that compares optimisers shows two names for one method, and a rate that suits
#             Adadelta makes no sense.
# Documented: no.
# Output:
#   gradients:               1 -3 0.01 20
#   sgd(0.1):                0.100 -0.300 0.001 2.000
#   adadelta(0.1):           0.100 -0.300 0.001 2.000
#   adadelta(0.1, 0.5):      0.100 -0.300 0.001 2.000
#   adagrad(0.1):            0.095 -0.094 0.000 0.099
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
  const gradients = [1, -3, 0.01, 20];
  console.log("gradients:".padEnd(24), gradients.join(" "));
  for (const [name, optimizer] of [["sgd(0.1)", tf.train.sgd(0.1)], ["adadelta(0.1)", tf.train.adadelta(0.1)],
    ["adadelta(0.1, 0.5)", tf.train.adadelta(0.1, 0.5)], ["adagrad(0.1)", tf.train.adagrad(0.1)]]) {
    const w = tf.variable(tf.tensor([0]));
    const steps = gradients.map((gradient) => {
      const before = w.dataSync()[0];
      optimizer.applyGradients([{ name: w.name, tensor: tf.tensor([gradient]) }]);
      return (before - w.dataSync()[0]).toFixed(3);
    });
    console.log((name + ":").padEnd(24), steps.join(" "));
  }
});
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
