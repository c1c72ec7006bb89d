#!/usr/bin/env bash
# SymPy's lark reader returns a tree of guesses, or reads a name letter by letter.
#
# Guess:      parse_latex(..., backend="lark") returns a SymPy expression or raises an error, as the
#             documentation's examples do.
# Behaviour:  f(x), x(y + 1) and a sum with a rest return a lark.Tree of two readings, which has no
#             diff; \tanh x y may be tan(h x y); w_14 is w_1 times 4.
# Versions:   Python 3.11; sympy 1.14.0, lark 1.3.1
# Matters:    code that works with the default reader meets an object without methods for the most
#             ordinary formula, a function of x.
# Documented: partly: ambiguous input may return a tree.
# Output:
#   f(x)                   a Tree: f(x), f*x
#   x(y + 1)               a Tree: x(y + 1), x*(y + 1)
#   \sum_{i=1}^n x_i + 1   a Tree: Sum(x_{i} + 1, (i, 1, n)), Sum(x_{i}, (i, 1, n)) + 1
#   \tanh x y              a Tree: tan(h*x*y), tanh(x*y)
#   w_14                   one reading: 4*w_{1}
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile sympy==1.14.0 lark==1.3.1
env/bin/python - >seen <<'PYTHON'
from sympy.parsing.latex import parse_latex

for text in ("f(x)", "x(y + 1)", r"\sum_{i=1}^n x_i + 1", r"\tanh x y", "w_14"):
    result = parse_latex(text, backend="lark")
    readings = sorted(map(str, result.children)) if type(result).__name__ == "Tree" else [str(result)]
    print(f"{text.ljust(22)} {'a Tree' if len(readings) > 1 else 'one reading'}: {', '.join(readings)}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
