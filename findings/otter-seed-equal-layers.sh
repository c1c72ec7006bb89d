#!/usr/bin/env bash
# Otter-Grader: with a seed two layers that are initialised in two cells get the same weights.
#
# Guess:      a seed makes the random numbers of a notebook the same at each grading; within the
#             notebook they go on.
# Behaviour:  the generator of numpy.random is set to the seed at the beginning of every cell, so
#             that W1 = np.random.randn(2, 2) and W2 = np.random.randn(2, 2) in two cells are equal,
#             and so are two shuffles. In one cell they differ, and the generators of
#             numpy.random.default_rng are left alone.
# Versions:   Python 3.11; otter-grader 7.0.0, numpy 2.4.6, nbconvert 7.17.2, nbformat 5.11.1,
#             ipykernel 7.4.0, jupyter-client 8.10.0
# Matters:    a network whose two halves start with the same weights learns symmetric features; the
#             student's own run, without the seed, was right, and the graded one fails its test of
#             the loss.
# Documented: yes, as intercell seeding.
# Output:
#   seed None: equal in two cells, in one cell, by default_rng in two cells: False False False
#   seed 42: equal in two cells, in one cell, by default_rng in two cells: True False False
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile otter-grader==7.0.0 numpy==2.4.6 nbconvert==7.17.2 nbformat==5.11.1 ipykernel==7.4.0 jupyter-client==8.10.0
env/bin/python - >seen <<'PYTHON'
import nbformat
from otter.execute import grade_notebook

cells = (
    "import numpy as np",
    "W1 = np.random.randn(2, 2); before = np.random.randn(2, 2)",
    "W2 = np.random.randn(2, 2); V1 = np.random.default_rng().normal(size=4)",
    "V2 = np.random.default_rng().normal(size=4)",
    "file = open('weights', 'w'); print((W1 == W2).all(), (W1 == before).all(), (V1 == V2).all(), file=file); file.close()",
)
nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells]), "notebook.ipynb")
for seed in (None, 42):
    grade_notebook("notebook.ipynb", tests_glob=[], test_dir=".", cwd=".", seed=seed)
    with open("weights") as file:
        print(f"seed {seed}: equal in two cells, in one cell, by default_rng in two cells: {file.read().strip()}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
