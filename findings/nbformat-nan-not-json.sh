#!/usr/bin/env bash
# nbformat writes NaN into a notebook and calls it valid.
#
# Guess:      a notebook is JSON, JSON has no NaN, so validate or write refuses it.
# Behaviour:  validate passes, write puts the bare word NaN into the file, and nbformat reads it
#             again; a parser that keeps to the standard, as every browser has, refuses the whole
#             notebook.
# Versions:   Python 3.11; nbformat 5.11.1
# Matters:    one diverged loss in an output or in the metadata that a tool (papermill, a grader, a
#             script) writes makes the notebook unreadable for all but Python.
# Documented: no.
# Output:
#   valid; NaN in the file: True
#   nbformat reads it: {'application/json': {'loss': nan}}
#   a strict reader: NaN is not JSON
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile nbformat==5.11.1
env/bin/python - >seen <<'PYTHON'
import json

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

notebook = new_notebook(cells=[new_code_cell("train()", outputs=[
    new_output("display_data", data={"application/json": {"loss": float("nan")}})])])
nbformat.validate(notebook)
text = nbformat.writes(notebook)
print("valid; NaN in the file:", ": NaN" in text)
print("nbformat reads it:", nbformat.reads(text, 4).cells[0].outputs[0].data)


def refuse(word):
    raise ValueError(f"{word} is not JSON")


try:
    json.loads(text, parse_constant=refuse)
except ValueError as error:
    print("a strict reader:", error)
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
