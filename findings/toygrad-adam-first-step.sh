#!/usr/bin/env bash
# toygrad: the first step of Adam is ten times the learning rate.
#
# Guess:      Adam's first step is the learning rate, as both means are divided by 1 - beta^t.
# Behaviour:  both means are multiplied by 1 - beta^t. The first step is (1 - 0.9)^2 / (1 - 0.999) =
#             10 times the learning rate for a gradient of any size. Under a constant gradient the
#             tenth is 43 times as long as it should be, and the three hundredth still nearly 4
#             times.
# Versions:   Node.js 20; toygrad 2.6.0
# Matters:    a usual rate of 0.001 begins like 0.01, the opposite of the careful start that the
#             correction is for; rates of other libraries do not carry over.
# Documented: no.
# Output:
#   gradient 1: steps 1, 2, 10, 300 are 10.0, 18.1, 42.6, 3.9 learning rates
#   gradient 1000: steps 1, 2, 10, 300 are 10.0, 18.1, 42.6, 3.9 learning rates
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts toygrad@2.6.0
node --input-type=module - >seen <<'NODE'
import { NeuralNetwork, Tensor, Trainers } from "toygrad";

for (const target of [-1, -1000]) {
  const network = new NeuralNetwork({ layers: [{ type: "input", sx: 1, sy: 1, sz: 1 }, { type: "dense", filters: 1 }, { type: "regression" }] });
  const trainer = new Trainers.Adam(network, { learningRate: 1e-6 });
  const input = new Tensor(1, 1, 1, new Float32Array([0]));
  const bias = network.layers[1].biases, steps = {};
  for (let step = 1; step <= 300; step += 1) {
    const before = bias.w[0] = 0;
    trainer.train(input, [target]);
    steps[step] = (before - bias.w[0]) / 1e-6;
  }
  console.log(`gradient ${-target}: steps 1, 2, 10, 300 are ${[1, 2, 10, 300].map((step) => steps[step].toFixed(1)).join(", ")} learning rates`);
}
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
