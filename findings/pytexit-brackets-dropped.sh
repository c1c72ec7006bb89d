#!/usr/bin/env bash
# pytexit: a - (b + c) is typeset as a - b + c, and two times minus x as 2 - x.
#
# Guess:      a formula of Python becomes LaTeX of the same value: brackets are kept where they
#             matter.
# Behaviour:  the brackets behind a minus sign are left out, those around the base of a power too
#             when it is negative, and the sign of a product disappears before a negative factor.
#             Brackets around sums in products and around fractions in powers are kept.
# Versions:   Python 3.11; pytexit 0.4.0, six 1.17.0
# Matters:    formulas of a program are shown to readers through it. The error of a unit, y - (a +
#             b), and its slope, 2 * -x, appear with another sign than they are computed with.
# Documented: no.
# Output:
#   y - (a + b): $$y-a+b$$
#   y - (a - b): $$y-a-b$$
#   2*-x: $$2-x$$
#   (-x)**2: $${-x}^2$$
#   2*(a + b): $$2\left(a+b\right)$$
#   (a/b)**2: $$\left(\frac{a}{b}\right)^2$$
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile pytexit==0.4.0 six==1.17.0
env/bin/python - >seen <<'PYTHON'
from pytexit import py2tex

for formula in ("y - (a + b)", "y - (a - b)", "2*-x", "(-x)**2", "2*(a + b)", "(a/b)**2"):
    print(f"{formula}: {py2tex(formula, print_latex=False, print_formula=False)}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
