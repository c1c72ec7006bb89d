#!/usr/bin/env bash
# Numdifftools' estimate of its own error is tiny beside a corner, where the value is wrong by a half.
#
# Guess:      extrapolation over several steps notices that the quotients do not converge, and reports
#             a large error.
# Behaviour:  for max(x, 0) at 1e-9 the derivative is 1 and the result 0.5, with an estimated error
#             below 1e-6. On smooth functions value and estimate are good.
# Versions:   Python 3.11; numdifftools 0.11.2, numpy 2.4.6
# Matters:    a gradient check that takes its tolerance from the estimate declares the right slope of
#             ReLU wrong.
# Documented: no.
# Output:
#   max(x, 0) at 1e-09: result 0.500, true 1.000, estimated error below 1e-6
#   tanh(x) at 0.7: result 0.635, true 0.635, estimated error below 1e-6
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile numdifftools==0.11.2 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import numdifftools
import numpy as np

for name, function, at, truth in (("max(x, 0)", lambda x: np.maximum(x, 0.0), 1e-9, 1.0), ("tanh(x)", np.tanh, 0.7, 1 - np.tanh(0.7) ** 2)):
    value, information = numdifftools.Derivative(function, full_output=True)(at)[:2]
    estimate = float(np.max(information.error_estimate if hasattr(information, "error_estimate") else information))
    print(f"{name} at {at:g}: result {float(value):.3f}, true {truth:.3f}, estimated error", "below 1e-6" if estimate < 1e-6 else "above")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
