#!/usr/bin/env bash
# TorchMetrics: the area under the ROC curve of the same logits depends on how they are cut into batches.
#
# Guess:      a metric that collects predictions over batches gives what it gives for all of them at
#             once.
# Behaviour:  whether predictions are logits is decided for each batch: values outside of [0, 1] are
#             put through a sigmoid, a batch whose logits all happen to lie in [0, 1] is taken for
#             probabilities as it is. The logits 0.9, 0.1, -1 and 0.4 give 0.5 at once and 0.25 in two
#             batches, and the accuracy of the logit 0.4 alone is 0, beside the logit 2 it is 1.
# Versions:   Python 3.11; torch 2.13.0, torchmetrics 1.9.0, numpy 2.4.6
# Matters:    a network at the beginning of its training, or the last, small batch of an epoch, has
#             logits between 0 and 1. The number in the report changes with the size of the batch and
#             with the order of the samples.
# Documented: that a sigmoid is applied if values lie outside of [0, 1]; not that this is decided
#             batch by batch, nor what comes of it.
# Output:
#   in batches of 4 - area 0.5
#   in batches of 2 - area 0.25
#   in batches of 1 - area 0.25
#   accuracy of the logits [0.4] for labels 1: 0.0
#   accuracy of the logits [0.4, 2.0] for labels 1: 1.0
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import torch
from torchmetrics.classification import BinaryAccuracy, BinaryAUROC

logits, labels = torch.tensor([0.9, 0.1, -1.0, 0.4]), torch.tensor([0, 1, 0, 1])
for size in (4, 2, 1):
    metric = BinaryAUROC()
    for k in range(0, 4, size):
        metric.update(logits[k:k + size], labels[k:k + size])
    print("in batches of", size, "- area", round(metric.compute().item(), 3))
for batch in ([0.4], [0.4, 2.0]):
    verdicts = BinaryAccuracy(multidim_average="global")(torch.tensor(batch), torch.ones(len(batch), dtype=int))
    print("accuracy of the logits", batch, "for labels 1:", verdicts.item())
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
