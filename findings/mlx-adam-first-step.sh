#!/usr/bin/env bash
# MLX: the first step of Adam is 3.16 times the learning rate.
#
# Guess:      Adam's first step is the learning rate, whatever the gradient: the correction of both
#             means gives g / |g|.
# Behaviour:  the correction is switched off unless bias_correction=True is given, so the first step
#             is (1 - b1) / sqrt(1 - b2) = 3.16 times the learning rate, and Adamax, which has no
#             switch, takes a tenth of it. PyTorch and optax step by the learning rate.
# Versions:   Python 3.11; mlx 0.32.4, mlx-cpu 0.32.4, torch 2.13.0, optax 0.2.8, jax 0.10.2
# Matters:    the same learning rate trains three times as fast at first, with no warm-up, and a
#             comparison of two libraries never agrees.
# Documented: yes: the page says that the correction is omitted by default.
# Output:
#   Adam,   learning rate 0.1: mlx 0.316, torch 0.100, optax 0.100
#   Adam,   bias_correction:   mlx 0.100
#   Adamax, learning rate 0.1: mlx 0.010, torch 0.100, optax 0.100
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile mlx==0.32.4 mlx-cpu==0.32.4 torch==2.13.0 optax==0.2.8 jax==0.10.2
env/bin/python - >seen <<'PYTHON'
import jax.numpy as jnp
import mlx.core as mx
import mlx.optimizers
import optax
import torch

mx.set_default_device(mx.cpu)


def mlx_step(optimizer):
    return 1 - optimizer.apply_gradients({"w": mx.array([0.5])}, {"w": mx.array([1.0])})["w"].item()


def torch_step(kind):
    w = torch.nn.Parameter(torch.ones(1))
    w.grad = torch.tensor([0.5])
    kind([w], lr=0.1).step()
    return 1 - w.item()


def optax_step(kind):
    optimizer = kind(0.1)
    return -float(optimizer.update(jnp.array([0.5]), optimizer.init(jnp.ones(1)))[0][0])


o = mlx.optimizers
print(f"Adam,   learning rate 0.1: mlx {mlx_step(o.Adam(0.1)):.3f}, torch {torch_step(torch.optim.Adam):.3f}, optax {optax_step(optax.adam):.3f}")
print(f"Adam,   bias_correction:   mlx {mlx_step(o.Adam(0.1, bias_correction=True)):.3f}")
print(f"Adamax, learning rate 0.1: mlx {mlx_step(o.Adamax(0.1)):.3f}, torch {torch_step(torch.optim.Adamax):.3f}, optax {optax_step(optax.adamax):.3f}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
