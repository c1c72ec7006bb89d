#!/usr/bin/env bash
# numexpr: for arrays of whole numbers 2 to the power -1 is 0.
#
# Guess:      0.5, or the error that NumPy raises: integers to negative integer powers are not
#             allowed.
# Behaviour:  a typed exponent -1 is refused with NumPy's words, and the same exponent in an array of
#             whole numbers gives 0 for every base beyond 1, in silence.
# Versions:   Python 3.11; numexpr 2.14.2, numpy 2.4.6
# Matters:    the check that one has seen does not cover the case that comes from data: weights (t +
#             1)**p over a range of steps become 1, 0, 0, 0.
# Documented: not that we know.
# Output:
#   numexpr t**p   [1, 0, 0, 0]
#   numexpr 1.0*t**p [1.0, 0.0, 0.0, 0.0]
#   numexpr t**-1 ValueError: Integers to negative integer powers are not allowed.
#   NumPy t**p ValueError: Integers to negative integer powers are not allowed.
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile numexpr==2.14.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import numexpr
import numpy as np

t, p = np.arange(1, 5), np.full(4, -1)
print("numexpr t**p  ", numexpr.evaluate("t**p").tolist())
print("numexpr 1.0*t**p", numexpr.evaluate("1.0 * t**p").tolist())
for name, run in (("numexpr t**-1", lambda: numexpr.evaluate("t**-1")), ("NumPy t**p", lambda: t**p)):
    try:
        print(name, run().tolist())
    except ValueError as error:
        print(name, "ValueError:", error)
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
