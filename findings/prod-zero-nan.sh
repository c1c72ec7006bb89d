#!/usr/bin/env bash
# The gradient of a product with one factor 0 is nan in Autograd and PaddlePaddle.
#
# Guess:      the derivative of 2 * 0 * 3 by its factors is (0, 6, 0), as PyTorch, JAX and TensorFlow
#             give.
# Behaviour:  the entry that should be 6 is nan: the product is divided by the factor. Autograd warns
#             (a RuntimeWarning of NumPy), PaddlePaddle is silent.
# Versions:   Python 3.11; autograd 1.9.1, paddlepaddle 3.3.1, setuptools 84.2.1, numpy 2.4.6
# Matters:    one nan in a gradient makes every weight nan at the next step, and the likelihood of
#             independent events is such a product.
# Documented: no.
# Output:
#   autograd: [0.0, nan, 0.0] with a warning: True
#   paddle:   [0.0, nan, 0.0]
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile autograd==1.9.1 paddlepaddle==3.3.1 setuptools==84.2.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import warnings

import autograd
import autograd.numpy as np
import paddle

values = [2.0, 0.0, 3.0]
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    slopes = autograd.grad(np.prod)(np.array(values))
print("autograd:", slopes.tolist(), "with a warning:", bool(seen))
x = paddle.to_tensor(values, stop_gradient=False)
paddle.prod(x).backward()
print("paddle:  ", x.grad.tolist())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
