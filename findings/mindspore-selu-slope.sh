#!/usr/bin/env bash
# MindSpore: the derivative of SELU is wrong for negative arguments, at -2.3 even in sign.
#
# Guess:      a framework's derivative of its own activation is that of the function it computes:
#             0.176 at -2.3 and 1.178 at -0.4.
# Behaviour:  on the processor, ops.selu and nn.SeLU give -0.611 and 0.442 there, in single
#             precision as in double; the values of the function are right, and so are the slopes at
#             positive arguments. ELU and CELU, built in the same way, are right.
# Versions:   Python 3.11; mindspore 2.10.0, numpy 2.4.6
# Matters:    a self-normalising network trains along a wrong gradient without a word: for strongly
#             negative sums it climbs where it should descend.
# Documented: no.
# Output:
#   ops.selu derivative          at -2.3: -0.61 at -0.4: 0.44 at 0.3: 1.05 at 1.7: 1.05
#   ops.selu difference quotient at -2.3: 0.18 at -0.4: 1.18 at 0.3: 1.05 at 1.7: 1.05
#   nn.SeLU  derivative          at -2.3: -0.61 at -0.4: 0.44 at 0.3: 1.05 at 1.7: 1.05
#   nn.SeLU  difference quotient at -2.3: 0.18 at -0.4: 1.18 at 0.3: 1.05 at 1.7: 1.05
#   ops.elu  derivative          at -2.3: 0.10 at -0.4: 0.67 at 0.3: 1.00 at 1.7: 1.00
#   ops.elu  difference quotient at -2.3: 0.10 at -0.4: 0.67 at 0.3: 1.00 at 1.7: 1.00
#   ops.celu derivative          at -2.3: 0.10 at -0.4: 0.67 at 0.3: 1.00 at 1.7: 1.00
#   ops.celu difference quotient at -2.3: 0.10 at -0.4: 0.67 at 0.3: 1.00 at 1.7: 1.00
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
x, h = np.array([-2.3, -0.4, 0.3, 1.7]), 1e-2
for name, f in (("ops.selu", ops.selu), ("nn.SeLU", nn.SeLU()), ("ops.elu", ops.elu), ("ops.celu", ops.celu)):
    slope = mindspore.grad(lambda t, f=f: f(t).sum())(Tensor(x.astype(np.float32))).asnumpy()
    ends = [f(Tensor((x + s).astype(np.float32))).asnumpy().astype(float) for s in (h, -h)]
    for what, row in (("derivative", slope), ("difference quotient", (ends[0] - ends[1]) / (2 * h))):
        print(f"{name:8} {what:19}", " ".join(f"at {z}: {v:.2f}" for z, v in zip(x, row)))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
