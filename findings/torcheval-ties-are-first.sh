#!/usr/bin/env bash
# TorchEval: a network that scores all classes alike has the reciprocal rank 1 and the hit rate 1.
#
# Guess:      with equal scores for all of ten classes the right one is anywhere among them: rank
#             5.5 on the average, a tenth of the hits, or what a sort makes of it.
# Behaviour:  the rank is the number of larger scores, so all that are equal share the first place:
#             reciprocal_rank and hit_rate of zeros are perfect. Accuracy, by argmax, is 0 for the
#             label 7, and with k=2, where the rank is used too, it is 1.
# Versions:   Python 3.11; torch 2.14.1, numpy 2.4.6, torcheval 0.0.7
# Matters:    an output layer that starts at 0, a dead network and a saturated softmax give equal
#             scores; the best value that there is stands for the worst network.
# Documented: no.
# Output:
#   all scores 0: reciprocal rank 1.00, hit rate of the first 1, accuracy 0, of the first two 1
#   class 0 a little ahead: reciprocal rank 0.50, hit rate of the first 0, accuracy 0, of the first two 1
#   all but one 0, that one right: reciprocal rank 1.00, hit rate of the first 1, accuracy 1, of the first two 1
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.14.1 numpy==2.4.6 torcheval==0.0.7
env/bin/python - >seen <<'PYTHON'
import torch
from torcheval.metrics.functional import hit_rate, multiclass_accuracy, reciprocal_rank

label = torch.tensor([7])
for name, scores in (("all scores 0", torch.zeros(1, 10)), ("class 0 a little ahead", 1e-3 * torch.eye(10)[:1]), ("all but one 0, that one right", torch.eye(10)[7:8])):
    print(f"{name}: reciprocal rank {reciprocal_rank(scores, label).item():.2f}, hit rate of the first {hit_rate(scores, label, k=1).item():.0f}, accuracy {multiclass_accuracy(scores, label).item():.0f}, of the first two {multiclass_accuracy(scores, label, k=2).item():.0f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
