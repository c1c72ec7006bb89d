#!/usr/bin/env bash
# ml-fnn uses tanh, whatever activation is asked for, and regularisation cannot be switched off.
#
# Guess:      the option activation: "relu" gives a net with ReLU, an unknown name an error, and
#             regularization: 0 no penalty.
# Behaviour:  the name is looked up among the positions of a list, where it is never found, and so
#             every net is a net of tanh, with no message; only toJSON tells. A regularization of 0
#             becomes 0.01.
# Versions:   Node.js 20; ml-fnn 5.0.0
# Matters:    a comparison of activations compares the same net with itself, and its weights shrink
#             when they should not.
# Documented: no; the documentation lists the activations.
# Output:
#   asked for relu: activation tanh, hidden values below 0: true, regularization 0.01
#   asked for logistic: activation tanh, hidden values below 0: true, regularization 0.01
#   asked for no such function: activation tanh, hidden values below 0: true, regularization 0.01
#   asked for tanh: activation tanh, hidden values below 0: true, regularization 0.01
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts ml-fnn@5.0.0
node - >seen <<'NODE'
const FeedForwardNeuralNetworks = require("ml-fnn");

for (const activation of ["relu", "logistic", "no such function", "tanh"]) {
  const net = new FeedForwardNeuralNetworks({ hiddenLayers: [2], iterations: 1, activation, regularization: 0 });
  net.train([[0, 1], [1, 0]], [0, 1]);
  const model = net.toJSON();
  // A hidden unit of ReLU or of the logistic function is never negative; inputs of -9 reach below 0.
  net.predict([[-9, -9]]);
  const negative = net.model[0].a.to2DArray()[0].every((value) => value < 0);
  console.log(`asked for ${activation}: activation ${model.activation}, hidden values below 0: ${negative}, regularization ${model.regularization}`);
}
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
