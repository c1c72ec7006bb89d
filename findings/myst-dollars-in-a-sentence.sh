#!/usr/bin/env bash
# MyST: a displayed formula inside a sentence keeps two of its dollars, and prices become formulas.
#
# Guess:      $$a$$ within a line is a formula, as in JupyterLab; "$5 or $6", with a blank before the
#             closing dollar, is text.
# Behaviour:  "so $$a$$ holds" becomes $, an inline formula a, and $. "costs $5 or $6" becomes the
#             formula "5 or" followed by 6. nbconvert leaves both lines to the browser as they are.
# Versions:   Python 3.11; myst-parser 3.0.1, nbconvert 7.17.2
# Matters:    a chapter that looks right while it is written has stray dollars on the site.
# Documented: yes, as options (dms for the first, allow_space for the second); the defaults differ
#             from Jupyter's.
# Output:
#   so $$a$$ holds:    myst so $[formula a]$ holds         nbconvert so $$a$$ holds
#   costs $5 or $6:    myst costs [formula 5 or]6          nbconvert costs $5 or $6
#   so $a$ holds:      myst so [formula a] holds           nbconvert so $a$ holds
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


def shown(html):
    marked = html.replace('<span class="math inline">', "[formula ").replace("</span>", "]")
    return re.sub(r"<[^>]*>", "", marked).strip()


for line in ("so $$a$$ holds", "costs $5 or $6", "so $a$ holds"):
    print(f"{line}:".ljust(18), "myst", shown(myst.render(line)).ljust(30), "nbconvert", shown(markdown2html(line)))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
