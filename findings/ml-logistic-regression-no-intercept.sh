#!/usr/bin/env bash
# ml-logistic-regression has no bias: the numbers from 1 to 9 cannot be parted at 5.
#
# Guess:      a logistic regression of one variable finds the threshold 5: its model is sigmoid(w x
#             + b), and every other library fits b unless it is told not to.
# Behaviour:  the model is sigmoid(w x). All positive numbers get the same class, whatever the
#             labels, the rate and the number of steps. With a column of ones, or with x - 5, it
#             finds the threshold.
# Versions:   Node.js 20; ml-logistic-regression 2.0.0, ml-matrix 6.15.1
# Matters:    the smallest neuron there is, without its bias; who compares with scikit-learn or with
#             a derivation looks for an error in his own gradient.
# Documented: not that we know.
# Output:
#   labels            0 0 0 0 1 1 1 1
#   x                 1 1 1 1 1 1 1 1
#   x beside a 1      0 0 0 0 1 1 1 1
#   x - 5             0 0 0 0 1 1 1 1
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts ml-logistic-regression@2.0.0 ml-matrix@6.15.1
node - >seen <<'NODE'
const LogisticRegression = require("ml-logistic-regression");
const { Matrix } = require("ml-matrix");

const Model = LogisticRegression.default || LogisticRegression;
const points = [1, 2, 3, 4, 6, 7, 8, 9];
const labels = Matrix.columnVector(points.map((x) => Number(x > 5)));
function predictions(rows) {
  const model = new Model({ numSteps: 50000, learningRate: 5e-3 });
  model.train(new Matrix(rows), labels);
  return model.predict(new Matrix(rows)).join(" ");
}
console.log("labels           ", labels.to1DArray().join(" "));
console.log("x                ", predictions(points.map((x) => [x])));
console.log("x beside a 1     ", predictions(points.map((x) => [x, 1])));
console.log("x - 5            ", predictions(points.map((x) => [x - 5])));
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
