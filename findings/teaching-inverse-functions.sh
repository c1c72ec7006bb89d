#!/usr/bin/env bash
# Dotua: the derivatives of tan, arcsin, arccos and arctan are wrong, those of sin and tanh right.
#
# Guess:      a package for the elementary functions has the derivatives of the table.
# Behaviour:  at 0.7 the slope of arctan is -0.601 instead of 0.671, of arcsin -0.474 instead of
#             1.400, of tan 0.633 instead of 1.709. The values of the functions are right.
# Versions:   Python 3.11; Dotua 1.0.0, scipy 1.17.1, numpy 2.4.6
# Matters:    one wrong line of a table of derivatives is invisible in the outputs; only a difference
#             quotient of each function finds it.
# Documented: no.
# Output:
#   sin     value right: True, slope 0.765, difference quotient 0.765
#   tanh    value right: True, slope 0.635, difference quotient 0.635
#   tan     value right: True, slope 0.633, difference quotient 1.709
#   arcsin  value right: True, slope -0.474, difference quotient 1.400
#   arccos  value right: True, slope 0.670, difference quotient -1.400
#   arctan  value right: True, slope -0.601, difference quotient 0.671
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile Dotua==1.0.0 scipy==1.17.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import math

from Dotua.autodiff import AutoDiff
from Dotua.operator import Operator

x = AutoDiff().create_scalar([0.7])
x = x[0] if isinstance(x, list) else x
for name, function in (("sin", math.sin), ("tanh", math.tanh), ("tan", math.tan), ("arcsin", math.asin), ("arccos", math.acos),
                       ("arctan", math.atan)):
    y = getattr(Operator, name)(x)
    quotient = (function(0.7 + 1e-6) - function(0.7 - 1e-6)) / 2e-6
    print(f"{name.ljust(7)} value right: {abs(y.eval() - function(0.7)) < 1e-9}, slope {y.partial(x):.3f}, difference quotient {quotient:.3f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
