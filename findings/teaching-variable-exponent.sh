#!/usr/bin/env bash
# A variable in the exponent: FADiff and Coregrad leave its part of the derivative out.
#
# Guess:      x ** x at 0.7 has the slope x^x (ln x + 1) = 0.501, and a power by its exponent a
#             ln(base) times itself.
# Behaviour:  both give 0.779, the slope of x ** 0.7; FADiff's derivative of x ** p by p and
#             Coregrad's of 2 ** x are 0. No error says that exponents have to be constants.
# Versions:   Python 3.11; FADiff 0.19, coregrad 0.1.0, graphviz 0.21, numpy 2.4.6
# Matters:    temperatures, decay rates and base ** x are learnt through the exponent, and stay where
#             they are.
# Documented: no.
# Output:
#   FADiff:   x ** x by x 0.779  x ** p by p 0.0
#   coregrad: x ** x by x 0.779  2 ** x by x 0.0
#   right:    0.501 and, for 0.7 ** 1.3 by 1.3, -0.224, for 2 ** 0.7, 1.126
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile --no-deps FADiff==0.19 coregrad==0.1.0 graphviz==0.21 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import numpy as np
from coregrad import Scalar
from FADiff import FADiff

x, p = FADiff.new_scal(0.7), FADiff.new_scal(1.3)
print("FADiff:   x ** x by x", round(float(np.ravel((x**x).der)[0]), 3), " x ** p by p", round(float(np.ravel((x**p).der)[1]), 3))


def slope(function):
    x = Scalar(0.7)
    function(x).backward()
    return round(float(x.grad), 3)


print("coregrad: x ** x by x", slope(lambda x: x**x), " 2 ** x by x", slope(lambda x: 2**x))
print("right:    0.501 and, for 0.7 ** 1.3 by 1.3, -0.224, for 2 ** 0.7, 1.126")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
