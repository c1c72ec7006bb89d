#!/usr/bin/env bash
# math.js: the derivative of (x^2)^0.5 is 1 for negative x too, and that of acoth has the wrong sign.
#
# Guess:      (x^2)^0.5 is |x|, so the slope at -2 is -1, as for abs(x) and sqrt(x^2); acoth has the
#             slope 1 / (1 - x^2).
# Behaviour:  the derivative is simplified to the constant 1, though the function evaluates to 2 at
#             -2; with simplify off it is right. The derivative of acoth is minus what it should be.
# Versions:   Node.js 20; mathjs 15.2.0
# Matters:    norms and distances are often written as a power of one half; with one coordinate left
#             the sign of the gradient is lost.
# Documented: not that we know; the option simplify is.
# Output:
#   (x^2)^0.5: value at -2 2, derivative 1, at -2 1
#   sqrt(x^2): value at -2 2, derivative x / sqrt(x ^ 2), at -2 -1
#   abs(x): value at -2 2, derivative abs(x) / x, at -2 -1
#   (x^2)^0.5 without simplify: at -2 -1
#   acoth(x) at 2: derivative 0.333, difference quotient -0.333
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts mathjs@15.2.0
node - >seen <<'NODE'
const math = require("mathjs");

for (const f of ["(x^2)^0.5", "sqrt(x^2)", "abs(x)"]) {
  const slope = math.derivative(f, "x");
  console.log(`${f}: value at -2 ${math.evaluate(f, { x: -2 })}, derivative ${slope}, at -2 ${slope.evaluate({ x: -2 })}`);
}
const plain = math.derivative("(x^2)^0.5", "x", { simplify: false });
console.log(`(x^2)^0.5 without simplify: at -2 ${plain.evaluate({ x: -2 })}`);
const acoth = math.derivative("acoth(x)", "x").evaluate({ x: 2 });
const quotient = (math.evaluate("acoth(2.000001)") - math.evaluate("acoth(1.999999)")) / 2e-6;
console.log(`acoth(x) at 2: derivative ${acoth.toFixed(3)}, difference quotient ${quotient.toFixed(3)}`);
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
