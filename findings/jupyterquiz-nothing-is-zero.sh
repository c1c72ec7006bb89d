#!/usr/bin/env bash
# JupyterQuiz: to type nothing is right where the answer is 0, and 1/2/4 is a half.
#
# Guess:      an empty field is no number, and no answer; what is not understood is not right.
# Behaviour:  what was typed is compared as JavaScript compares a text with a number, by which an
#             empty field and blanks are 0: right where the value is 0 and in any range that holds
#             0. Of several slashes the first is taken for a fraction and the rest is dropped.
# Versions:   Python 3.11, Node.js 20; jupyterquiz 2.9.6.4
# Matters:    the gradient behind a silent ReLU, in a minimum, or of a symmetric start is 0, and
#             these are the questions worth asking; Enter alone answers them.
# Documented: no.
# Output:
#   answer {"value":0}, typed "0": right
#   answer {"value":0}, typed "": right
#   answer {"range":[-0.1,0.1]}, typed "": right
#   answer {"value":1}, typed "": wrong
#   answer {"value":0.5}, typed "1/2": right
#   answer {"value":0.5}, typed "1/2/4": right
#   answer {"value":0.125}, typed "1/2/4": wrong
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile jupyterquiz==2.9.6.4
env/bin/python - >seen <<'PYTHON'
import pathlib
import subprocess
from importlib.util import find_spec

page = (pathlib.Path(find_spec("jupyterquiz").origin).parent / "js/numeric.js").read_text()
# The function of the page that marks a number, with as much of a page around it as it needs.
script = "class Question {} Question.register = () => {}; const print = console.log; console.log = () => {};" + page + """
const feedback = { style: {}, classList: { add() {} }, parentElement: { parentElement: {} } };
globalThis.document = { getElementById: (id) => (id === "fb1" ? feedback : null) };
globalThis.jaxify = (text) => text;
for (const [typed, answer] of [["0", { value: 0 }], ["", { value: 0 }], ["", { range: [-0.1, 0.1] }], ["", { value: 1 }], ["1/2", { value: 0.5 }], ["1/2/4", { value: 0.5 }], ["1/2/4", { value: 0.125 }]]) {
  let mark = "wrong";
  const field = { id: "1-nr", value: typed, dataset: { answers: JSON.stringify([{ ...answer, correct: true, feedback: "" }]) }, blur() {}, closest: () => null };
  field.classList = { add: (name) => { if (name === "correctButton") mark = "right"; } };
  check_numeric(field, { keyCode: 13 });
  print(`answer ${JSON.stringify(answer)}, typed "${typed}": ${mark}`);
}
"""
print(subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True).stdout.strip())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
