#!/usr/bin/env bash
# Keras: the area under the ROC curve of a perfect ranking is 0.5, if all probabilities are small.
#
# Guess:      the area depends on the order of the scores alone: it is 1 where every positive lies
#             above every negative.
# Behaviour:  AUC counts at 200 fixed thresholds from 0 to 1, of which none lies between 0.001 and
#             0.0045: all scores are one tie, and a perfect ranking gets 0.5, the mark of chance.
# Versions:   Python 3.11; keras 3.15.1, jax 0.10.2, scikit-learn 1.9.1, numpy 2.4.6
# Matters:    a classifier of rare events, whose probabilities are all below half a percent, seems
#             to have learned nothing.
# Documented: that the curve is approximated at num_thresholds points; not how far off that is.
# Output:
#   p                              keras: ROC 1.00, PR 1.00; scikit-learn: ROC 1.00, PR 1.00
#   p / 100                        keras: ROC 0.50, PR 0.40; scikit-learn: ROC 1.00, PR 1.00
#   1 - p / 100, labels exchanged  keras: ROC 0.50, PR 0.60; scikit-learn: ROC 1.00, PR 1.00
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile keras==3.15.1 jax==0.10.2 scikit-learn==1.9.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import os

os.environ["KERAS_BACKEND"] = "jax"
import keras
import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

labels = np.array([0, 0, 0, 1, 1])
ranking = np.array([0.1, 0.2, 0.3, 0.4, 0.45])
for name, scores in (("p", ranking), ("p / 100", ranking / 100), ("1 - p / 100, labels exchanged", 1 - ranking / 100)):
    truth = 1 - labels if "exchanged" in name else labels
    found = []
    for curve in ("ROC", "PR"):
        metric = keras.metrics.AUC(curve=curve)
        metric.update_state(truth, scores)
        found.append(f"{curve} {float(metric.result()):.2f}")
    print(f"{name:30} keras: {', '.join(found)}; scikit-learn: ROC {roc_auc_score(truth, scores):.2f}, PR {average_precision_score(truth, scores):.2f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
