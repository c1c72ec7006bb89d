#!/usr/bin/env bash
# Kornia: the mean focal loss is divided by the number of classes, and alpha weighs the class 0 against all
# others.
#
# Guess:      with gamma 0 and without weights the focal loss is the cross-entropy; alpha weighs all
#             classes alike, or is a list.
# Behaviour:  the losses stand in an array of samples by classes that is 0 but for the right ones,
#             and the mean is taken over all of it: for three classes a third of the cross-entropy,
#             for a thousand a thousandth. One number alpha = 0.25 weighs the class 0 by 0.75 and
#             every other by 0.25.
# Versions:   Python 3.11; torch 2.14.1, numpy 2.4.6, kornia 0.9.0
# Matters:    replacing one loss by the other changes the learning rate by the number of classes,
#             and which class comes first in the alphabet decides about its weight.
# Documented: that the mean is over the elements of the output, in general words.
# Output:
#   3 classes: focal loss / cross-entropy 1/3, weights by alpha 0.25 of the classes 0 and 1 0.75 and 0.25
#   10 classes: focal loss / cross-entropy 1/10, weights by alpha 0.25 of the classes 0 and 1 0.75 and 0.25
#   1000 classes: focal loss / cross-entropy 1/1000, weights by alpha 0.25 of the classes 0 and 1 0.75 and 0.25
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.14.1 numpy==2.4.6 kornia==0.9.0
env/bin/python - >seen <<'PYTHON'
import torch
from kornia.losses import focal_loss
from torch.nn.functional import cross_entropy

for classes in (3, 10, 1000):
    logits, labels = torch.zeros(2, classes), torch.tensor([0, 1])
    logits[0, 0] = logits[1, 1] = 1.0
    ratio = focal_loss(logits, labels, alpha=None, gamma=0.0, reduction="mean") / cross_entropy(logits, labels)
    weights = focal_loss(logits, labels, alpha=0.25, gamma=0.0, reduction="none").sum(1) / cross_entropy(logits, labels, reduction="none")
    print(f"{classes} classes: focal loss / cross-entropy 1/{1 / ratio.item():.0f}, weights by alpha 0.25 of the classes 0 and 1 {weights[0]:.2f} and {weights[1]:.2f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
