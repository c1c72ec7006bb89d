#!/usr/bin/env bash
# SymPy's parse_latex reads the beginning of a formula and forgets the rest.
#
# Guess:      what cannot be read is an error.
# Behaviour:  the default reader returns the part that it understood: x^{2}_{i} is x^2 without its
#             index, "x = 1, y = 2" the first equation, "0,5" the number 0, "x + y) z" the sum.
#             strict=True raises an error for three of them, but the lost index passes even then.
# Versions:   Python 3.11; sympy 1.14.0, antlr4-python3-runtime 4.11.1
# Matters:    a test that proves the formulas of a text by reading them proves half a formula and is
#             green.
# Documented: the parameter strict is; that the default drops text, not that we know.
# Output:
#   x^{2}_{i}      read as x**2; strict: read
#   x = 1, y = 2   read as Eq(x, 1); strict: an error
#   0,5            read as 0; strict: an error
#   x + y) z       read as x + y; strict: an error
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile sympy==1.14.0 antlr4-python3-runtime==4.11.1
env/bin/python - >seen <<'PYTHON'
from sympy.parsing.latex import LaTeXParsingError, parse_latex

for text in ("x^{2}_{i}", "x = 1, y = 2", "0,5", "x + y) z"):
    try:
        parse_latex(text, strict=True)
        strict = "read"
    except LaTeXParsingError:
        strict = "an error"
    print(f"{text.ljust(14)} read as {parse_latex(text)}; strict: {strict}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
