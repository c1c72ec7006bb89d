#!/usr/bin/env bash
# PyTorch: with class weights, a class index and its one-hot vector give different losses.
#
# Guess:      an index is short for the one-hot vector, so cross_entropy is the same number for both.
# Behaviour:  with indices the mean is divided by the sum of the weights of the labels, with
#             probabilities by the number of samples. Without weights the two agree.
# Versions:   Python 3.11; torch 2.13.0
# Matters:    switching to mixup or label smoothing by vectors changes the scale of the loss, and so
#             the learning rate, by the mean weight of the batch.
# Documented: yes, by two formulas far apart on the page of CrossEntropyLoss.
# Output:
#   weights None: by index 0.4472, by one-hot vector 0.4472, ratio 1.000
#   weights tensor([1., 3.]): by index 0.4396, by one-hot vector 1.0256, ratio 2.333
#   sum of the labels' weights over their number: 2.333
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0
env/bin/python - >seen <<'PYTHON'
import torch
from torch.nn.functional import cross_entropy, one_hot

z, y = torch.tensor([[0.3, -0.2], [0.1, 0.4], [0.0, 1.0]]), torch.tensor([0, 1, 1])
for weight in (None, torch.tensor([1.0, 3.0])):
    by_index, by_vector = (cross_entropy(z, t, weight=weight).item() for t in (y, one_hot(y).float()))
    print(f"weights {weight}: by index {by_index:.4f}, by one-hot vector {by_vector:.4f}, ratio {by_vector / by_index:.3f}")
print(f"sum of the labels' weights over their number: {7 / 3:.3f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
