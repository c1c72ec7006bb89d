#!/usr/bin/env bash
# TorchMetrics: the hinge loss of the margins -2 and 2 is not 0, and never will be.
#
# Guess:      the hinge loss max(0, 1 - y f) is 0 where every margin y f is at least 1, as scikit-
#             learn has it.
# Behaviour:  values outside of [0, 1] are taken for logits and put through a sigmoid first. The loss
#             of the margins -2 and 2 becomes 0.619, and that of -20 and 20 is 0.5, below which it
#             cannot fall when half of the labels are 0.
# Versions:   Python 3.11; torch 2.13.0, torchmetrics 1.9.0, numpy 2.4.6, scikit-learn 1.9.1
# Matters:    the loss that a support vector machine minimises is reported as 0.5 when it is 0.
# Documented: that a sigmoid is applied if values lie outside of [0, 1]; not that a hinge loss cannot
#             become 0 by it.
# Output:
#   [-2.0, 2.0] TorchMetrics 0.619 scikit-learn 0.0
#   [-20.0, 20.0] TorchMetrics 0.5 scikit-learn 0.0
#   [-1.0, 1.0] TorchMetrics 0.769 scikit-learn 0.0
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6 scikit-learn==1.9.1
env/bin/python - >seen <<'PYTHON'
import torch
from sklearn.metrics import hinge_loss
from torchmetrics.functional.classification import binary_hinge_loss

for margins in ([-2.0, 2.0], [-20.0, 20.0], [-1.0, 1.0]):
    print(margins, "TorchMetrics", round(binary_hinge_loss(torch.tensor(margins), torch.tensor([0, 1])).item(), 3),
          "scikit-learn", float(hinge_loss([-1, 1], margins)))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
