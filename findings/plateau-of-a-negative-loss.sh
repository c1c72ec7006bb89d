#!/usr/bin/env bash
# A loss that is negative and rises counts as an improvement at every step: the rate never falls on the plateau, in
# PyTorch, optax and PaddlePaddle.
#
# Guess:      the scheduler lowers the rate when the loss stops falling, and adding a constant to
#             the loss changes nothing.
# Behaviour:  an improvement is a loss below the best one times 0.9999 by default. For a negative
#             best loss that line lies above it: a constant loss, and one that rises by 0.009 each
#             epoch, are improvements for ever. With the same numbers above 0 the rate falls ten
#             thousandfold and more.
# Versions:   Python 3.11; torch 2.14.1, optax 0.2.8, jax 0.10.2, paddlepaddle 3.3.1, numpy 2.4.6
# Matters:    log-likelihoods of densities, lower bounds and rewards are negative losses; training
#             goes on at the full rate while it gets worse.
# Documented: PyTorch and PaddlePaddle give the formula, not what it does below 0; open as issue
#             47513 of PyTorch since 2020.
# Output:
#   +100, constant     torch: rate 1e-08 after 50 epochs; optax: rate 1e-09 after 50 epochs; paddle: rate 1e-08 after 50 epochs;
#   -100, constant     torch: rate 1e+00 after 50 epochs; optax: rate 1e+00 after 50 epochs; paddle: rate 1e+00 after 50 epochs;
#   from +100, rising  torch: rate 1e-08 after 50 epochs; optax: rate 1e-09 after 50 epochs; paddle: rate 1e-08 after 50 epochs;
#   from -100, rising  torch: rate 1e+00 after 50 epochs; optax: rate 1e+00 after 50 epochs; paddle: rate 1e+00 after 50 epochs;
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.14.1 optax==0.2.8 jax==0.10.2 paddlepaddle==3.3.1 numpy==2.4.6
env/bin/python - >seen <<'PYTHON'
import warnings

warnings.filterwarnings("ignore")
import jax.numpy as jnp
import optax
import paddle
import torch


def by_torch(losses):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler, rates = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=5), []
    for loss in losses:
        scheduler.step(loss)
        rates.append(optimizer.param_groups[0]["lr"])
    return rates


def by_optax(losses):
    transform = optax.contrib.reduce_on_plateau(factor=0.1, patience=5)
    state, rates = transform.init(jnp.zeros(1)), []
    for loss in losses:
        _, state = transform.update(jnp.zeros(1), state, value=loss)
        rates.append(float(state.scale))
    return rates


def by_paddle(losses):
    scheduler, rates = paddle.optimizer.lr.ReduceOnPlateau(1.0, patience=5), []
    for loss in losses:
        scheduler.step(loss)
        rates.append(scheduler.last_lr)
    return rates


runs = {"+100, constant": [100.0] * 50, "-100, constant": [-100.0] * 50, "from +100, rising": [100 + 0.009 * k for k in range(50)],
        "from -100, rising": [-100 + 0.009 * k for k in range(50)]}
for name, losses in runs.items():
    print(f"{name:18}", *(f"{who}: rate {f(losses)[-1]:.0e} after 50 epochs;" for who, f in (("torch", by_torch), ("optax", by_optax), ("paddle", by_paddle))))
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
