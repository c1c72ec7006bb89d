#!/usr/bin/env bash
# js-pytorch: the gradient of the cross-entropy is wrong as soon as a batch has two samples.
#
# Guess:      softmax minus one-hot, over the number of samples, for each row; every row sums to 0.
# Behaviour:  for one sample it is right. For two, the loss is right and the slopes are not: they are
#             mixed between the rows, which no longer sum to 0.
# Versions:   Node.js 20; js-pytorch 0.7.2
# Matters:    training goes roughly downhill and ends somewhere else; a test with a batch of one sees
#             nothing.
# Documented: no.
# Output:
#   1 samples: loss 0.1269, right 0.1269
#     slopes               [[-0.119,0.119]]
#     difference quotients [[-0.119,0.119]]
#   2 samples: loss 0.3005, right 0.3005
#     slopes               [[-0.06,0.051],[0.219,-0.189]]
#     difference quotients [[-0.06,0.06],[0.189,-0.189]]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts js-pytorch@0.7.2
node - >seen <<'NODE'
const { torch } = require("js-pytorch");

const loss = (scores, labels) =>
  scores.map((row, i) => Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0)) - row[labels[i]]).reduce((a, b) => a + b) / scores.length;
const round = (rows) => JSON.stringify(rows.map((row) => row.map((v) => +v.toFixed(3))));

for (const [scores, labels] of [[[[1, -1]], [0]], [[[1, -1], [0.3, 0.8]], [0, 1]]]) {
  const z = torch.tensor(scores, true);
  const value = new torch.nn.CrossEntropyLoss().forward(z, torch.tensor(labels));
  value.backward();
  const quotients = scores.map((row, i) => row.map((_, j) => {
    const moved = (h) => scores.map((r, k) => r.map((v, l) => (k === i && l === j ? v + h : v)));
    return (loss(moved(1e-5), labels) - loss(moved(-1e-5), labels)) / 2e-5;
  }));
  console.log(`${scores.length} samples: loss ${value.data[0].toFixed(4)}, right ${loss(scores, labels).toFixed(4)}`);
  console.log("  slopes              ", round(z.grad));
  console.log("  difference quotients", round(quotients));
}
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
