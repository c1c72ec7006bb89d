#!/usr/bin/env bash
# RMSProp and Adagrad with small gradients: PyTorch steps ten to three thousand times as far as optax.
#
# Guess:      epsilon only guards against 0, so both methods take the same steps for gradients of
#             0.0001 as for gradients of 1.
# Behaviour:  optax adds epsilon under the root, PyTorch (and MLX) outside. For a gradient of 1e-4
#             RMSProp's first step is 0.0995 in optax and 0.999 in PyTorch, Adagrad's 0.00003 and 0.1.
#             At gradients of 1 they agree to 5 %.
# Versions:   Python 3.11; torch 2.13.0, optax 0.2.8, jax 0.10.2
# Matters:    mean losses over many outputs, or weights behind saturated units, have such gradients;
#             there optax's methods are no longer free of the gradient's size.
# Documented: optax: yes for rmsprop (eps_in_sqrt); the size of the effect not.
# Output:
#   gradient 1       RMSProp: torch 1, optax 1;  Adagrad: torch 0.1, optax 0.095
#   gradient 0.01    RMSProp: torch 1, optax 0.995;  Adagrad: torch 0.1, optax 0.0032
#   gradient 0.0001  RMSProp: torch 0.999, optax 0.0995;  Adagrad: torch 0.1, optax 3.2e-05
set -euo pipefail

self=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --no-compile torch==2.13.0 optax==0.2.8 jax==0.10.2
env/bin/python - >seen <<'PYTHON'
import jax.numpy as jnp
import optax
import torch


def torch_step(kind, gradient, **options):
    w = torch.nn.Parameter(torch.ones(1, dtype=torch.float64))
    w.grad = torch.tensor([gradient], dtype=torch.float64)
    kind([w], lr=0.1, **options).step()
    return 1 - w.item()


def optax_step(optimizer, gradient):
    return -float(optimizer.update(jnp.array([gradient]), optimizer.init(jnp.ones(1)))[0][0])


for gradient in (1.0, 1e-2, 1e-4):
    print(f"gradient {gradient:<7g} RMSProp: torch {torch_step(torch.optim.RMSprop, gradient, alpha=0.99):.3g},",
          f"optax {optax_step(optax.rmsprop(0.1, decay=0.99), gradient):.3g};  Adagrad:",
          f"torch {torch_step(torch.optim.Adagrad, gradient):.3g}, optax {optax_step(optax.adagrad(0.1), gradient):.2g}")
PYTHON

# What this shows has changed since.
diff <(sed -n '/^# Output:/,/^set /s/^#   //p' "$self") seen
echo "$(basename "$self"): as described"
