#!/usr/bin/env bash
# SymPy reads the e of e^{-z} as a letter, and the derivative of the sigmoid gets a factor log(e).
#
# Guess:      e^{-z} in LaTeX is the exponential function.
# Behaviour:  both of SymPy's readers make e a symbol. The derivative of the sigmoid has log(e) in it,
#             and at z = 0 it is log(e) / 4; \exp(-z) is read as the exponential.
# Versions:   Python 3.11; sympy 1.14.0, antlr4-python3-runtime 4.11.1, lark 1.3.1
# Matters:    a checker of formulas that compares derivatives calls the textbook's sigma' = sigma (1 -
#             sigma) false.
# Documented: no.
# Output:
#   antlr: letters ['e', 'z'], slope at 0: log(e)/4
#   lark: letters ['e', 'z'], slope at 0: log(e)/4
#   with \exp: slope at 0: 1/4
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile sympy==1.14.0 antlr4-python3-runtime==4.11.1 lark==1.3.1
env/bin/python - >seen <<'PYTHON'
import sympy
from sympy.parsing.latex import parse_latex

z = sympy.Symbol("z")
for backend in ("antlr", "lark"):
    sigmoid = parse_latex(r"\frac{1}{1 + e^{-z}}", backend=backend).doit()
    slope = sigmoid.subs(sympy.Symbol("z"), z).diff(z)
    print(f"{backend}: letters {sorted(map(str, sigmoid.free_symbols))}, slope at 0: {slope.subs(z, 0)}")
exact = parse_latex(r"\frac{1}{1 + \exp(-z)}").doit()
print("with \\exp: slope at 0:", exact.diff(z).subs(z, 0))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
