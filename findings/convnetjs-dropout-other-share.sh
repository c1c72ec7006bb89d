#!/usr/bin/env bash
# ConvNetJS and toygrad: a dropout of 0.2 keeps 0.8 in training and multiplies by 0.2 afterwards.
#
# Guess:      where units are dropped with the probability p, those that stay count 1 / (1 - p) in
#             training, or all count 1 - p afterwards, so that the mean is the same in both.
# Behaviour:  afterwards all are multiplied by p itself. For the default p = 0.5 this is the same;
#             for 0.2 the next layer gets a quarter of what it was trained on, for 0.8 four times as
#             much.
# Versions:   Node.js 20; convnetjs 0.3.0, toygrad 2.6.0
# Matters:    the network that trained well predicts with other activations than it has ever seen,
#             and any value but the default makes it worse, for a reason that the loss in training
#             does not show.
# Documented: no.
# Output:
#   convnetjs, dropout 0.2: mean 0.8 in training, 0.2 afterwards
#   toygrad, dropout 0.2: mean 0.8 in training, 0.2 afterwards
#   convnetjs, dropout 0.5: mean 0.5 in training, 0.5 afterwards
#   toygrad, dropout 0.5: mean 0.5 in training, 0.5 afterwards
#   convnetjs, dropout 0.8: mean 0.2 in training, 0.8 afterwards
#   toygrad, dropout 0.8: mean 0.2 in training, 0.8 afterwards
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts convnetjs@0.3.0 toygrad@2.6.0
node --input-type=module - >seen <<'NODE'
import convnetjs from "convnetjs";
import { NeuralNetwork, Tensor } from "toygrad";

const size = 1000, rounds = 100;
const mean = (volume) => volume.w.reduce((sum, value) => sum + value, 0) / size;
const show = (name, p, layer, ones) => {
  let training = 0;
  for (let round = 0; round < rounds; round += 1) training += mean(layer.forward(ones, true)) / rounds;
  console.log(`${name}, dropout ${p}: mean ${training.toFixed(1)} in training, ${mean(layer.forward(ones, false)).toFixed(1)} afterwards`);
};
for (const p of [0.2, 0.5, 0.8]) {
  const old = new convnetjs.Net();
  old.makeLayers([{ type: "input", out_sx: 1, out_sy: 1, out_depth: 1 }, { type: "fc", num_neurons: size, drop_prob: p }, { type: "regression", num_neurons: 1 }]);
  show("convnetjs", p, old.layers.find((layer) => layer.layer_type === "dropout"), new convnetjs.Vol(1, 1, size, 1));
  const young = new NeuralNetwork({ layers: [{ type: "input", sx: 1, sy: 1, sz: size }, { type: "dropout", probability: p }, { type: "dense", filters: 1 }, { type: "regression" }] });
  show("toygrad", p, young.layers[1], new Tensor(1, 1, size, new Float32Array(size).fill(1)));
}
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
