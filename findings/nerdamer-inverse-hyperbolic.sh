#!/usr/bin/env bash
# Nerdamer: the derivatives of all six inverse hyperbolic functions lack the inner derivative.
#
# Guess:      the derivative of asinh is 1 / sqrt(x^2 + 1), and that of atanh 1 / (1 - x^2).
# Behaviour:  asinh, acosh, atanh, asech, acsch and acoth are kept as logarithms, and the derivative
#             of log u comes out as 1 / u: the factor du/dx is missing. For the same logarithm
#             written out by hand it is there, and all other elementary functions are right.
# Versions:   Node.js 20; nerdamer 1.1.13
# Matters:    the values of the function are right, so only a comparison with a difference quotient
#             shows it, and the slip is the one that beginners make.
# Documented: no.
# Output:
#   asinh(x) at 0.3: derivative 0.744, difference quotient 0.958
#   acosh(x) at 1.7: derivative 0.325, difference quotient 0.727
#   atanh(x) at 0.3: derivative 0.269, difference quotient 1.099
#   asech(x) at 0.3: derivative 0.154, difference quotient -3.494
#   acsch(x) at 0.3: derivative 0.147, difference quotient -3.193
#   acoth(x) at 1.7: derivative 0.130, difference quotient -0.529
#   log(x+sqrt(x^2+1)) at 0.3: derivative 0.958, difference quotient 0.958
#   atan(x) at 0.3: derivative 0.917, difference quotient 0.917
#   tanh(x) at 0.3: derivative 0.915, difference quotient 0.915
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts nerdamer@1.1.13
node - >seen <<'NODE'
const nerdamer = require("nerdamer/all.min");

const points = { asinh: 0.3, acosh: 1.7, atanh: 0.3, asech: 0.3, acsch: 0.3, acoth: 1.7 };
const formulas = { "log(x+sqrt(x^2+1))": 0.3, "atan(x)": 0.3, "tanh(x)": 0.3 };
for (const [name, x] of [...Object.entries(points).map(([f, at]) => [`${f}(x)`, at]), ...Object.entries(formulas)]) {
  const value = nerdamer(name).buildFunction(["x"]);
  const slope = nerdamer(nerdamer.diff(name, "x").toString()).buildFunction(["x"])(x);
  const quotient = (value(x + 1e-5) - value(x - 1e-5)) / 2e-5;
  console.log(`${name} at ${x}: derivative ${slope.toFixed(3)}, difference quotient ${quotient.toFixed(3)}`);
}
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
