#!/usr/bin/env bash
# regression from npm: a line of slope 0.004 is fitted as a constant, since coefficients are rounded to two decimals.
#
# Guess:      least squares through four points on a line finds the line: slope 0.004, intercept 0,
#             and predictions follow it.
# Behaviour:  by default the coefficients themselves are rounded to two decimals, and the
#             predictions are made from the rounded ones. The slope is 0, the intercept 0.01, r2 is
#             negative, and exp(0.003 x) is found to be the constant 1.
# Versions:   Node.js 20; regression 2.0.1
# Matters:    a regression is the first model of every course, and a slope in small units (a price
#             by metres, a loss by step) is silently 0.
# Documented: the option precision is, with its default 2; not that predictions are made from
#             rounded coefficients.
# Output:
#   {} line: slope 0, intercept 0.01, r2 -0.8, at 300 0.01
#   {} exp(0.003 x): rate 0, at 300 1
#   {"precision":6} line: slope 0.004, intercept 0, r2 1, at 300 1.2
#   {"precision":6} exp(0.003 x): rate 0.003, at 300 2.459603
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts regression@2.0.1
node - >seen <<'NODE'
const regression = require("regression");

const line = [0, 1, 2, 3].map((x) => [x, 0.004 * x]);
const growth = [0, 100, 200, 300].map((x) => [x, Math.exp(0.003 * x)]);
for (const options of [{}, { precision: 6 }]) {
  const a = regression.linear(line, options);
  const b = regression.exponential(growth, options);
  console.log(`${JSON.stringify(options)} line: slope ${a.equation[0]}, intercept ${a.equation[1]}, r2 ${a.r2}, at 300 ${a.predict(300)[1]}`);
  console.log(`${JSON.stringify(options)} exp(0.003 x): rate ${b.equation[1]}, at 300 ${b.predict(300)[1]}`);
}
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
