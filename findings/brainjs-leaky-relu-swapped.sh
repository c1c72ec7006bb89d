#!/usr/bin/env bash
# brain.js: the leaky ReLU lets nothing of the negative side through and a hundredth of the positive
# one.
#
# Guess:      z for z > 0 and 0.01 z below; its slope the same factor, 1 or 0.01.
# Behaviour:  forwards it is 0 for z < 0 and 0.01 z for z > 0; backwards the slope 1 is used on the
#             positive side, a hundred times the derivative of what was computed, and 0.01 on the
#             negative one, where the function is constant.
# Versions:   Node.js 20; brain.js 1.6.1
# Matters:    values shrink by a hundred in each layer and gradients do not fit them, so a net that
#             trains with relu does not with leaky-relu, which is recommended as the cure.
# Documented: no.
# Output:
#   relu: hidden z 0.5 becomes 0.500, slope used 1.00
#   relu: hidden z -0.5 becomes 0.000, slope used 0.00
#   leaky-relu: hidden z 0.5 becomes 0.005, slope used 1.00
#   leaky-relu: hidden z -0.5 becomes 0.000, slope used 0.01
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts brain.js@1.6.1
node - >seen <<'NODE'
const { NeuralNetwork } = require("brain.js");

const sample = [{ input: [1], output: [3] }];
for (const activation of ["relu", "leaky-relu"]) {
  for (const weight of [0.5, -0.5]) {
    const net = new NeuralNetwork({ activation, hiddenLayers: [1] });
    net.train(sample, { iterations: 1 });
    // One hidden unit with z = weight; the output unit has z = 1 + hidden.
    for (const layer of [1, 2]) {
      net.biases[layer][0] = layer - 1;
      net.weights[layer][0][0] = layer === 1 ? weight : 1;
    }
    net.run([1]);
    const [hidden, output] = [net.outputs[1][0], net.outputs[2][0]];
    net.trainPattern(sample[0]);
    const used = net.deltas[1][0] / net.errors[1][0];
    console.log(`${activation}: hidden z ${weight} becomes ${hidden.toFixed(3)}, slope used ${used.toFixed(2)}`);
  }
}
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
