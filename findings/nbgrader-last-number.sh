#!/usr/bin/env bash
# nbgrader takes the last value of a test cell for the points, if it happens to be a number.
#
# Guess:      a test cell that raises no error gives full points, whatever its last line returns.
# Behaviour:  of 4 points a cell that ends in a loss of 0.31 gives 0.31 points and one that ends in
#             0.0 gives none; 7 is an error of the grader, -2, nan and True give full points, and so
#             does a number that is printed.
# Versions:   Python 3.11; nbgrader 0.9.6, nbformat 5.11.1
# Matters:    a tester who ends a cell with the value just computed, to look at it, grades the class
#             by that number; a perfect fit gets 0.
# Documented: yes, as partial credit; that any stray number counts, one has to conclude.
# Output:
#   last value 0.31  points: 0.31
#   last value 0.0   points: 0.0
#   last value 7     points: partial credit cannot be greater than maximum points for cell
#   last value -2    points: 4.0
#   last value nan   points: 4.0
#   last value True  points: 4.0
#   printed 0.31     points: 4.0
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


def points(output):
    cell = new_code_cell("assert_right(loss)\nloss", outputs=[output])
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "locked": True, "points": 4, "grade_id": "test",
                                 "schema_version": 3}
    try:
        return determine_grade(cell)[0]
    except ValueError as error:
        return error


for text in ("0.31", "0.0", "7", "-2", "nan", "True"):
    print(f"last value {text.ljust(5)} points:", points(new_output("execute_result", data={"text/plain": text}, execution_count=1)))
print("printed 0.31     points:", points(new_output("stream", name="stdout", text="0.31\n")))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
