#!/usr/bin/env bash
# openedx-calc: with w = 3 and W = 7 the product w * W is 49.
#
# Guess:      a variable of a formula is the one of its name; as two of them differ by their case,
#             both exist.
# Behaviour:  unless case_sensitive=True is given, all names are made small, and of two variables
#             that are then alike the later one is taken for both. Nothing is said. The other way
#             round, X is accepted for x.
# Versions:   Python 3.11; openedx-calc 4.0.3, numpy 2.4.6, pyparsing 3.3.3, sympy 1.14.0, lxml
#             6.1.3, markupsafe 3.0.4
# Matters:    it evaluates what students of an edX course type. Weights w and matrices W, x and the
#             whole batch X, z and Z stand side by side in every chapter on networks: an answer is
#             computed with the wrong one.
# Documented: the parameter is; that two variables then become one is not.
# Output:
#   case_sensitive=False, {'w': 3.0, 'W': 7.0}: w*W is 49
#   case_sensitive=False, {'W': 7.0, 'w': 3.0}: w*W is 9
#   case_sensitive=True, {'w': 3.0, 'W': 7.0}: w*W is 21
#   case_sensitive=True, {'W': 7.0, 'w': 3.0}: w*W is 21
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile openedx-calc==4.0.3 numpy==2.4.6 pyparsing==3.3.3 sympy==1.14.0 lxml==6.1.3 markupsafe==3.0.4
env/bin/python - >seen <<'PYTHON'
from calc import evaluator

for case_sensitive in (False, True):
    for values in ({"w": 3.0, "W": 7.0}, {"W": 7.0, "w": 3.0}):
        product = evaluator(values, {}, "w*W", case_sensitive=case_sensitive)
        print(f"case_sensitive={case_sensitive}, {values}: w*W is {product:.0f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
