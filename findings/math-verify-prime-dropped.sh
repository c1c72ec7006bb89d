#!/usr/bin/env bash
# math-verify: sigma'(z) is the same answer as sigma(z).
#
# Guess:      a derivative and its function are two answers: a prime that cannot be read makes the
#             answer unreadable, not equal.
# Behaviour:  primes are removed before the formula is read, so verify says that f'(x) equals f(x),
#             y' equals y and tanh'(x) equals tanh(x). A transposed W^T is read as W. Other marks, a
#             hat or an index, are kept apart.
# Versions:   Python 3.11; math-verify 0.9.0, latex2sympy2_extended 1.11.0, sympy 1.14.0,
#             antlr4-python3-runtime 4.13.2, mpmath 1.3.0
# Matters:    it marks answers in LaTeX, of people or of language models. In a course on derivatives
#             the commonest slip, the function in place of its derivative, earns full marks.
# Documented: no.
# Output:
#   \sigma'(z) and \sigma(z): True
#   f'(x) and f(x): True
#   y' and y: True
#   \tanh' x and \tanh x: True
#   W^T and W: True
#   \hat{y} and y: False
#   a_1 and a_2: False
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile math-verify==0.9.0 latex2sympy2_extended==1.11.0 sympy==1.14.0 antlr4-python3-runtime==4.13.2 mpmath==1.3.0
env/bin/python - >seen <<'PYTHON'
from math_verify import parse, verify

for right, given in ((r"\sigma'(z)", r"\sigma(z)"), ("f'(x)", "f(x)"), ("y'", "y"), (r"\tanh' x", r"\tanh x"), ("W^T", "W"), (r"\hat{y}", "y"), ("a_1", "a_2")):
    print(f"{right} and {given}: {verify(parse(f'${right}$'), parse(f'${given}$'))}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
