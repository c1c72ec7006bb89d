#!/usr/bin/env bash
# TorchMetrics: Accuracy and MulticlassAccuracy of the same predictions differ.
#
# Guess:      MulticlassAccuracy is what Accuracy(task="multiclass") makes, the share of right
#             answers.
# Behaviour:  Accuracy averages over samples, MulticlassAccuracy over classes: of 0, 0, 0, 0 for the
#             labels 0, 0, 0, 1 the one says 0.75 and the other 0.5. With three classes of which one
#             does not occur both stay as they are.
# Versions:   Python 3.11; torch 2.13.0, torchmetrics 1.9.0, numpy 2.4.6
# Matters:    a report changes when a program is moved from one name to the other, and a network that
#             always says the largest class looks good under one of them.
# Documented: the defaults stand in the two signatures, micro and macro.
# Output:
#   2 classes: Accuracy 0.75 MulticlassAccuracy 0.5
#   3 classes: Accuracy 0.75 MulticlassAccuracy 0.5
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import torch
from torchmetrics import Accuracy
from torchmetrics.classification import MulticlassAccuracy

predictions, labels = torch.tensor([0, 0, 0, 0]), torch.tensor([0, 0, 0, 1])
for classes in (2, 3):
    print(classes, "classes: Accuracy", Accuracy(task="multiclass", num_classes=classes)(predictions, labels).item(),
          "MulticlassAccuracy", MulticlassAccuracy(num_classes=classes)(predictions, labels).item())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
