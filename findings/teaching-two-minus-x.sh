#!/usr/bin/env bash
# Three teaching packages differentiate 2 - x with the wrong sign.
#
# Guess:      subtraction from the left and from the right are both right: the slope of 2 - x is -1.
# Behaviour:  farad and FADiff give the slope +1 beside the right value 1.3, and farad the slope -1 to
#             x - 2; hotAD returns x - 2 itself, value and slope.
# Versions:   Python 3.11; farad 1.2, FADiff 0.19, hotad 0.0.3, numpy 2.4.6
# Matters:    1 - y, 1 - sigma and target - output are the commonest expressions of all in a network's
#             backward pass.
# Documented: no.
# Output:
#   farad:  2 - x at 0.7 is 1.3 with slope +1
#   farad:  x - 2 at 0.7 is -1.3 with slope -1
#   FADiff: 2 - x at 0.7 is 1.3 with slope +1
#   hotAD:  2 - x at 0.7 is -1.3 with slope +1
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile --no-deps farad==1.2 FADiff==0.19 hotad==0.0.3 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
from FADiff import FADiff
from farad.dual import Dual
from hotAD.AutoDiffObject import AutoDiff

y = 2 - Dual(0.7)
print(f"farad:  2 - x at 0.7 is {y._val:.1f} with slope {float(y._der):+.0f}")
y = Dual(0.7) - 2
print(f"farad:  x - 2 at 0.7 is {y._val:.1f} with slope {float(y._der):+.0f}")
y = 2 - FADiff.new_scal(0.7)
print(f"FADiff: 2 - x at 0.7 is {float(y.val):.1f} with slope {float(y.der):+.0f}")
y = 2 - AutoDiff(0.7, "x")
print(f"hotAD:  2 - x at 0.7 is {y.val:.1f} with slope {y.der['x']:+.0f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
