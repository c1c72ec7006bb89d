#!/usr/bin/env bash
# 1e-3 typed by a student: a thousandth, e - 3, or 1, by who reads it.
#
# Guess:      1e-3 is a number in every program that reads numbers, or is refused.
# Behaviour:  Algebrite and, between dollars, math-verify read 1e-3 as e - 3 = -0.28. Without
#             dollars math-verify takes the number before the e and leaves the rest: 2.5e-3 is 2.5,
#             and 1e-05, as Python prints it, equals 1. math.js, expr-eval, SymPy and numexpr read a
#             thousandth.
# Versions:   Python 3.11, Node.js 20; math-verify 0.9.0, latex2sympy2_extended 1.11.0, sympy
#             1.14.0, antlr4-python3-runtime 4.13.2, mpmath 1.3.0, numexpr 2.14.2, numpy 2.4.6;
#             algebrite 1.4.0, mathjs 15.2.0, expr-eval 2.0.2
# Matters:    learning rates and small gradients are written so, and a program prints them so. A
#             right answer is marked wrong, and 1 is taken for 1e-05.
# Documented: no.
# Output:
#   algebrite: -3+e
#   mathjs: 0.001
#   expr-eval: 0.001
#   sympy: 0.001
#   numexpr: 0.001
#   math-verify, $1e-3$: -0.2817
#   math-verify, 1e-3: 1
#   math-verify, 2.5e-3: 2.5
#   math-verify, 0.00001 and 1e-05: False
#   math-verify, 1 and 1e-05: True
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile math-verify==0.9.0 latex2sympy2_extended==1.11.0 sympy==1.14.0 antlr4-python3-runtime==4.13.2 mpmath==1.3.0 numexpr==2.14.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import subprocess

import numexpr
from math_verify import parse, verify
from sympy import sympify

subprocess.run("echo '{}' >package.json; npm install --silent --ignore-scripts algebrite@1.4.0 mathjs@15.2.0 expr-eval@2.0.2", shell=True, check=True)
script = """console.log("algebrite:", require("algebrite").run("1e-3"));
console.log("mathjs:", require("mathjs").evaluate("1e-3"));
console.log("expr-eval:", require("expr-eval").Parser.evaluate("1e-3"));"""
print(subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True).stdout.strip())
print("sympy:", float(sympify("1e-3")))
print("numexpr:", float(numexpr.evaluate("1e-3")))
for text in ("$1e-3$", "1e-3", "2.5e-3"):
    print(f"math-verify, {text}: {float(parse(text)[0]):.4g}")
print("math-verify, 0.00001 and 1e-05:", verify(parse("0.00001"), parse("1e-05")))
print("math-verify, 1 and 1e-05:", verify(parse("1"), parse("1e-05")))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
