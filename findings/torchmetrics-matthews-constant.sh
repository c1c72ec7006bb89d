#!/usr/bin/env bash
# TorchMetrics: a classifier that always says the same has the Matthews correlation 1, -1 or 0.408.
#
# Guess:      the correlation of a constant with anything is not defined; one gives 0 for it, as
#             scikit-learn does, or nan.
# Behaviour:  with labels and predictions that are all 1 it gives 1, with predictions that are all 0
#             it gives -1, and beside one label of the other kind 0.408. scikit-learn gives 0 in all
#             three cases.
# Versions:   Python 3.11; torch 2.13.0, torchmetrics 1.9.0, numpy 2.4.6, scikit-learn 1.9.1
# Matters:    a batch or a fold with labels of one class only, which is common with rare classes,
#             moves the mean over batches by 1 in either direction.
# Documented: no.
# Output:
#   predictions [1, 1, 1] labels [1, 1, 1] TorchMetrics 1.0 scikit-learn 0.0
#   predictions [0, 0, 0] labels [1, 1, 1] TorchMetrics -1.0 scikit-learn 0.0
#   predictions [1, 1, 1] labels [1, 1, 0] TorchMetrics 0.408 scikit-learn 0.0
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6 scikit-learn==1.9.1
env/bin/python - >seen <<'PYTHON'
import torch
from sklearn.metrics import matthews_corrcoef
from torchmetrics.functional.classification import binary_matthews_corrcoef

for predictions, labels in (([1, 1, 1], [1, 1, 1]), ([0, 0, 0], [1, 1, 1]), ([1, 1, 1], [1, 1, 0])):
    print("predictions", predictions, "labels", labels, "TorchMetrics", round(float(binary_matthews_corrcoef(torch.tensor(predictions), torch.tensor(labels))), 3),
          "scikit-learn", float(matthews_corrcoef(labels, predictions)))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
