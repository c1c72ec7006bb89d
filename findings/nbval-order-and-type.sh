#!/usr/bin/env bash
# nbval does not notice when a cell's outputs change places or change their kind.
#
# Guess:      pytest --nbval compares what the notebook stores with what the cell gives now, in order.
# Behaviour:  outputs are sorted by stream and by type of content before they are compared, so a
#             stored notebook in which the figure stands above the printed line passes, and so does
#             one in which a result is a display. Two displays that change places are found.
# Versions:   Python 3.11; nbval 0.11.0, nbclient 0.11.0, nbformat 5.11.1, ipykernel 7.4.0, pytest
#             9.2.0
# Matters:    an explanation that says "the number above the figure" can become wrong while the tests
#             of the course stay green.
# Documented: not that we know.
# Output:
#   unchanged:                         3 passed
#   printed line and figure exchanged: 3 passed
#   a result stored as a display:      3 passed
#   two displays exchanged:            1 failed, 2 passed
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
from nbformat.v4 import new_code_cell, new_notebook, new_output

cells = ["print('loss'); display('figure')", "2 + 2", "display('left'); display('right')"]
notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells],
                        metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}})
NotebookClient(notebook).execute()


def tested(change, cell):
    copy = nbformat.from_dict(notebook)
    before = list(copy.cells[cell].outputs)
    copy.cells[cell].outputs = change(before)
    nbformat.write(copy, "test.ipynb")
    copy.cells[cell].outputs = before
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "test.ipynb"],
                         capture_output=True, text=True)
    return run.stdout.strip().splitlines()[-1].split(" in ")[0]


print("unchanged:                        ", tested(lambda outputs: outputs, 0))
print("printed line and figure exchanged:", tested(lambda outputs: outputs[::-1], 0))
print("a result stored as a display:     ", tested(lambda outputs: [new_output("display_data", data=outputs[0].data)], 1))
print("two displays exchanged:           ", tested(lambda outputs: outputs[::-1], 2))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
