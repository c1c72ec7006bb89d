#!/usr/bin/env bash
# lazydiff loses all but one of the ways from a variable to the result.
#
# Guess:      a variable that is used twice gets the sum over both uses, forward and in reverse: x * x
#             + x at 3 has the slope 7.
# Behaviour:  the slope is 4 in both modes, and that of x + x is 1: each pair of nodes has one edge,
#             and the second use overwrites the first. The values are right.
# Versions:   Python 3.11; lazydiff 0.1, numpy 2.4.6
# Matters:    adding up over all uses is the one idea of reverse mode that a learner has to get;
#             weights shared over samples or layers are such a case.
# Documented: no.
# Output:
#   x * x + x at 3: 12, slope in reverse 4, forward 4
#   x + x at 3: 6, slope in reverse 1, forward 1
#   x * x at 3: 9, slope in reverse 3, forward 3
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile lazydiff==0.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
from lazydiff.vars import Var

for name, function in (("x * x + x", lambda x: x * x + x), ("x + x", lambda x: x + x), ("x * x", lambda x: x * x)):
    x = Var(3.0)
    y = function(x)
    y.backward()
    reverse = float(y.grad(x))
    x = Var(3.0)
    y = function(x)
    x.forward()
    print(f"{name} at 3: {float(y.val):.0f}, slope in reverse {reverse:.0f}, forward {float(y.grad(x)):.0f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
