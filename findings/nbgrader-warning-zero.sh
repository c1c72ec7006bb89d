#!/usr/bin/env bash
# nbgrader gives no points for a test cell that passes with a warning.
#
# Guess:      only an exception costs the points of a test cell.
# Behaviour:  any text on the error stream gives 0 of 4, an overflow warning of NumPy like an
#             exception; the same text on the ordinary stream gives 4.
# Versions:   Python 3.11; nbgrader 0.9.6, nbformat 5.11.1
# Matters:    a correct sigmoid or softmax warns of overflow at large inputs in many ways of writing
#             it, a progress bar writes to the error stream by design, and both fail the student.
# Documented: no; there is a preprocessor, IgnorePattern, that takes known warnings away before the
#             grading.
# Output:
#   no output:                  (4.0, 4.0)
#   the warning on stderr:      (0, 4.0)
#   the same text on stdout:    (4.0, 4.0)
#   an exception:               (0, 4.0)
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile nbgrader==0.9.6 nbformat==5.11.1
env/bin/python - >seen <<'PYTHON'
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade


def points(*outputs):
    cell = new_code_cell("assert sigmoid(-1000) == 0", outputs=list(outputs))
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "locked": True, "points": 4, "grade_id": "test",
                                 "schema_version": 3}
    return determine_grade(cell)


text = "RuntimeWarning: overflow encountered in exp\n"
print("no output:                 ", points())
print("the warning on stderr:     ", points(new_output("stream", name="stderr", text=text)))
print("the same text on stdout:   ", points(new_output("stream", name="stdout", text=text)))
print("an exception:              ", points(new_output("error", ename="AssertionError", evalue="", traceback=[])))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
