#!/usr/bin/env bash
# autodiff-cs207-24: the derivative of x - y by y is +1.
#
# Guess:      -1.
# Behaviour:  the derivatives of both operands are taken over with their own sign, so by y it is +1,
#             and (x + y)(x - y) has 1.4 where -2.6 is right. With respect to x all is right, and so
#             is every test with one variable.
# Versions:   Python 3.11; autodiff-cs207-24 0.2, numpy 2.4.6
# Matters:    a package that is tested with functions of one variable can be wrong for every residual;
#             a check needs two variables and values that differ.
# Documented: no.
# Output:
#   x - y: by x 1.0, by y 1.0; right are (1, -1)
#   (x + y)(x - y): by x 1.4, by y 1.4; right are (1.4, -2.6)
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile --no-deps autodiff-cs207-24==0.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
from AutoDiff.autodiff import AD_Object, derivative

x, y = AD_Object(0.7, "x"), AD_Object(1.3, "y")
for name, z, truth in (("x - y", x - y, (1, -1)), ("(x + y)(x - y)", (x + y) * (x - y), (1.4, -2.6))):
    print(f"{name}: by x {derivative(z, 'x'):.1f}, by y {derivative(z, 'y'):.1f}; right are {truth}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
