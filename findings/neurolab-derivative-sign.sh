#!/usr/bin/env bash
# NeuroLab: the method deriv of every error function returns minus the derivative.
#
# Guess:      deriv(target, output) is the derivative by the output, whose sign tells uphill.
# Behaviour:  for MSE, SSE, SAE, MAE and CEE alike it has the opposite sign of a difference quotient;
#             the derivatives of the transfer functions have the right one.
# Versions:   Python 3.11; neurolab 0.3.5, numpy 1.26.4
# Matters:    an own error function written with the true derivative climbs, and a gradient check
#             against deriv fails for a correct one.
# Documented: no; the docstring says derivative.
# Output:
#   MSE: deriv -0.200, difference quotient +0.200
#   SSE: deriv -0.200, difference quotient +0.200
#   SAE: deriv -1.000, difference quotient +1.000
#   MAE: deriv -0.500, difference quotient +0.500
#   CEE: deriv -0.417, difference quotient +0.417
#   TanSig at 0.5: deriv +0.786, difference quotient +0.786
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile neurolab==0.3.5 numpy==1.26.4
env/bin/python - >seen <<'PYTHON'
import neurolab
import numpy as np

target, output = np.array([[0.2], [0.7]]), np.array([[0.4], [0.5]])
step = np.array([[1e-6], [0.0]])
for name in ("MSE", "SSE", "SAE", "MAE", "CEE"):
    error = getattr(neurolab.error, name)()
    quotient = (error(target, output + step) - error(target, output - step)) / 2e-6
    print(f"{name}: deriv {error.deriv(target, output)[0, 0]:+.3f}, difference quotient {quotient:+.3f}")
tansig = neurolab.trans.TanSig()
print(f"TanSig at 0.5: deriv {tansig.deriv(0.5, tansig(0.5)):+.3f}, difference quotient {(tansig(0.5 + 1e-6) - tansig(0.5 - 1e-6)) / 2e-6:+.3f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
