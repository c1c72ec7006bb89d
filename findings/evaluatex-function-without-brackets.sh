#!/usr/bin/env bash
# evaluatex: sin 2x in LaTeX is sin(2) times x, and the square behind sin x belongs to the sine.
#
# Guess:      \sin 2x is the sine of 2x and \sin x^2 the sine of the square of x, as in books.
# Behaviour:  at x = 3 \sin 2x is 2.728, which is sin(2) times 3, and \sin x^2 is 0.0199, the square
#             of sin(3).
# Versions:   Node.js 20; evaluatex 2.2.0
# Matters:    a derivative with \cos 2x typed in LaTeX by a student is judged as another function.
# Documented: no.
# Output:
#   \sin 2x at 3: 2.728
#   \sin(2x) at 3: -0.2794
#   \sin x^2 at 3: 0.01991
#   \sin(x^2) at 3: 0.4121
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' >package.json
npm install --silent --ignore-scripts evaluatex@2.2.0
node - >seen <<'NODE'
const module_ = require("evaluatex"), evaluatex = module_.default || module_;

for (const formula of ["\\sin 2x", "\\sin(2x)", "\\sin x^2", "\\sin(x^2)"]) {
  console.log(formula, "at 3:", Number(evaluatex(formula, { x: 3 }, { latex: true })().toPrecision(4)));
}
NODE

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
