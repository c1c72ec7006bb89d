#!/usr/bin/env bash
# scikit-learn's MLP: the strength of alpha depends on the size of the batch.
#
# Guess:      alpha is the L2 penalty's factor, so a step in a direction without data shrinks a weight
#             by rate * alpha * w.
# Behaviour:  the penalty is divided by the number of samples in the batch, so halving the batch
#             doubles the shrinking per step; a last, smaller batch shrinks more than the others.
# Versions:   Python 3.11; scikit-learn 1.9.1, numpy 2.4.6
# Matters:    the batch size, which is changed for memory or speed, changes the model that is fitted;
#             an alpha taken from another library is weaker by the size of the batch, 200 by default.
# Documented: that it is divided by the sample size when added to the loss, yes; the consequence for
#             batches, no.
# Output:
#   batch   1: a weight shrinks by 0.010000 of itself; rate * alpha = 0.01
#   batch  10: a weight shrinks by 0.001000 of itself; rate * alpha = 0.01
#   batch 100: a weight shrinks by 0.000100 of itself; rate * alpha = 0.01
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile scikit-learn==1.9.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import warnings

import numpy as np
from sklearn.neural_network import MLPRegressor

warnings.simplefilter("ignore")
for batch in (1, 10, 100):
    # The second feature is always 0, so the data have no say in its weights.
    X = np.zeros((batch, 2))
    X[:, 0] = 1.0
    net = MLPRegressor(hidden_layer_sizes=(2,), activation="tanh", solver="sgd", alpha=1.0, batch_size=batch, learning_rate_init=0.01, momentum=0.0,
                       random_state=0)
    net.partial_fit(X, np.zeros(batch))
    before = net.coefs_[0][1].copy()
    net.partial_fit(X, np.zeros(batch))
    print(f"batch {batch:3}: a weight shrinks by {1 - (net.coefs_[0][1] / before)[0]:.6f} of itself; rate * alpha = 0.01")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
