#!/usr/bin/env bash
# nbval runs a cell that ends in a semicolon as if it did not.
#
# Guess:      a notebook that has just been executed by nbclient passes nbval.
# Behaviour:  "[1, 2];" shows nothing in Jupyter and stores no output. nbval executes it without
#             storing history, where IPython cannot see the semicolon, gets the list as output and
#             reports it as unexpected.
# Versions:   Python 3.11; nbval 0.11.0, nbclient 0.11.0, nbformat 5.11.1, ipykernel 7.4.0, pytest
#             9.2.0
# Matters:    plt.plot(...); is the usual way to hide a list of lines, and each such cell turns the
#             tests red on a correct notebook.
# Documented: not that we know.
# Output:
#   [1, 2]   outputs stored: 1, nbval: 1 passed
#   [1, 2];  outputs stored: 0, nbval: 1 failed
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile nbval==0.11.0 nbclient==0.11.0 nbformat==5.11.1 ipykernel==7.4.0 pytest==9.2.0
env/bin/python - >seen <<'PYTHON'
import subprocess
import sys

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

for source in ("[1, 2]", "[1, 2];"):
    notebook = new_notebook(cells=[new_code_cell(source)],
                            metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}})
    NotebookClient(notebook).execute()
    nbformat.write(notebook, "test.ipynb")
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "test.ipynb"],
                         capture_output=True, text=True)
    print(f"{source.ljust(8)} outputs stored: {len(notebook.cells[0].outputs)}, nbval:",
          run.stdout.strip().splitlines()[-1].split(" in ")[0])
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
