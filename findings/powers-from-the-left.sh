#!/usr/bin/env bash
# 2^3^2 is 64 in two evaluators of formulas, and 512 in three.
#
# Guess:      powers are taken from the right, as on paper and in Python: 2^3^2 is 2^9, which is 512.
# Behaviour:  py_expression_eval and math-expression-evaluator take them from the left, as (2^3)^2.
#             expr-eval, evaluatex and numexpr take them from the right.
# Versions:   Python 3.11, Node.js 20; py_expression_eval 0.3.14, numexpr 2.14.2;
#             math-expression-evaluator 2.0.7, expr-eval 2.0.2, evaluatex 2.2.0
# Matters:    answers of students, or e^-x^2 typed by one, are judged by such evaluators, on a page by
#             one and on the server by another.
# Documented: no.
# Output:
#   py_expression_eval 64
#   numexpr 512
#   math-expression-evaluator 64
#   expr-eval 512
#   evaluatex 512
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile py_expression_eval==0.3.14 numexpr==2.14.2
env/bin/python - >seen <<'PYTHON'
import subprocess

import numexpr
from py_expression_eval import Parser

subprocess.run("echo '{}' >package.json; npm install --silent --ignore-scripts math-expression-evaluator@2.0.7 expr-eval@2.0.2 evaluatex@2.2.0", shell=True, check=True)
script = """const Mexp = require("math-expression-evaluator"), { Parser } = require("expr-eval"), evaluatex = require("evaluatex");
console.log("math-expression-evaluator", new Mexp().eval("2^3^2"));
console.log("expr-eval", Parser.evaluate("2^3^2"));
console.log("evaluatex", (evaluatex.default || evaluatex)("2^3^2")());"""
print("py_expression_eval", Parser().parse("2^3^2").evaluate({}))
print("numexpr", int(numexpr.evaluate("2**3**2")))
print(subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True).stdout.strip())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
