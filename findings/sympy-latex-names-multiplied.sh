#!/usr/bin/env bash
# SymPy's parse_latex multiplies by what it does not know: a bold x is the product of mathbf and x.
#
# Guess:      an unknown command is an error, a decoration part of the name.
# Behaviour:  \hat{y} is hat * y, \text{loss} is text * l * o * s * s, x \leftarrow y is leftarrow * x
#             * y and x \approx 1 is approx * x; the superscript of a layer, z^{[1]}, is the first
#             power. The derivative of \hat{y} by y is hat.
# Versions:   Python 3.11; sympy 1.14.0, antlr4-python3-runtime 4.11.1
# Matters:    the notation of every text on networks is read into a formula that can be differentiated
#             and is wrong.
# Documented: no.
# Output:
#   \hat{y}         read as hat*y
#   \mathbf{x}      read as mathbf*x
#   \text{loss}     read as l*o*s**2*text
#   x \leftarrow y  read as leftarrow*x*y
#   x \approx 1     read as approx*x
#   z^{[1]}         read as z
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile sympy==1.14.0 antlr4-python3-runtime==4.11.1
env/bin/python - >seen <<'PYTHON'
from sympy.parsing.latex import parse_latex

for text in (r"\hat{y}", r"\mathbf{x}", r"\text{loss}", r"x \leftarrow y", r"x \approx 1", "z^{[1]}"):
    print(f"{text.ljust(15)} read as {parse_latex(text).doit()}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
