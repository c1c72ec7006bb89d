#!/usr/bin/env bash
# onnxconverter-common: in half precision 20000 becomes 10000, and 1e-10 a thousand times as much.
#
# Guess:      converting to float16 rounds: numbers up to 65504 stay themselves to three digits,
#             larger ones become infinite, and those below 3e-8 become 0.
# Behaviour:  every number beyond 10000 becomes 10000, though float16 has those up to 65504, and
#             every number but 0 below 1e-7 becomes 1e-7 with its sign. A warning is given, and the
#             two bounds are parameters.
# Versions:   Python 3.11; onnxconverter-common 1.16.0, onnx 1.23.2, protobuf 7.36.2, packaging
#             26.3, numpy 2.4.6
# Matters:    constants of a network are not only weights: a scale for pixels or a bound for a mask
#             is in the tens of thousands. An epsilon of 1e-12 becomes 1e-7; masks of -30000 become
#             -10000.
# Documented: the parameters are, with their defaults; not that they lie inside of what the type can
#             hold.
# Output:
#   5000: 5e+03, by NumPy 5e+03
#   20000: 1e+04, by NumPy 2e+04
#   65504: 1e+04, by NumPy 6.6e+04
#   -30000: -1e+04, by NumPy -3e+04
#   1e-06: 1e-06, by NumPy 1e-06
#   1e-10: 1.2e-07, by NumPy 0
#   -1e-12: -1.2e-07, by NumPy -0
#   0: 0, by NumPy 0
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile onnxconverter-common==1.16.0 onnx==1.23.2 protobuf==7.36.2 packaging==26.3 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import warnings

import numpy as np
from onnxconverter_common import float16

warnings.simplefilter("ignore")
for number in (5000, 20000, 65504, -30000, 1e-6, 1e-10, -1e-12, 0):
    value = np.array([number], "f4")
    print(f"{number}: {float(float16.convert_np_to_float16(value.copy())[0]):.2g}, by NumPy {float(value.astype('f2')[0]):.2g}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
