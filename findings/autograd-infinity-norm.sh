#!/usr/bin/env bash
# Autograd: the gradient of the maximum norm is nan at every vector.
#
# Guess:      where one entry is the largest, the norm of order inf has the slope of its size: (0,
#             -1, 0) at (0.3, -0.7, 0.2). It is what the norms of large order tend to.
# Behaviour:  the values are right, and the gradient for the order inf is nan, by a general formula
#             that divides inf by inf; a warning of NumPy is all that is heard. Order 50 is right,
#             so is the maximum of absolute values.
# Versions:   Python 3.11; autograd 1.9.1, numpy 2.4.6
# Matters:    bounds on weights or perturbations in this norm, and a test that the largest residual
#             falls.
# Documented: no.
# Output:
#   norm of order 2: 0.787, gradient [0.381, -0.889, 0.254]
#   norm of order 3: 0.723, gradient [0.172, -0.937, 0.077]
#   norm of order 50: 0.700, gradient [0.0, -1.0, 0.0]
#   norm of order inf: 0.700, gradient [nan, nan, nan]
#   max of |x|: [0.0, -1.0, 0.0]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile autograd==1.9.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import warnings

import autograd.numpy as np
from autograd import grad

warnings.filterwarnings("ignore")
x = np.array([0.3, -0.7, 0.2])
for order in (2, 3, 50, np.inf):
    print(f"norm of order {order}: {np.linalg.norm(x, order):.3f}, gradient", (grad(lambda v: np.linalg.norm(v, order))(x).round(3) + 0.0).tolist())
print("max of |x|:", grad(lambda v: np.max(np.abs(v)))(x).tolist())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
