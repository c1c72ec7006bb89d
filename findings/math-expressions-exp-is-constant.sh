#!/usr/bin/env bash
# math-expressions: exp(x) has the derivative 0, and so has the sigmoid.
#
# Guess:      exp(x) is evaluated as e^x, and differentiated as e^x too.
# Behaviour:  values of exp are right and its derivative is 0, without a word. So the sigmoid has
#             the derivative 0 where it is written with exp, and the right one where it is written
#             with e^(-x).
# Versions:   Node.js 20; math-expressions 1.8.1
# Matters:    the package checks answers in online textbooks: a right derivative of exp(x) is
#             compared with 0.
# Documented: not that we know.
# Output:
#   e^x: derivative e^x, at 0.7 2.014, by differences 2.014
#   exp(x): derivative 0, at 0.7 0.000, by differences 2.014
#   x exp(x): derivative exp x, at 0.7 2.014, by differences 3.423
#   exp(-x^2): derivative 0, at 0.7 0.000, by differences -0.858
#   1/(1+exp(-x)): derivative 0/(1 + exp (-x))^2, at 0.7 0.000, by differences 0.222
#   1/(1+e^(-x)): derivative -(e^-x (-1))/(1 + e^-x)^2, at 0.7 0.222, by differences 0.222
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts math-expressions@1.8.1
node --input-type=module - >seen <<'NODE'
import me from "math-expressions";

const h = 1e-6;
for (const text of ["e^x", "exp(x)", "x exp(x)", "exp(-x^2)", "1/(1+exp(-x))", "1/(1+e^(-x))"]) {
  const f = me.fromText(text);
  const slope = f.derivative("x");
  const quotient = (f.evaluate({ x: 0.7 + h }) - f.evaluate({ x: 0.7 - h })) / (2 * h);
  console.log(`${text}: derivative ${slope.toString()}, at 0.7 ${Number(slope.evaluate({ x: 0.7 })).toFixed(3)}, by differences ${quotient.toFixed(3)}`);
}
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
