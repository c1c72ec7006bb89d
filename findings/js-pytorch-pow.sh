#!/usr/bin/env bash
# js-pytorch: pow is right for squares only, and ReLU is not ReLU.
#
# Guess:      pow(x, n) is x to the n with the slope n x^(n - 1), for every n or with an error; ReLU
#             is 0 below 0.
# Behaviour:  pow(x, 3) has the right value and the slope of a square, 2x; for the exponents -1 and
#             0.5 the value is x itself, again with the slope 2x. ReLU(-2) is -0.002, with the slope
#             0.001 also at 0.
# Versions:   Node.js 20; js-pytorch 0.7.2
# Matters:    norms, inverse roots in a normalisation and cubic terms are silently something else.
# Documented: no; the comment on ReLU promises 0 for negative numbers.
# Output:
#   pow(0.6, 2): value 0.360, slope 1.200; right are 0.360 and 1.200
#   pow(0.6, 3): value 0.216, slope 1.200; right are 0.216 and 1.080
#   pow(0.6, -1): value 0.600, slope 1.200; right are 1.667 and -2.778
#   pow(0.6, 0.5): value 0.600, slope 1.200; right are 0.775 and 0.645
#   ReLU(-2): value -0.002, slope 0.001
#   ReLU(0): value 0, slope 0.001
#   ReLU(2): value 2, slope 1
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts js-pytorch@0.7.2
node - >seen <<'NODE'
const { torch } = require("js-pytorch");

for (const n of [2, 3, -1, 0.5]) {
  const x = torch.tensor([[0.6]], true);
  const y = torch.pow(x, n);
  y.backward();
  const right = [0.6 ** n, n * 0.6 ** (n - 1)].map((v) => v.toFixed(3));
  console.log(`pow(0.6, ${n}): value ${y.data[0][0].toFixed(3)}, slope ${x.grad[0][0].toFixed(3)}; right are ${right.join(" and ")}`);
}
for (const at of [-2, 0, 2]) {
  const x = torch.tensor([at], true);
  const y = new torch.nn.ReLU().forward(x);
  y.backward();
  console.log(`ReLU(${at}): value ${y.data[0]}, slope ${x.grad[0]}`);
}
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
