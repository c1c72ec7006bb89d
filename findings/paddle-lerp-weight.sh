#!/usr/bin/env bash
# PaddlePaddle: lerp has no gradient by its weight.
#
# Guess:      lerp(x, y, w) is x + w (y - x), and its slope by w is y - x.
# Behaviour:  a weight that asks for a gradient gets None, without a word; where the weight depends
#             on the same variable as x and y, its part is missing in the sum. The formula written
#             out is right.
# Versions:   Python 3.11; paddlepaddle 3.3.1, torch 2.14.1, numpy 2.4.6
# Matters:    a learned gate between two branches, or a learned rate of averaging, never moves.
# Documented: no.
# Output:
#   paddle lerp(x, y, w) at [1.0, 3.0, 0.25]: 1.5, gradient [0.75, 0.25, None]
#   paddle x + w (y - x) at [1.0, 3.0, 0.25]: 1.5, gradient [0.75, 0.25, 2.0]
#   paddle lerp(s, s^2, s) at 0.5: slope 1.0, right is 0.75
#   torch  lerp(x, y, w) at [1.0, 3.0, 0.25]: 1.5, gradient [0.75, 0.25, 2.0]
#   torch  x + w (y - x) at [1.0, 3.0, 0.25]: 1.5, gradient [0.75, 0.25, 2.0]
#   torch  lerp(s, s^2, s) at 0.5: slope 0.75, right is 0.75
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile paddlepaddle==3.3.1 torch==2.14.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import paddle
import torch

at = [1.0, 3.0, 0.25]
for name, tensor, library in (("paddle", lambda v: paddle.to_tensor(v, stop_gradient=False), paddle),
                              ("torch", lambda v: torch.tensor(v, requires_grad=True), torch)):
    for how, f in (("lerp(x, y, w)", lambda x, y, w: library.lerp(x, y, w)), ("x + w (y - x)", lambda x, y, w: x + w * (y - x))):
        x, y, w = map(tensor, at)
        value = f(x, y, w)
        value.backward()
        print(f"{name:6} {how} at {at}: {float(value)}, gradient", [None if v.grad is None else float(v.grad) for v in (x, y, w)])
    s = tensor(0.5)
    library.lerp(s, s * s, s).backward()
    print(f"{name:6} lerp(s, s^2, s) at 0.5: slope {float(s.grad)}, right is 0.75")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
