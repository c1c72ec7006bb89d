#!/usr/bin/env bash
# pylatexenc turns the fraction of a + b and c into a+b/c.
#
# Guess:      a formula as text keeps its value: where a fraction becomes a slash, sums get brackets,
#             as they do below a root.
# Behaviour:  \frac{a+b}{c+d} becomes a+b/c+d, a binomial coefficient nk, and e^{-z}+1 and e^{-z+1}
#             become the same text. A root gets its brackets.
# Versions:   Python 3.11; pylatexenc 2.11
# Matters:    formulas that are searched, spoken to a reader who does not see, or handed to a program
#             as text are other formulas, and nothing says so.
# Documented: that the text is an approximation; not that it may be another formula.
# Output:
#   $\frac{1}{2}$ becomes 1/2
#   $\frac{a+b}{c+d}$ becomes a+b/c+d
#   $x^{n+1}$ becomes x^n+1
#   $e^{-z}+1$ becomes e^-z+1
#   $e^{-z+1}$ becomes e^-z+1
#   $\binom{n}{k}$ becomes nk
#   $\sqrt{a+b}$ becomes √(a+b)
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile pylatexenc==2.11
env/bin/python - >seen <<'PYTHON'
from pylatexenc.latex2text import LatexNodes2Text

for formula in (r"$\frac{1}{2}$", r"$\frac{a+b}{c+d}$", r"$x^{n+1}$", r"$e^{-z}+1$", r"$e^{-z+1}$", r"$\binom{n}{k}$", r"$\sqrt{a+b}$"):
    print(formula, "becomes", LatexNodes2Text().latex_to_text(formula))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
