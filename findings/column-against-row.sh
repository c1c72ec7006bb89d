#!/usr/bin/env bash
# A column of predictions against a row of targets: in one library some losses refuse, some warn, and
# some average over all pairs.
#
# Guess:      a library treats the shapes (4, 1) and (4,) alike in all its losses.
# Behaviour:  PyTorch's mse_loss warns and averages over the 16 pairs, poisson_nll_loss and
#             gaussian_nll_loss do so without a word, binary_cross_entropy_with_logits raises an
#             error. In optax squared_error refuses, huber_loss and sigmoid_binary_cross_entropy
#             return 4 x 4 numbers.
# Versions:   Python 3.11; torch 2.13.0, optax 0.2.8, jax 0.10.2
# Matters:    the net then learns the mean of the targets for every input; the loss falls at first and
#             nothing crashes.
# Documented: PyTorch's warning says it for mse_loss.
# Output:
#   torch mse_loss 0.362 instead of 0.038 with a warning
#   torch poisson_nll_loss 1.462 instead of 1.300
#   torch gaussian_nll_loss 0.181 instead of 0.019
#   torch binary_cross_entropy_with_logits an error
#   optax squared_error an error
#   optax huber_loss (4, 4)
#   optax sigmoid_binary_cross_entropy (4, 4)
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 optax==0.2.8 jax==0.10.2
env/bin/python - >seen <<'PYTHON'
import warnings

import jax.numpy as jnp
import optax
import torch
from torch.nn import functional as F

p, t = [[0.1], [0.2], [0.7], [0.9]], [0.0, 0.0, 1.0, 1.0]
for name, f in {"mse_loss": F.mse_loss, "poisson_nll_loss": F.poisson_nll_loss,
                "gaussian_nll_loss": lambda p, t: F.gaussian_nll_loss(p, t, torch.ones(4, 1)),
                "binary_cross_entropy_with_logits": F.binary_cross_entropy_with_logits}.items():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            shapes = [f"{f(torch.tensor(p), torch.tensor(t)).item():.3f} instead of {f(torch.tensor(p)[:, 0], torch.tensor(t)).item():.3f}"
                      if name != "gaussian_nll_loss" else f"{f(torch.tensor(p), torch.tensor(t)).item():.3f} instead of "
                      f"{F.gaussian_nll_loss(torch.tensor(p)[:, 0], torch.tensor(t), torch.ones(4)).item():.3f}"]
        except ValueError:
            shapes = ["an error"]
    print("torch", name, *shapes, *["with a warning"] * bool(seen))
for f in (optax.squared_error, optax.huber_loss, optax.sigmoid_binary_cross_entropy):
    try:
        print("optax", f.__name__, f(jnp.array(p), jnp.array(t)).shape)
    except (ValueError, AssertionError):
        print("optax", f.__name__, "an error")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
