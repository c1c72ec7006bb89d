#!/usr/bin/env bash
# moodlexport: a line break in a question arrives in Moodle as a backslash and an n.
#
# Guess:      the text of a question over two lines is one paragraph, as in LaTeX and HTML, or two.
# Behaviour:  so that \nabla and \theta, written carelessly in Python, survive, every line break is
#             turned into the two characters \n and every tab into \t, and students read them. Text
#             in one line is right, and so is the \nabla of a raw string.
# Versions:   Python 3.11; moodlexport 0.0.32, texsoup 0.2.1, beautifulsoup4 4.15.0, xmltodict
#             1.0.4, latexifier 1.0.8, numpy 2.4.6
# Matters:    questions with a formula on a line of its own are the usual ones; in the file, which
#             nobody reads, it looks like markup.
# Documented: no.
# Output:
#   <p>What is the gradient\nof the loss?</p>
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile moodlexport==0.0.32 texsoup==0.2.1 beautifulsoup4==4.15.0 xmltodict==1.0.4 latexifier==1.0.8 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import re
import warnings

warnings.simplefilter("ignore")
from moodlexport import Category, Question

category = Category("sheet")
question = Question("essay")
question.text("""What is the gradient
of the loss?""")
question.addto(category)
category.savexml("sheet.xml")
with open("sheet-xml.xml") as file:
    print(re.search(r"<questiontext.*?CDATA\[(.*?)\]\]", file.read(), re.S)[1])
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
