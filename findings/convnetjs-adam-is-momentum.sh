#!/usr/bin/env bash
# ConvNetJS from npm: the methods "adam" and "nesterov" are ordinary momentum.
#
# Guess:      a name that the released version does not know is refused.
# Behaviour:  the released version knows adagrad, windowgrad and adadelta; any other name, and so
#             adam, nesterov or a misspelling, is silently gradient descent with momentum.
# Versions:   Node.js 20; convnetjs 0.3.0
# Matters:    a comparison of optimisers shows the same curve three times, and a learning rate that
#             suits Adam says nothing here.
# Documented: no.
# Output:
#   sgd: 0.900 0.710 0.439
#   nesterov: 0.900 0.710 0.439
#   adam: 0.900 0.710 0.439
#   no such method: 0.900 0.710 0.439
#   adagrad: 0.900 0.829 0.772
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts convnetjs@0.3.0
node - >seen <<'NODE'
const { Net, Trainer, Vol } = require("convnetjs");

function weights(method) {
  const net = new Net();
  net.makeLayers([{ type: "input", out_sx: 1, out_sy: 1, out_depth: 1 }, { type: "regression", num_neurons: 1 }]);
  const trainer = new Trainer(net, { method, batch_size: 1, learning_rate: 0.1, momentum: 0.9, l2_decay: 0 });
  const [w, b] = net.getParamsAndGrads().map((part) => part.params);
  w[0] = 1;
  b[0] = 0;
  const x = new Vol(1, 1, 1, 1);
  // The target is always 1 below the output, so the gradient is 1.
  return [1, 2, 3].map(() => (trainer.train(x, [w[0] + b[0] - 1]), w[0].toFixed(3))).join(" ");
}
for (const method of ["sgd", "nesterov", "adam", "no such method", "adagrad"]) console.log(method + ":", weights(method));
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
