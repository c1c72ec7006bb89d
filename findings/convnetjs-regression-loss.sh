#!/usr/bin/env bash
# ConvNetJS: the loss that regression reports is four times the one whose gradient it follows.
#
# Guess:      the loss is half the sum of squares, or the sum, and the slope its derivative.
# Behaviour:  the loss is twice the sum of the squared errors, the slope the error itself; a
#             difference quotient of the loss is four times the slope.
# Versions:   Node.js 20; convnetjs 0.3.0
# Matters:    a curve of losses cannot be compared with another library's, and a gradient check of the
#             layer fails.
# Documented: no.
# Output:
#   errors -0.7 and -0.2, sum of squares 0.53
#   loss 1.060  slope -0.700  difference quotient of the loss -2.800
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts convnetjs@0.3.0
node - >seen <<'NODE'
const { RegressionLayer, Vol } = require("convnetjs");

const layer = new RegressionLayer({ in_sx: 1, in_sy: 1, in_depth: 2, num_neurons: 2 });
const target = [1, 0];
function run(first) {
  const outputs = new Vol(1, 1, 2, 0);
  outputs.w[0] = first;
  outputs.w[1] = -0.2;
  layer.forward(outputs, true);
  return { loss: layer.backward(target), slope: outputs.dw[0] };
}
const at = run(0.3);
const quotient = (run(0.3 + 1e-5).loss - run(0.3 - 1e-5).loss) / 2e-5;
console.log("errors -0.7 and -0.2, sum of squares 0.53");
console.log("loss", at.loss.toFixed(3), " slope", at.slope.toFixed(3), " difference quotient of the loss", quotient.toFixed(3));
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
