#!/usr/bin/env bash
# micrograd cannot differentiate a sum of a thousand terms.
#
# Guess:      a loss over a thousand samples, added up in a loop, costs time only.
# Behaviour:  backward walks the graph by recursion, one level a term, and raises RecursionError at a
#             thousand; the value itself is computed. Autograd, of the same style, has no such limit.
# Versions:   Python 3.11; micrograd 0.1.0, autograd 1.9.1, numpy 2.4.6
# Matters:    sum(losses) is what its own demonstration writes; the first data set of some size ends
#             it, unless the terms are added in pairs.
# Documented: no.
# Output:
#   micrograd, 500 terms: value 500.0, slope 500.0
#   micrograd, 1000 terms: value 1000.0, RecursionError
#   autograd, 1000 terms: slope 1000.0
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile micrograd==0.1.0 autograd==1.9.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import autograd
from micrograd.engine import Value

for terms in (500, 1000):
    x = Value(1.0)
    total = sum((x * 1.0 for _ in range(terms)), Value(0.0))
    try:
        total.backward()
        print(f"micrograd, {terms} terms: value {total.data}, slope {x.grad}")
    except RecursionError:
        print(f"micrograd, {terms} terms: value {total.data}, RecursionError")
print("autograd, 1000 terms: slope", float(autograd.grad(lambda x: sum(x * 1.0 for _ in range(1000)))(1.0)))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
