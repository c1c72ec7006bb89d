#!/usr/bin/env bash
# MindSpore: tanh(5) is greater than 1 in single precision, and its slope there negative.
#
# Guess:      tanh lies below 1, is right to seven digits in float32, and its slope is positive.
# Behaviour:  on the processor tanh(5) is 1.0000098, so that 1 - tanh^2 is negative; at 4.5 the
#             distance from 1 is a sixth too small, and from 5 on it is 0 where it is 6e-5. Double
#             precision is right.
# Versions:   Python 3.11; mindspore 2.10.0, numpy 2.4.6
# Matters:    a unit in the tail gets a gradient of the wrong sign; log(1 - tanh(x)^2), in densities
#             of squashed actions, is nan; atanh of the output as well.
# Documented: no.
# Output:
#   ops.tanh float32
#     at 3.0: 1 - tanh   4.9e-03 (right 4.9e-03), slope   9.9e-03 (right 9.9e-03)
#     at 4.5: 1 - tanh   2.0e-04 (right 2.5e-04), slope   4.1e-04 (right 4.9e-04)
#     at 5.0: 1 - tanh  -9.8e-06 (right 9.1e-05), slope  -2.0e-05 (right 1.8e-04)
#     at 5.5: 1 - tanh   0.0e+00 (right 3.3e-05), slope   0.0e+00 (right 6.7e-05)
#   nn.Tanh  float32
#     at 3.0: 1 - tanh   4.9e-03 (right 4.9e-03), slope   9.9e-03 (right 9.9e-03)
#     at 4.5: 1 - tanh   2.0e-04 (right 2.5e-04), slope   4.1e-04 (right 4.9e-04)
#     at 5.0: 1 - tanh  -9.8e-06 (right 9.1e-05), slope  -2.0e-05 (right 1.8e-04)
#     at 5.5: 1 - tanh   0.0e+00 (right 3.3e-05), slope   0.0e+00 (right 6.7e-05)
#   ops.tanh float64
#     at 3.0: 1 - tanh   4.9e-03 (right 4.9e-03), slope   9.9e-03 (right 9.9e-03)
#     at 4.5: 1 - tanh   2.5e-04 (right 2.5e-04), slope   4.9e-04 (right 4.9e-04)
#     at 5.0: 1 - tanh   9.1e-05 (right 9.1e-05), slope   1.8e-04 (right 1.8e-04)
#     at 5.5: 1 - tanh   3.3e-05 (right 3.3e-05), slope   6.7e-05 (right 6.7e-05)
#   nn.Tanh  float64
#     at 3.0: 1 - tanh   4.9e-03 (right 4.9e-03), slope   9.9e-03 (right 9.9e-03)
#     at 4.5: 1 - tanh   2.5e-04 (right 2.5e-04), slope   4.9e-04 (right 4.9e-04)
#     at 5.0: 1 - tanh   9.1e-05 (right 9.1e-05), slope   1.8e-04 (right 1.8e-04)
#     at 5.5: 1 - tanh   3.3e-05 (right 3.3e-05), slope   6.7e-05 (right 6.7e-05)
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile mindspore==2.10.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import mindspore
import numpy as np
from mindspore import Tensor, nn, ops

mindspore.set_context(device_target="CPU", mode=mindspore.PYNATIVE_MODE)
for kind in (np.float32, np.float64):
    for name, f in (("ops.tanh", ops.tanh), ("nn.Tanh", nn.Tanh())):
        print(f"{name:8} {kind.__name__}")
        for x in (3.0, 4.5, 5.0, 5.5):
            t = Tensor(kind(x))
            value, slope = float(f(t).asnumpy()), float(mindspore.grad(f)(t).asnumpy())
            print(f"  at {x}: 1 - tanh {1 - value:9.1e} (right {1 - np.tanh(x):.1e}), slope {slope:9.1e} (right {1 - np.tanh(x) ** 2:.1e})")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
