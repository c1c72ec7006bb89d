#!/usr/bin/env bash
# PaddlePaddle: no cross-entropy and no log-probability goes beyond 64.
#
# Guess:      cross_entropy of the logits (100, -100) for the second class is 200, and log_softmax
#             gives -200.
# Behaviour:  both stop at 64, in float64 too; the slopes are those of the true loss. Softmax is
#             raised to e^-64 at least before the logarithm, so it never returns less than 1.6e-28.
# Versions:   Python 3.11; paddlepaddle 3.3.1, setuptools 84.2.1, numpy 2.4.6
# Matters:    the printed loss stays at 64 however wrong the network gets, and a difference quotient
#             there is 0 where the gradient is (1, -1).
# Documented: no.
# Output:
#   logits (10, -10): loss 20, should be 20; slopes [1.0, -1.0], log_softmax -20
#   logits (30, -30): loss 60, should be 60; slopes [1.0, -1.0], log_softmax -60
#   logits (100, -100): loss 64, should be 200; slopes [1.0, -1.0], log_softmax -64
#   softmax of (0, -100): 1.6e-28, should be 3.7e-44
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile paddlepaddle==3.3.1 setuptools==84.2.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import paddle
from paddle.nn import functional as F

for z in (10.0, 30.0, 100.0):
    logits = paddle.to_tensor([[z, -z]], dtype="float64", stop_gradient=False)
    loss = F.cross_entropy(logits, paddle.to_tensor([1]))
    loss.backward()
    print(f"logits ({z:g}, {-z:g}): loss {float(loss):.4g}, should be {2 * z:g}; slopes {logits.grad.numpy()[0].round(3).tolist()},",
          f"log_softmax {float(F.log_softmax(logits)[0, 1]):.4g}")
print(f"softmax of (0, -100): {float(F.softmax(paddle.to_tensor([[0.0, -100.0]], dtype='float64'))[0, 1]):.2g}, should be 3.7e-44")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
