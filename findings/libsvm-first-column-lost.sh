#!/usr/bin/env bash
# scikit-learn: a matrix written in libsvm's format loses its first column if that is 0.
#
# Guess:      load_svmlight_file gives back the columns that dump_svmlight_file wrote, or all but
#             zeros at the end.
# Behaviour:  columns are written from 0 on and read with a guess: a file in which the index 0 does
#             not occur is taken to count from 1. So where the first column is 0 in all rows, it
#             disappears, and the others move up by one; nothing is said.
# Versions:   Python 3.11; scikit-learn 1.9.1, numpy 2.4.6, scipy 1.17.1
# Matters:    the corner pixel of MNIST is 0 in every picture, and of a test set of few rows a
#             column is 0 more easily than of the training set: the weights are then applied to
#             their neighbours.
# Documented: the guess is, under zero_based; that the function's own files are guessed wrongly is
#             not.
# Output:
#   first column used, zero_based='auto': [[4.0, 5.0, 6.0], [0.0, 7.0, 0.0]]
#   first column used, zero_based=True: [[4.0, 5.0, 6.0], [0.0, 7.0, 0.0]]
#   first column 0, zero_based='auto': [[5.0, 6.0], [7.0, 0.0]]
#   first column 0, zero_based=True: [[0.0, 5.0, 6.0], [0.0, 7.0, 0.0]]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1
env/bin/python - >seen <<'PYTHON'
import numpy as np
from sklearn.datasets import dump_svmlight_file, load_svmlight_file

for name, x in (("first column used", [[4.0, 5, 6], [0, 7, 0]]), ("first column 0", [[0.0, 5, 6], [0, 7, 0]])):
    dump_svmlight_file(np.array(x), [0, 1], "data.svm")
    for zero_based in ("auto", True):
        print(f"{name}, zero_based={zero_based!r}: {load_svmlight_file('data.svm', zero_based=zero_based)[0].toarray().tolist()}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
