#!/usr/bin/env bash
# TensorFlow.js: the gradients of avgPool and mirrorPad are too small at the border.
#
# Guess:      both functions are linear, so gradient and difference quotient agree to the last
#             digit.
# Behaviour:  with padding the values of avgPool are means over the entries that exist, but its
#             gradient divides by the size of the full window: the last entry gets 1 in place of
#             1.5. The gradient of mirrorPad cuts the padding off, and what the mirrored copies did
#             is lost: the middle entry gets 1 in place of 3.
# Versions:   Node.js 20; @tensorflow/tfjs 4.22.0
# Matters:    the layers of convolutional nets with padding 'same' train along a wrong gradient at
#             every border, and a gradient checker fails.
# Documented: no.
# Output:
#   mean of windows of 2, padding same: values 1.5 3 4
#     gradient of their sum 0.5 1.0 1.0; by differences 0.5 1.0 1.5
#   mirrored by one on both sides: values 2 1 2 4 2
#     gradient of their sum 1.0 1.0 1.0; by differences 1.0 3.0 1.0
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts @tensorflow/tfjs@4.22.0
node - >seen <<'NODE'
const log = console.log;
console.log = console.warn = () => {};
const tf = require("@tensorflow/tfjs");

const functions = {
  "mean of windows of 2, padding same": (x) => tf.avgPool(x.reshape([1, 1, 3, 1]), [1, 2], 1, "same"),
  "mirrored by one on both sides": (x) => tf.mirrorPad(x, [[1, 1]], "reflect"),
};
for (const [name, f] of Object.entries(functions)) {
  const sum = (x) => f(x).sum();
  const at = [1, 2, 4];
  const slope = Array.from(tf.grad(sum)(tf.tensor1d(at)).dataSync());
  const quotient = at.map((_, i) => [0.5, -0.5].map((h) => sum(tf.tensor1d(at.map((v, j) => v + h * (i === j)))).dataSync()[0]));
  log(`${name}: values ${Array.from(f(tf.tensor1d(at)).dataSync()).join(" ")}`);
  log(`  gradient of their sum ${slope.map((v) => v.toFixed(1)).join(" ")}; by differences ${quotient.map(([a, b]) => (a - b).toFixed(1)).join(" ")}`);
}
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
