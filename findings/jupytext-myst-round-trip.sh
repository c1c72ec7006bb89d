#!/usr/bin/env bash
# jupytext: a notebook that went through MyST Markdown and back has other cells.
#
# Guess:      the two forms are paired, so a round trip gives the same cells (it may lose outputs and
#             trailing blanks).
# Behaviour:  a text cell that shows how a code cell is written, as a guide for authors does, comes
#             back as code that will be run; a text cell with a line +++ becomes two; an empty one is
#             gone. In the percent format it is the code cell with a comment "# %% part two" that
#             becomes two; its text cells survive.
# Versions:   Python 3.11; jupytext 1.19.6, nbformat 5.11.1
# Matters:    cells that a course refers to by number or tag move, and an example that was only to be
#             read is executed.
# Documented: the marks are; that they are not escaped on writing, no.
# Output:
#   md:myst    text showing a code cell:  [('markdown', 'Write:'), ('code', 'train()')]
#   md:myst    text with +++:  [('markdown', 'before'), ('markdown', 'after')]
#   md:myst    an empty text:  []
#   md:myst    code with # %%:  the same
#   py:percent text showing a code cell:  the same
#   py:percent text with +++:  the same
#   py:percent an empty text:  the same
#   py:percent code with # %%:  [('code', 'w = 1'), ('code', 'b = 0')]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile jupytext==1.19.6 nbformat==5.11.1
env/bin/python - >seen <<'PYTHON'
import jupytext
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

cells = {
    "text showing a code cell": new_markdown_cell("Write:\n\n```{code-cell}\ntrain()\n```"),
    "text with +++": new_markdown_cell("before\n\n+++\n\nafter"),
    "an empty text": new_markdown_cell(""),
    "code with # %%": new_code_cell("w = 1\n# %% part two\nb = 0"),
}
for format in ("md:myst", "py:percent"):
    for name, cell in cells.items():
        notebook = new_notebook(cells=[cell, new_markdown_cell("end")])
        notebook.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
        back = jupytext.reads(jupytext.writes(notebook, format), format).cells[:-1]
        print(f"{format.ljust(10)} {name}: ", [(c.cell_type, c.source) for c in back] if [c.source for c in back] != [cell.source] else "the same")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
