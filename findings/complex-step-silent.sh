#!/usr/bin/env bash
# The complex step returns a gradient of 0 for norms, dot products and absolute values.
#
# Guess:      the method is exact to the last digit, and where a function is not analytic it fails
#             visibly.
# Behaviour:  |x| at 1, the norm by np.linalg.norm and a product by np.vdot give 0, as they take
#             absolute values or conjugates on the way; written by x * x they are right. No warning is
#             given.
# Versions:   Python 3.11; statsmodels 0.15.0, numpy 2.4.6
# Matters:    norms, distances and absolute errors are in every loss; the gradient 0 passes for a
#             minimum.
# Documented: that the function has to be analytic, yes.
# Output:
#   sqrt(sum(x * x))   [0.6, 0.8]
#   np.linalg.norm(x)  [0.0, 0.0]
#   sum(x * x)         [6.0, 8.0]
#   np.vdot(x, x)      [0.0, 0.0]
#   sum(|x|)           [0.0, 0.0]
#   sum(tanh(x / 9))   [0.1, 0.092]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile statsmodels==0.15.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import numpy as np
from statsmodels.tools.numdiff import approx_fprime_cs

x = np.array([3.0, 4.0])
for name, function in (("sqrt(sum(x * x))", lambda x: np.sqrt((x * x).sum())), ("np.linalg.norm(x)", np.linalg.norm),
                       ("sum(x * x)", lambda x: (x * x).sum()), ("np.vdot(x, x)", lambda x: np.vdot(x, x)),
                       ("sum(|x|)", lambda x: np.abs(x).sum()), ("sum(tanh(x / 9))", lambda x: np.tanh(x / 9).sum())):
    print(f"{name.ljust(18)}", [round(float(v), 3) for v in np.ravel(approx_fprime_cs(x, function))])
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
