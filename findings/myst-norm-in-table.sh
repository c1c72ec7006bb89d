#!/usr/bin/env bash
# In a MyST table the norm of x becomes its absolute value, and the absolute value breaks the table.
#
# Guess:      what stands between dollars is left alone, in a table as elsewhere.
# Behaviour:  the table splits at every bar before the dollars are looked at: $|x|$ makes two cells of
#             a broken formula, and \| is read as an escaped bar, so $\|x\|$ arrives as |x|.
#             nbconvert, from the same cell, keeps \|x\|. \lVert x \rVert is safe in both.
# Versions:   Python 3.11; myst-parser 3.0.1, nbconvert 7.17.2
# Matters:    a table of losses says |y - t| where the author wrote a norm, and JupyterLab's preview
#             and the exported page disagree.
# Documented: the escape of bars is part of tables in Markdown; what it does to formulas is not said.
# Output:
#   in a sentence: so \|x\|
#   $\|x\|$            in a table: myst |x|              nbconvert $\|x\|$
#   $|x|$              in a table: myst $                nbconvert no table
#   $\lVert x \rVert$  in a table: myst \lVert x \rVert  nbconvert $\lVert x \rVert$
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile myst-parser==3.0.1 nbconvert==7.17.2
env/bin/python - >seen <<'PYTHON'
import re

from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from nbconvert.filters.markdown import markdown2html

myst = create_md_parser(MdParserConfig(enable_extensions={"dollarmath"}), RendererHTML)


def cell(html):
    found = re.search(r"<td[^>]*>(.*?)</td>", html, re.DOTALL)
    return re.sub(r"<[^>]*>", "", found[1]).strip() if found else "no table"


print("in a sentence:", re.sub(r"<[^>]*>", "", myst.render(r"so $\|x\|$")).strip())
for formula in (r"$\|x\|$", "$|x|$", r"$\lVert x \rVert$"):
    table = f"| loss |\n|------|\n| {formula} |"
    print(f"{formula.ljust(18)} in a table: myst {cell(myst.render(table)).ljust(16)} nbconvert {cell(markdown2html(table))}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
