#!/usr/bin/env bash
# SymPy: the derivative of a sum over i by a[i] is a sum, for the i outside is taken for the i inside.
#
# Guess:      the i of the sum is bound, so d/da[i] of the sum of a[i]^2 is 2 a[i], and the answer is
#             the one for a[j] with j renamed.
# Behaviour:  by a[j] the answer is right, 2 a[j] inside the range; by a[i] it is the sum of all 2
#             a[i].
# Versions:   Python 3.11; sympy 1.14.0
# Matters:    the index of the formula in hand is nearly always called i, and the result looks
#             plausible: a gradient whose entries are all the same sum.
# Documented: no.
# Output:
#   by a[j]: Piecewise((2*a[j], j <= n), (0, True))
#   by a[i]: Sum(2*a[i], (i, 1, n))
#   at n = 2, by a[2]: 2*a[2]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile sympy==1.14.0
env/bin/python - >seen <<'PYTHON'
from sympy import IndexedBase, Sum, symbols

a = IndexedBase("a")
i, j, n = symbols("i j n", integer=True, positive=True)
loss = Sum(a[i] ** 2, (i, 1, n))
print("by a[j]:", loss.diff(a[j]).doit())
print("by a[i]:", loss.diff(a[i]).doit())
print("at n = 2, by a[2]:", loss.subs(n, 2).doit().diff(a[2]))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
