#!/usr/bin/env bash
# SymPy: the derivative of log det A by A is 0, and so is that of a neuron's sigmoid by its weight vector.
#
# Guess:      diff(log(Determinant(A)), A) is the transposed inverse, or stays unevaluated; in the
#             same way the slope of 1 / (1 + exp(-trace(w x^T))) by w is a multiple of x.
# Behaviour:  where a trace or a determinant stands inside exp, log, tanh or a quotient, the
#             derivative by the whole matrix is the number 0. Powers, products and sums of traces
#             are right; by a single entry, w[0, 0], all of them are right.
# Versions:   Python 3.11; sympy 1.14.0, mpmath 1.3.0
# Matters:    matrix calculus is what one asks a computer for to check a hand-made gradient of a
#             layer; a 0 passes for a stationary loss, and a sum with such a term loses all the
#             others too.
# Documented: no.
# Output:
#   trace(w x^T) by w: not 0
#   trace(w x^T)^3 by w: not 0
#   1/(1 + exp(-trace(w x^T))) by w: 0
#   tanh(trace(w x^T)) by w: 0
#   log(det A) by A: 0
#   exp(trace A) by A: 0
#   trace A + exp(trace A) by A: 0
#   tanh(trace(w x^T)) by w[0, 0]: not 0
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile sympy==1.14.0 mpmath==1.3.0
env/bin/python - >seen <<'PYTHON'
from sympy import Determinant, MatrixSymbol, Trace, diff, exp, log, tanh

A = MatrixSymbol("A", 3, 3)
w, x = MatrixSymbol("w", 3, 1), MatrixSymbol("x", 3, 1)
z = Trace(w * x.T)
for name, value, by in (
    ("trace(w x^T)", z, w), ("trace(w x^T)^3", z**3, w), ("1/(1 + exp(-trace(w x^T)))", 1 / (1 + exp(-z)), w), ("tanh(trace(w x^T))", tanh(z), w),
    ("log(det A)", log(Determinant(A)), A), ("exp(trace A)", exp(Trace(A)), A), ("trace A + exp(trace A)", Trace(A) + exp(Trace(A)), A),
    ("tanh(trace(w x^T))", tanh(z.doit()), w[0, 0]),
):
    slope = diff(value, by)
    zero = slope == 0 or getattr(slope, "is_ZeroMatrix", False)
    print(f"{name} by {by}: {'0' if zero else 'not 0'}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
