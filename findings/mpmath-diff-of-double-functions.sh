#!/usr/bin/env bash
# mpmath: the numerical derivative of a function from math or NumPy is exactly 0.
#
# Guess:      mpmath.diff takes any function of a number, and of one that is right to sixteen digits
#             it returns a slope that is right to about eight, or a wild number.
# Behaviour:  it raises its own precision and makes a step so small that a function of doubles does
#             not notice: the slopes of tanh, exp and a sigmoid written with math are 0.0, and
#             nothing is said. With mpmath's own functions they are right.
# Versions:   Python 3.11; mpmath 1.3.0, numpy 2.4.6
# Matters:    it is the checker of highest precision that there is; given a network's own code it
#             reports that every gradient is 0.
# Documented: that the function is called in a higher precision, yes; not what follows for others.
# Output:
#   math.tanh: slopes at 0.3 and 2 are 0.0000 and 0.0000
#   numpy.tanh: slopes at 0.3 and 2 are 0.0000 and 0.0000
#   1/(1 + math.exp(-x)): slopes at 0.3 and 2 are 0.0000 and 0.0000
#   mpmath.tanh: slopes at 0.3 and 2 are 0.9151 and 0.0707
#   1/(1 + mpmath.exp(-x)): slopes at 0.3 and 2 are 0.2445 and 0.1050
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile mpmath==1.3.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import math

import mpmath
import numpy as np

for name, f in (
    ("math.tanh", math.tanh), ("numpy.tanh", lambda x: np.tanh(float(x))), ("1/(1 + math.exp(-x))", lambda x: 1 / (1 + math.exp(-x))),
    ("mpmath.tanh", mpmath.tanh), ("1/(1 + mpmath.exp(-x))", lambda x: 1 / (1 + mpmath.exp(-x))),
):
    print(f"{name}: slopes at 0.3 and 2 are {float(mpmath.diff(f, 0.3)):.4f} and {float(mpmath.diff(f, 2)):.4f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
