#!/usr/bin/env bash
# TensorFlow.js: floorDiv has the slopes of an ordinary division.
#
# Guess:      the slope of floor(x / y) is 0, as that of floor, or there is none, as in TensorFlow for
#             Python.
# Behaviour:  at (5.5, 2) the value is 2 and the slopes are 0.5 and -1.375, those of x / y.
#             floor(div(x, y)), the same function, has slopes of 0.
# Versions:   Node.js 20; @tensorflow/tfjs 4.22.0
# Matters:    a bin number or an index of a grid passes a gradient on that no difference quotient
#             confirms.
# Documented: no.
# Output:
#   floorDiv(x, y) at (5.5, 2): value 2.00, slopes 0.500 and -1.375, difference quotient by x 0.0
#   floor(div(x, y)) at (5.5, 2): value 2.00, slopes 0.000 and 0.000, difference quotient by x 0.0
#   div(x, y) at (5.5, 2): value 2.75, slopes 0.500 and -1.375, difference quotient by x 0.5
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
  for (const [name, f] of [["floorDiv(x, y)", tf.floorDiv], ["floor(div(x, y))", (x, y) => tf.floor(tf.div(x, y))], ["div(x, y)", tf.div]]) {
    const at = (a, b) => f(tf.scalar(a), tf.scalar(b)).dataSync()[0];
    const slopes = tf.grads(f)([tf.scalar(5.5), tf.scalar(2)]).map((slope) => (slope.dataSync()[0] + 0).toFixed(3));
    const quotient = (at(5.6, 2) - at(5.4, 2)) / 0.2;
    console.log(`${name} at (5.5, 2): value ${at(5.5, 2).toFixed(2)}, slopes ${slopes.join(" and ")}, difference quotient by x ${quotient.toFixed(1)}`);
  }
});
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
