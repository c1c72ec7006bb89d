#!/usr/bin/env bash
# scikit-learn's MLPRegressor follows K times the gradient of the loss that it reports, for K outputs.
#
# Guess:      with alpha = 0 one step of plain gradient descent changes the weights by rate * the
#             gradient of loss_.
# Behaviour:  loss_ is the mean of half the squares over samples and outputs, the step is divided by
#             the number of samples only: for three outputs it is three times the gradient of the
#             reported loss, for one output once.
# Versions:   Python 3.11; scikit-learn 1.9.1, numpy 2.4.6
# Matters:    the learning rate means something else for each number of outputs, and a reader who
#             differentiates the reported loss finds a factor that is in no formula.
# Documented: no.
# Output:
#   1 outputs: loss_ / half the mean square 1.000, step / (rate * its gradient) 1.00
#   3 outputs: loss_ / half the mean square 1.000, step / (rate * its gradient) 3.00
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
random = np.random.default_rng(0)
X = random.normal(size=(8, 2))
for outputs in (1, 3):
    y = random.normal(size=(8, outputs)).squeeze()
    net = MLPRegressor(hidden_layer_sizes=(2,), activation="tanh", solver="sgd", alpha=0.0, batch_size=8, learning_rate_init=1e-4, momentum=0.0, max_iter=1,
                       random_state=0, warm_start=True, shuffle=False)
    net.fit(X, y)
    before = net.coefs_[1].copy()

    def loss(change):
        net.coefs_[1] = before + change
        return ((net.predict(X) - y) ** 2).mean() / 2

    h, change = 1e-5, np.zeros_like(before)
    change[0, 0] = 1e-5
    gradient = (loss(change) - loss(-change)) / (2 * h)
    expected = loss(0 * change)
    net.fit(X, y)
    step = (before - net.coefs_[1])[0, 0] / 1e-4
    print(f"{outputs} outputs: loss_ / half the mean square {net.loss_ / expected:.3f}, step / (rate * its gradient) {step / gradient:.2f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
