#!/usr/bin/env bash
# A NaN in a JSON output reaches the notebook as the text "nan".
#
# Guess:      it stays NaN, becomes null, or is refused.
# Behaviour:  the kernel's messages allow no NaN, so every NaN and infinity in the output is replaced
#             by a string, and a warning about it is stored as an output of the cell. Ordinary numbers
#             beside it stay numbers.
# Versions:   Python 3.11; nbclient 0.11.0, nbformat 5.11.1, ipykernel 7.4.0, jupyter-client 8.10.0
# Matters:    a plot specification or a table of losses (Vega, Plotly, one's own widget) changes its
#             type when training diverges, and the warning makes the stored notebook depend on it.
# Documented: not that we know.
# Output:
#   loss: [0.5, 'nan', 'inf']
#   further outputs: ['stderr'] True
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile nbclient==0.11.0 nbformat==5.11.1 ipykernel==7.4.0 jupyter-client==8.10.0
env/bin/python - >seen <<'PYTHON'
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

source = "display({'application/json': {'loss': [0.5, float('nan'), float('inf')]}}, raw=True)"
notebook = new_notebook(cells=[new_code_cell(source)],
                        metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}})
NotebookClient(notebook).execute()
first, *rest = notebook.cells[0].outputs
print("loss:", first.data["application/json"]["loss"])
print("further outputs:", [output.get("name") for output in rest], "UserWarning" in rest[0].text)
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
