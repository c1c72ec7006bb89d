#!/usr/bin/env bash
# TensorFlow.js: sigmoid, tanh, exp and elu have no second derivative, softplus, relu and square have.
#
# Guess:      tf.grad can be nested for every smooth function that has a gradient.
# Behaviour:  for these four the inner gradient is computed from the stored output, which the outer
#             one cannot see: an error says that y does not depend on x. Softplus, whose first
#             derivative is the sigmoid, works.
# Versions:   Node.js 20; @tensorflow/tfjs 4.22.0
# Matters:    Hessians, Newton's method and penalties on gradients are impossible with the commonest
#             activations, and the message sends one looking for a fault in one's own function.
# Documented: no.
# Output:
#   sigmoid at -1: first 0.197, second Cannot compute gradient of y=f(x) with respect to x
#   tanh at -1: first 0.420, second Cannot compute gradient of y=f(x) with respect to x
#   exp at -1: first 0.368, second Cannot compute gradient of y=f(x) with respect to x
#   elu at -1: first 0.368, second Cannot compute gradient of y=f(x) with respect to x
#   softplus at -1: first 0.269, second 0.197
#   relu at -1: first 0.000, second 0.000
#   square at -1: first -2.000, second 2.000
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts @tensorflow/tfjs@4.22.0
node - >seen <<'NODE'
const tf = require("@tensorflow/tfjs");

const functions = {
  sigmoid: tf.sigmoid, tanh: tf.tanh, exp: tf.exp, elu: tf.elu, softplus: tf.softplus, relu: tf.relu, square: tf.square,
};
tf.setBackend("cpu").then(() => {
  for (const [name, f] of Object.entries(functions)) {
    const first = tf.grad(f)(tf.scalar(-1)).dataSync()[0].toFixed(3);
    let second;
    try {
      second = tf.grad(tf.grad(f))(tf.scalar(-1)).dataSync()[0].toFixed(3);
    } catch (error) {
      second = error.message.slice(0, 51);
    }
    console.log(`${name} at -1: first ${first}, second ${second}`);
  }
});
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
