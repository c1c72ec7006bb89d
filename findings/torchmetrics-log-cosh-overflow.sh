#!/usr/bin/env bash
# TorchMetrics: the log-cosh error of a prediction that is off by 100 is inf.
#
# Guess:      log(cosh(x)) is |x| - ln 2 for large x: the loss was proposed since it grows no faster
#             than the absolute error.
# Behaviour:  exp(x) is formed first, which overflows in float32 from 89 on. One sample of many
#             makes the mean inf, and it stays so for the rest of the epoch. The mean absolute and
#             squared errors of the same numbers are 100 and 10000.
# Versions:   Python 3.11; torch 2.14.1, numpy 2.4.6, torchmetrics 1.9.0
# Matters:    outliers are the reason to choose this error, and prices or temperatures in kelvin are
#             off by 100 at the beginning of every training.
# Documented: no.
# Output:
#   error 1: log-cosh 0.43, in double precision 0.43, absolute 1
#   error 80: log-cosh 79.31, in double precision 79.31, absolute 80
#   error 100: log-cosh inf, in double precision 99.31, absolute 100
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.14.1 numpy==2.4.6 torchmetrics==1.9.0
env/bin/python - >seen <<'PYTHON'
import torch
from torchmetrics.functional import log_cosh_error, mean_absolute_error

for error in (1.0, 80.0, 100.0):
    prediction, target = torch.tensor([error]), torch.tensor([0.0])
    print(f"error {error:.0f}: log-cosh {log_cosh_error(prediction, target).item():.2f}, in double precision {log_cosh_error(prediction.double(), target.double()).item():.2f}, absolute {mean_absolute_error(prediction, target).item():.0f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
