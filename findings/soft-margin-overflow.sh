#!/usr/bin/env bash
# PyTorch and PaddlePaddle: soft_margin_loss is inf, and its gradient nan, where the loss is 100 in
# float32.
#
# Guess:      log(1 + exp(-yx)) is softplus, and losses are computed stably: 100 at x = -100, y = 1,
#             with slope -1.
# Behaviour:  the exponential is taken as it stands: in float32 the loss is inf at x = -100, and the
#             gradient nan. The multi-label variant, and binary_cross_entropy_with_logits, which is
#             the same function, give 100.
# Versions:   Python 3.11; torch 2.13.0, paddlepaddle 3.3.1, numpy 2.4.6
# Matters:    one badly wrong score, which is what an untrained network makes, destroys all weights.
# Documented: no.
# Output:
#   torch  soft_margin_loss: inf  slope: nan
#   torch  the same by binary_cross_entropy_with_logits: 100.0  slope: -1.0
#   torch  multilabel_soft_margin_loss: 100.0
#   paddle soft_margin_loss: inf  slope: nan
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 paddlepaddle==3.3.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import paddle
import torch
from torch.nn import functional as F

x = torch.tensor([-100.0], requires_grad=True)
loss = F.soft_margin_loss(x, torch.ones(1))
print("torch  soft_margin_loss:", loss.item(), " slope:", torch.autograd.grad(loss, x)[0].item())
loss = F.binary_cross_entropy_with_logits(x, torch.ones(1))
print("torch  the same by binary_cross_entropy_with_logits:", loss.item(), " slope:", torch.autograd.grad(loss, x)[0].item())
print("torch  multilabel_soft_margin_loss:", F.multilabel_soft_margin_loss(x[None], torch.ones(1, 1)).item())
x = paddle.to_tensor([-100.0], stop_gradient=False)
loss = paddle.nn.functional.soft_margin_loss(x, paddle.ones([1]))
loss.backward()
print("paddle soft_margin_loss:", loss.item(), " slope:", x.grad.item())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
