#!/usr/bin/env bash
# PyTorch: torch.func's Hessian of cdist is not symmetric, and that of det at the identity nan; torch.autograd's are
# right.
#
# Guess:      jacrev(jacrev(f)) and torch.autograd.functional.hessian are two ways to one matrix,
#             and that is symmetric.
# Behaviour:  for the distance by cdist, jacrev twice is right in the first row and wrong in the
#             others; the same distance by norm is right. For the determinant of a diagonal matrix
#             at (1, 1, 1) it is nan throughout. torch.autograd is right in all three.
# Versions:   Python 3.11; torch 2.14.1, numpy 2.4.6
# Matters:    Newton steps, curvature and Laplacians are computed by torch.func, which the
#             documentation recommends for Hessians; a wrong row is noticed by nobody who does not
#             look for symmetry.
# Documented: no.
# Output:
#   distance by cdist at [0.3, 0.7, 1.2], torch.func: [[0.27, -0.43, 0.29], [-1.0, 0.84, 0.29], [-1.0, -0.43, 1.56]]
#   distance by cdist at [0.3, 0.7, 1.2], torch.autograd: [[0.27, -0.43, 0.29], [-0.43, 1.09, 0.12], [0.29, 0.12, 1.19]]
#   distance by norm at [0.3, 0.7, 1.2], torch.func: [[0.27, -0.43, 0.29], [-0.43, 1.09, 0.12], [0.29, 0.12, 1.19]]
#   distance by norm at [0.3, 0.7, 1.2], torch.autograd: [[0.27, -0.43, 0.29], [-0.43, 1.09, 0.12], [0.29, 0.12, 1.19]]
#   det of diag(x) at [1.0, 1.0, 1.0], torch.func: [[nan, nan, nan], [nan, nan, nan], [nan, nan, nan]]
#   det of diag(x) at [1.0, 1.0, 1.0], torch.autograd: [[0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.14.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import warnings

import torch
from torch.func import jacrev

warnings.filterwarnings("ignore")
ones = torch.ones(3, dtype=torch.float64)
functions = {
    "distance by cdist": (lambda x: torch.cdist(x[None], ones[None]).sum(), [0.3, 0.7, 1.2]),
    "distance by norm": (lambda x: (x - ones).norm(), [0.3, 0.7, 1.2]),
    "det of diag(x)": (lambda x: torch.linalg.det(torch.diag(x)), [1.0, 1.0, 1.0]),
}
for name, (f, at) in functions.items():
    x = torch.tensor(at, dtype=torch.float64)
    for way, hessian in (("torch.func", jacrev(jacrev(f))(x)), ("torch.autograd", torch.autograd.functional.hessian(f, x))):
        print(f"{name} at {at}, {way}:", [[round(v, 2) + 0.0 for v in row] for row in hessian.tolist()])
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
