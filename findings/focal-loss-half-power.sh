#!/usr/bin/env bash
# torchvision: the focal loss with gamma 0.5 has the gradient nan for a sample that is surely right.
#
# Guess:      the focal loss makes what is right count less: at the logit 20 for the label 1 loss
#             and slope are 0.
# Behaviour:  the factor (1 - p)^gamma with gamma below 1 has an infinite slope at p = 1, which
#             float32 reaches at the logit 17; it is multiplied by the loss, which is 0 or nearly,
#             or by the slope of p, 0. Values are right. Kornia, which takes the logarithm of 1 - p
#             first, is right; gamma 1 and 2 are right in both.
# Versions:   Python 3.11; torch 2.14.1, numpy 2.4.6, torchvision 0.29.1, kornia 0.9.0
# Matters:    one well-learned sample makes every weight nan; gamma is tuned between 0 and 5, and
#             0.5 is one of the values of the paper that proposed the loss.
# Documented: no.
# Output:
#   gamma 0.5, torchvision: loss 0.49, slopes at 0, 5 and 20 -0.476 -0.001 nan
#   gamma 0.5, kornia: loss 0.49, slopes at 0, 5 and 20 -0.476 -0.001 0.000
#   gamma 1.0, torchvision: loss 0.35, slopes at 0, 5 and 20 -0.423 0.000 0.000
#   gamma 1.0, kornia: loss 0.35, slopes at 0, 5 and 20 -0.423 0.000 0.000
#   gamma 2.0, torchvision: loss 0.17, slopes at 0, 5 and 20 -0.298 0.000 0.000
#   gamma 2.0, kornia: loss 0.17, slopes at 0, 5 and 20 -0.298 0.000 0.000
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.14.1 numpy==2.4.6 torchvision==0.29.1 kornia==0.9.0
env/bin/python - >seen <<'PYTHON'
import torch
from kornia.losses import binary_focal_loss_with_logits
from torchvision.ops import sigmoid_focal_loss

for gamma in (0.5, 1.0, 2.0):
    for name, loss in (
        ("torchvision", lambda z, y: sigmoid_focal_loss(z, y, alpha=-1, gamma=gamma, reduction="sum")),
        ("kornia", lambda z, y: binary_focal_loss_with_logits(z[:, None], y[:, None], alpha=None, gamma=gamma, reduction="sum")),
    ):
        logits = torch.tensor([0.0, 5.0, 20.0], requires_grad=True)
        value = loss(logits, torch.ones(3))
        value.backward()
        print(f"gamma {gamma}, {name}: loss {value.item():.2f}, slopes at 0, 5 and 20 {' '.join(f'{slope + 0:.3f}' for slope in logits.grad.round(decimals=3).tolist())}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
