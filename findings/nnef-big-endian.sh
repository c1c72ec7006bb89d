#!/usr/bin/env bash
# NNEF: an array of big-endian numbers is written as it lies and read as little-endian.
#
# Guess:      write_tensor looks at the type's byte order, as np.save does, and the numbers 1 and 2
#             come back.
# Behaviour:  they come back as 4.6e-41 and 9.0e-44. There is no error, and little-endian arrays are
#             fine.
# Versions:   Python 3.11; nnef 1.0.10, numpy 2.4.6
# Matters:    MNIST's own files are big-endian, and np.frombuffer(..., ">f4") or an IDX reader hands
#             such arrays on; everything in NumPy computes with them as usual.
# Documented: the format is little-endian; that the writer does not convert, no.
# Output:
#   <f4 comes back as ['1', '2']
#   >f4 comes back as ['4.6e-41', '9e-44']
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile nnef==1.0.10 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import nnef
import numpy as np

for kind in ("<f4", ">f4"):
    with open("w.dat", "wb") as file:
        nnef.write_tensor(file, np.array([1.0, 2.0], dtype=kind))
    with open("w.dat", "rb") as file:
        back = nnef.read_tensor(file)
    print(kind, "comes back as", [f"{v:.2g}" for v in back])
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
